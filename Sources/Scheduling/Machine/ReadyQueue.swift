/// Runs that wait for a carrier: a ring of run numbers that grows and never moves what is in it otherwise.
struct ReadyQueue {
  private var ring: [Int32] = Array(repeating: 0, count: 16)
  private var head = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func append(_ run: Int) {
    makeRoom()
    ring[(head + count) & (ring.count - 1)] = Int32(truncatingIfNeeded: run)
    count += 1
  }

  mutating func prepend(_ run: Int) {
    makeRoom()
    head = (head - 1) & (ring.count - 1)
    ring[head] = Int32(truncatingIfNeeded: run)
    count += 1
  }

  private mutating func makeRoom() {
    guard count == ring.count else { return }
    var larger = [Int32](repeating: 0, count: ring.count * 2)
    for index in 0..<count { larger[index] = ring[(head + index) & (ring.count - 1)] }
    ring = larger
    head = 0
  }

  mutating func popFirst() -> Int? {
    guard count > 0 else { return nil }
    let run = ring[head]
    head = (head + 1) & (ring.count - 1)
    count -= 1
    return Int(run)
  }
}
