/// A shutdown under way: runs may end by themselves for a while, are then cancelled, and what the claims have not answered is waited
/// for a while longer.
struct Drain {
  private var state: State
  private let resolveTimeout: Duration

  private enum State: Equatable {
    /// Runs may end by themselves. Can transition to: cancelled, resolving.
    case waiting(cancelAt: MonotonicTime)
    /// What still ran was cancelled. Can transition to: resolving.
    case cancelled
    /// Nothing runs. Until then the claims may answer what is open. Can transition to: resolved.
    case resolving(giveUpAt: MonotonicTime)
    /// Can transition to: nothing.
    case resolved
  }

  init(cancelAt: MonotonicTime, resolveTimeout: Duration) {
    state = .waiting(cancelAt: cancelAt)
    self.resolveTimeout = resolveTimeout
  }

  var isResolved: Bool { state == .resolved }

  var nextWake: MonotonicTime? {
    switch state {
    case .waiting(let moment), .resolving(let moment): moment
    case .cancelled, .resolved: nil
    }
  }

  /// True once, when what still runs is to be cancelled.
  mutating func beginsToCancel(_ now: MonotonicTime) -> Bool {
    guard case .waiting(let cancelAt) = state, now >= cancelAt else { return false }
    state = .cancelled
    return true
  }

  /// Nothing runs.
  /// - Parameter isResolved: every question and report has been answered.
  mutating func nothingRuns(_ now: MonotonicTime, isResolved: Bool) {
    switch state {
    case .waiting, .cancelled: state = isResolved ? .resolved : .resolving(giveUpAt: now + resolveTimeout)
    case .resolving(let giveUpAt): if isResolved || now >= giveUpAt { state = .resolved }
    case .resolved: break
    }
  }
}
