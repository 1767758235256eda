import CivilTime

/// A door that bodies wait at until the test opens it.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var arrived = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Lock(State())

  /// Waits until the gate is open, or the task is cancelled.
  func pass() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (resumed, watchers) = state.withLock { state in
          state.arrived += 1
          let ready = state.watchers.filter { $0.count <= state.arrived }.map(\.continuation)
          state.watchers.removeAll { $0.count <= state.arrived }
          let goes = state.isOpen || Task.isCancelled
          if !goes { state.waiting.append(continuation) }
          return (goes, ready)
        }
        for watcher in watchers { watcher.resume() }
        if resumed { continuation.resume() }
      }
    } onCancel: {
      open()
    }
  }

  var isOpen: Bool { state.withLock { $0.isOpen } }

  /// Waits until so many bodies have come to the gate.
  func arrival(of count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.arrived < count { state.watchers.append((count, continuation)) }
        return state.arrived >= count
      }
      if isThere { continuation.resume() }
    }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}

/// Counts from any task.
final class Tally<Element: Sendable>: Sendable {
  private let list = Lock([Element]())
  func add(_ element: Element) { list.withLock { $0.append(element) } }
  var all: [Element] { list.withLock { $0 } }
  var count: Int { all.count }
}

/// SplitMix64: a seeded source, so that a failing case can be run again.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Instant {
  /// An instant of a test, which is known to be well written.
  init(_ timestamp: StaticString) {
    do { try self.init(rfc3339: "\(timestamp)") } catch { fatalError("\(error)") }
  }
}
