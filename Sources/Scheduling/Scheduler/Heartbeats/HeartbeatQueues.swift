import CivilTime
import Logging

/// The pings that have not been sent: a bounded queue for each monitor, sent off the thread that adds them.
final class HeartbeatQueues: Sendable {
  private static let most = 64

  private struct State {
    var waiting: [String: [Heartbeat]] = [:]
    /// The monitors whose pings are being sent, with the task that does so.
    var senders: [String: Task<Void, Never>] = [:]
  }

  private let state = Lock(State())
  private let timeout: Duration
  private let logger: PrintableLog?
  private let send: @Sendable (Heartbeat) async throws -> Void

  init(timeout: Duration, logger: Logger?, _ send: @escaping @Sendable (Heartbeat) async throws -> Void) {
    self.timeout = timeout
    self.logger = logger.map { PrintableLog($0) }
    self.send = send
  }

  func add(_ ping: Heartbeat) {
    let dropped = state.withLock { state -> Heartbeat? in
      var waiting = state.waiting[ping.monitor] ?? []
      waiting.append(ping)
      let dropped = waiting.count > Self.most ? waiting.removeFirst() : nil
      state.waiting[ping.monitor] = waiting
      if state.senders[ping.monitor] == nil {
        state.senders[ping.monitor] = Task { await self.work(ping.monitor) }
      }
      return dropped
    }
    if let dropped { warn(dropped, "\(Self.most) newer ones wait for the same monitor") }
  }

  /// Waits until what has been added is sent or given up, which takes the time-out for each ping at most.
  func settle() async {
    while let task = state.withLock({ $0.senders.values.first }) { await task.value }
  }

  private func work(_ monitor: String) async {
    while let ping = next(monitor) {
      let sending = Task { [send] in try await send(ping) }
      let watchdog = Task { [timeout] in
        try await Task.sleep(for: timeout)
        sending.cancel()
      }
      let result = await sending.result
      watchdog.cancel()
      if case .failure(let error) = result { warn(ping, String(describing: error)) }
    }
  }

  private func next(_ monitor: String) -> Heartbeat? {
    state.withLock { state in
      guard var waiting = state.waiting[monitor], !waiting.isEmpty else {
        state.waiting[monitor] = nil
        state.senders[monitor] = nil
        return nil
      }
      let ping = waiting.removeFirst()
      state.waiting[monitor] = waiting
      return ping
    }
  }

  private func warn(_ ping: Heartbeat, _ reason: String) {
    // The monitor may be a URL that has a secret in it, so it is not logged.
    logger?.warning(
      "a heartbeat was not sent", metadata: ["job.id": "\(ping.job?.rawValue ?? "none")", "error": "\(reason)"])
  }
}
