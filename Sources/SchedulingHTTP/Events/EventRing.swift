import CivilTime
import Scheduling

/// The newest events for those who listen: bounded, numbered, and honest about what a listener has missed.
final class EventRing: Sendable {
  struct Event: Sendable {
    var number: Int
    var name: String
    var job: JobID?
    var data: [UInt8]
  }

  /// What a listener gets next.
  enum Delivery {
    case events([Event])
    /// Nothing has happened for a while.
    case nothing
    /// So many events are gone that came after the last one that was delivered.
    case dropped(Int)
    case end
  }

  private struct State {
    var events: [Event] = []
    /// Where the oldest one lies.
    var start = 0
    var next = 1
    var waiters: [Int: UnsafeContinuation<Bool, Never>] = [:]
    var nextWaiter = 1
    var isOver = false
  }

  private let state = Lock(State())
  private let limit: Int
  private static let mostAtOnce = 200
  /// Names the process, so that an id of another one is not taken for one of ours.
  let life = String(UInt64.random(in: .min ... .max), radix: 36)

  init(limit: Int = 2_048) { self.limit = limit }

  /// The number of the newest event.
  var newest: Int { state.withLock { $0.next - 1 } }

  func append(_ name: String, job: JobID? = nil, _ data: JSON) {
    let bytes = data.bytes
    let waiters = state.withLock { state in
      let event = Event(number: state.next, name: name, job: job, data: bytes)
      state.next += 1
      if state.events.count < limit {
        state.events.append(event)
      } else {
        state.events[state.start] = event
        state.start = (state.start + 1) % limit
      }
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.resume(returning: true) }
  }

  /// Wakes everybody who waits, with nothing: the moment for a comment.
  func tick() {
    let waiters = state.withLock { state in
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.resume(returning: false) }
  }

  /// What came after a number; waits until there is something.
  func next(after number: Int) async -> Delivery {
    if let found = found(after: number) { return found }
    let hasNews = await wait(after: number)
    if Task.isCancelled { return .end }
    if hasNews, let found = found(after: number) { return found }
    return .nothing
  }

  private func found(after number: Int) -> Delivery? {
    state.withLock { state in
      if state.isOver || Task.isCancelled { return .end }
      let oldest = state.next - state.events.count
      if number + 1 < oldest { return .dropped(oldest - 1 - number) }
      guard number + 1 < state.next else { return nil }
      let first = number + 1 - oldest
      let last = min(state.events.count, first + Self.mostAtOnce)
      return .events((first..<last).map { state.events[(state.start + $0) % state.events.count] })
    }
  }

  private func wait(after number: Int) async -> Bool {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    return await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let isNeeded = state.withLock { state in
          guard !Task.isCancelled, !state.isOver, number + 1 >= state.next else { return false }
          state.waiters[id] = continuation
          return true
        }
        if !isNeeded { continuation.resume(returning: true) }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: false)
    }
  }

  func finish() {
    state.withLock { $0.isOver = true }
    tick()
  }
}
