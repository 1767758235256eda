import CivilTime

/// The task that carries runs, one after the other, as something that can be cancelled from outside.
///
/// A task inside a group has no handle of its own. Its `UnsafeCurrentTask` is good as long as the task lives, so the
/// task does not end while somebody is cancelling it.
final class Carrier: Sendable {
  /// Unchecked: used only while the task lives, as ``depart()`` sees to.
  private struct Handle: @unchecked Sendable {
    let task: UnsafeCurrentTask
  }

  private struct State {
    var handle: Handle?
    var cancellers = 0
    var departure: UnsafeContinuation<Void, Never>?
  }

  private let state = Lock(State())
  /// Taken under the scheduler's lock, or alone.
  let lent = Lock(LentRuns())

  /// Called by the carrying task, first of all.
  func arrive() {
    let handle = withUnsafeCurrentTask { $0.map(Handle.init) }
    state.withLock { $0.handle = handle }
  }

  /// Cancels the carrying task. Cancellation handlers of the body run here, under no lock of ours.
  func cancel() {
    let handle = state.withLock { state in
      if state.handle != nil { state.cancellers += 1 }
      return state.handle
    }
    guard let handle else { return }
    handle.task.cancel()
    let departure = state.withLock { state in
      state.cancellers -= 1
      guard state.cancellers == 0 else { return nil as UnsafeContinuation<Void, Never>? }
      defer { state.departure = nil }
      return state.departure
    }
    departure?.resume()
  }

  /// Called by the carrying task, last of all: returns when nobody is using its handle any more.
  func depart() async {
    let mustWait = state.withLock { state in
      state.handle = nil
      return state.cancellers > 0
    }
    guard mustWait else { return }
    await withUnsafeContinuation { continuation in
      let isFree = state.withLock { state in
        if state.cancellers > 0 { state.departure = continuation }
        return state.cancellers == 0
      }
      if isFree { continuation.resume() }
    }
  }
}
