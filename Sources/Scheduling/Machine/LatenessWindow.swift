/// How late the last runs started, in nanoseconds: a window of fixed size.
struct LatenessWindow {
  private var values: [Int64] = []
  private var next = 0
  private let size = 512

  mutating func add(_ nanoseconds: Int64) {
    if values.count < size {
      values.append(nanoseconds)
    } else {
      values[next] = nanoseconds
      next = (next + 1) % size
    }
  }

  /// The value that the given share of runs (0 to 1) does not exceed; nil before the first run.
  func percentiles(_ shares: [Double]) -> [Duration?] {
    let sorted = values.sorted()
    return shares.map { share in
      guard !sorted.isEmpty else { return nil }
      return .nanoseconds(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
    }
  }
}
