#if Redis
  import Scheduling
  import CivilTime

  /// One command and the waiter for its reply; finished exactly once, by the reply, a failure or a cancellation.
  final class PendingReply: Sendable {
    typealias Outcome = Result<RedisValue, RedisError>

    let bytes: [UInt8]
    let deadline: MonotonicTime
    /// Not to be sent to a server with another run id: what it says holds for the data of this one.
    let runID: String?
    private let state = Lock(State())

    private struct State {
      var waiter: UnsafeContinuation<Outcome, Never>?
      var outcome: Outcome?
      var isSent = false
    }

    init(bytes: [UInt8], deadline: MonotonicTime, runID: String? = nil) {
      self.bytes = bytes
      self.deadline = deadline
      self.runID = runID
    }

    /// Suspends until finished. Called once.
    func wait() async -> Outcome {
      await withTaskCancellationHandler {
        await withUnsafeContinuation { waiter in
          let early = state.withLock { state -> Outcome? in
            if state.outcome == nil { state.waiter = waiter }
            return state.outcome
          }
          if let early { waiter.resume(returning: early) }
        }
      } onCancel: {
        finish(nil)
      }
    }

    /// Whether it should still go out. A command whose waiter was cancelled in time is not sent.
    func markSent() -> Bool {
      state.withLock { state in
        guard state.outcome == nil else { return false }
        state.isSent = true
        return true
      }
    }

    /// Delivers the outcome; `nil` means cancelled, reported as not sent or unknown, whichever is true at this moment.
    func finish(_ outcome: Outcome?) {
      let waiter = state.withLock { state -> (UnsafeContinuation<Outcome, Never>, Outcome)? in
        guard state.outcome == nil else { return nil }
        let final = outcome ?? .failure(.cancelled(state.isSent ? .unknown : .notSent))
        state.outcome = final
        guard let waiter = state.waiter else { return nil }
        state.waiter = nil
        return (waiter, final)
      }
      if let (waiter, final) = waiter { waiter.resume(returning: final) }
    }
  }

  extension RedisError {
    fileprivate static func cancelled(_ delivery: Delivery) -> RedisError {
      RedisError(
        .cancelled, delivery,
        delivery == .notSent
          ? "the task was cancelled before the command was sent."
          : "the task was cancelled while it waited; the server may have carried out the command.")
    }
  }
#endif
