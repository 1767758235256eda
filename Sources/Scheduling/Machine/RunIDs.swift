/// The ids of the runs and questions of one scheduler.
struct RunIDs {
  private let origin: UInt64
  private var sequence: UInt64 = 0

  init(origin: UInt64) { self.origin = origin }

  mutating func next() -> RunID {
    sequence &+= 1
    return RunID(origin: origin, sequence: sequence)
  }
}
