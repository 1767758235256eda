import CivilTime

/// Lets callers wait for the one moment at which a scheduler has stopped.
final class StopSignal: Sendable {
  private struct State {
    var isGiven = false
    var waiting: [UnsafeContinuation<Void, Never>] = []
  }

  private let state = Lock(State())

  /// Returns once ``give()`` was called.
  func wait() async {
    await withUnsafeContinuation { continuation in
      let isGiven = state.withLock { state in
        if !state.isGiven { state.waiting.append(continuation) }
        return state.isGiven
      }
      if isGiven { continuation.resume() }
    }
  }

  func give() {
    let waiting = state.withLock { state in
      state.isGiven = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
