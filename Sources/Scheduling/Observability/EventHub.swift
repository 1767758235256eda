import CivilTime

/// Delivers events to listeners. Costs one load where there is none.
final class EventHub: Sendable {
  private struct State {
    var listeners: [Int: EventBuffer] = [:]
    var nextID = 0
    var isFinished = false
  }

  private let state = Lock(State())
  let observer: (@Sendable (SchedulerEvent) -> Void)?

  /// `observer` receives every event at once, on the thread where it happened.
  init(observer: (@Sendable (SchedulerEvent) -> Void)?) { self.observer = observer }

  func publish(_ events: [SchedulerEvent]) {
    guard !events.isEmpty else { return }
    if let observer { for event in events { observer(event) } }
    let listeners = state.withLock { Array($0.listeners.values) }
    for listener in listeners { for event in events { listener.append(event) } }
  }

  func listen(limit: Int, onEnd: @escaping @Sendable () -> Void) -> EventBuffer {
    let buffer = EventBuffer(limit: limit)
    let (id, isFinished) = state.withLock { state in
      state.nextID += 1
      if !state.isFinished { state.listeners[state.nextID] = buffer }
      return (state.nextID, state.isFinished)
    }
    if isFinished { buffer.finish() }
    buffer.onEnd { [weak self] in
      self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
      onEnd()
    }
    return buffer
  }

  func finish() {
    let listeners = state.withLock { state in
      state.isFinished = true
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.finish() }
  }
}

/// The events that one listener has not taken yet: bounded, with a count of those that were not kept.
final class EventBuffer: Sendable {
  private struct State {
    var waiting: [SchedulerEvent] = []
    var dropped = 0
    var isFinished = false
    var continuation: UnsafeContinuation<SchedulerEvent?, Never>?
    var onEnd: (@Sendable () -> Void)?
  }

  private let limit: Int
  private let state = Lock(State())

  init(limit: Int) { self.limit = max(1, limit) }

  deinit { state.withLock { $0.onEnd }?() }

  func onEnd(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onEnd = body } }

  func append(_ event: SchedulerEvent) {
    let continuation: UnsafeContinuation<SchedulerEvent?, Never>? = state.withLock { state in
      if let continuation = state.continuation {
        state.continuation = nil
        return continuation
      }
      if state.waiting.count < limit { state.waiting.append(event) } else { state.dropped += 1 }
      return nil
    }
    continuation?.resume(returning: event)
  }

  /// The events that wait, without waiting for more.
  func takeWaiting() -> [SchedulerEvent] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  func finish() {
    let continuation = state.withLock { state in
      state.isFinished = true
      defer { state.continuation = nil }
      return state.continuation
    }
    continuation?.resume(returning: nil)
  }

  /// The next event; nil at the end, or when the listening task is cancelled.
  func next() async -> SchedulerEvent? {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let (event, resumes): (SchedulerEvent?, Bool) = state.withLock { state in
          if !state.waiting.isEmpty { return (state.waiting.removeFirst(), true) }
          if state.dropped > 0 {
            defer { state.dropped = 0 }
            return (.dropped(state.dropped), true)
          }
          if state.isFinished || Task.isCancelled { return (nil, true) }
          // A second iterator of the same sequence would wait here too: the first one ends.
          let earlier = state.continuation
          state.continuation = continuation
          earlier?.resume(returning: nil)
          return (nil, false)
        }
        if resumes { continuation.resume(returning: event) }
      }
    } onCancel: {
      finish()
    }
  }
}

/// What happens in a scheduler, from the moment of the call on. Each call to ``Scheduler/events()`` makes a listener of its
/// own; one that is slower than the scheduler loses events and receives their number (``SchedulerEvent/dropped(_:)``).
public struct SchedulerEvents: AsyncSequence, Sendable {
  /// An event.
  public typealias Element = SchedulerEvent
  /// It never fails.
  public typealias Failure = Never
  let buffer: EventBuffer

  /// Waits for the events of a listener.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let buffer: EventBuffer

    /// The next event; nil once the scheduler has stopped, or when the listening task is cancelled.
    public mutating func next() async -> SchedulerEvent? { await buffer.next() }

    /// The next event, as ``next()``.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(Never) -> SchedulerEvent? {
      await buffer.next()
    }
  }

  /// An iterator. Events go to one iterator: a second one takes them from the first.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(buffer: buffer) }
}
