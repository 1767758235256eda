import Scheduling
import Synchronization

/// How late runs started, collected without a lock: as many values as there is room for.
final class Lateness: Sendable {
  private let room: Int
  private let next = Atomic<Int>(0)
  private nonisolated(unsafe) let values: UnsafeMutablePointer<Int64>

  init(room: Int) {
    self.room = room
    values = .allocate(capacity: room)
    values.initialize(repeating: 0, count: room)
  }

  deinit { values.deallocate() }

  /// Notes a start whose instant recurs each `period` nanoseconds, `offset` after a whole one. What is early by less
  /// than half a period comes out negative.
  func note(period: Int64, offset: Int64) {
    let phase = (SystemClock().now().nanosecondsSince1970 - offset) % period
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    guard index < room else { return }
    values[index] = phase > period / 2 ? phase - period : phase
  }

  /// Forgets what was noted; for the time before a measurement begins.
  func reset() { next.store(0, ordering: .relaxed) }

  var count: Int { next.load(ordering: .relaxed) }

  var sorted: [Int64] { (0..<min(room, count)).map { values[$0] }.sorted() }
}
