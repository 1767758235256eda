import CivilTime

/// The alerts that one sink has not taken: bounded, and delivered one after the other, off the thread that raised them.
final class AlertQueue: Sendable {
  private struct State {
    var waiting: [Scheduler.Alert] = []
    var isDelivering = false
    var waiters: [UnsafeContinuation<Void, Never>] = []
  }

  private let sink: AlertSink
  private let publish: @Sendable (SchedulerEvent) -> Void
  private let state = Lock(State())
  private static let most = 256
  private static let patience = Duration.seconds(30)

  init(_ sink: AlertSink, publish: @escaping @Sendable (SchedulerEvent) -> Void) {
    self.sink = sink
    self.publish = publish
  }

  func add(_ alert: Scheduler.Alert) {
    let (isKept, starts) = state.withLock { state -> (Bool, Bool) in
      guard state.waiting.count < Self.most else { return (false, false) }
      state.waiting.append(alert)
      defer { state.isDelivering = true }
      return (true, !state.isDelivering)
    }
    if !isKept {
      publish(.alertNotDelivered(alert, sink: sink.name, error: "\(Self.most) alerts wait for this sink already"))
    }
    if starts { Task(executorPreference: globalConcurrentExecutor) { await self.work() } }
  }

  private func work() async {
    while let alert = next() {
      let delivery = Task(executorPreference: globalConcurrentExecutor) { [sink] in try await sink.deliver(alert) }
      let watchdog = Task {
        try await Task.sleep(for: Self.patience)
        delivery.cancel()
      }
      let result = await delivery.result
      watchdog.cancel()
      if case .failure(let error) = result {
        publish(.alertNotDelivered(alert, sink: sink.name, error: String(describing: error).cut(toBytes: 2_000)))
      }
    }
  }

  private func next() -> Scheduler.Alert? {
    let (alert, waiters) = state.withLock { state -> (Scheduler.Alert?, [UnsafeContinuation<Void, Never>]) in
      guard state.waiting.isEmpty else { return (state.waiting.removeFirst(), []) }
      state.isDelivering = false
      defer { state.waiters = [] }
      return (nil, state.waiters)
    }
    for waiter in waiters { waiter.resume() }
    return alert
  }

  /// Returns when everything has been delivered, or after `limit`.
  func settle(within limit: Duration) async {
    let timer = Task {
      try? await Task.sleep(for: limit)
      self.release()
    }
    await withUnsafeContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.isDelivering { state.waiters.append(continuation) }
        return !state.isDelivering
      }
      if isIdle { continuation.resume() }
    }
    timer.cancel()
  }

  private func release() {
    let waiters = state.withLock { state in
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }
}
