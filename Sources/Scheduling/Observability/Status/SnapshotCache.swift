import CivilTime

/// Hands out the last snapshot for a second, or until something is changed; then one caller makes the next, and who comes
/// meanwhile is given the last.
final class SnapshotCache: Sendable {
  private struct State {
    var latest: (snapshot: StatusSnapshot, at: MonotonicTime)?
    var isMaking = false
    var made = 0
    /// Counts the changes after which what was made before does not serve.
    var changes = 0
  }

  private let state = Lock(State())
  /// Held while the next snapshot is made: callers without a recent one wait for it.
  private let making = Lock(())

  static let lifetime = Duration.seconds(1)
  /// While the next one is being made, one that is older than its lifetime serves until it is as old as this.
  static let patience = Duration.seconds(2)

  /// How many were made.
  var made: Int { state.withLock { $0.made } }

  /// Who asks from now on receives a snapshot that was begun after this call.
  func expire() {
    state.withLock { state in
      state.latest = nil
      state.changes += 1
    }
  }

  func recent(at now: MonotonicTime, make: () -> StatusSnapshot) -> StatusSnapshot {
    let found: StatusSnapshot? = state.withLock { state in
      guard let latest = state.latest else { return nil }
      return now - latest.at < (state.isMaking ? Self.patience : Self.lifetime) ? latest.snapshot : nil
    }
    if let found { return found }
    return making.withLock { _ in
      let (waited, changes): (StatusSnapshot?, Int) = state.withLock { state in
        if let latest = state.latest, now - latest.at < Self.lifetime { return (latest.snapshot, 0) }
        state.isMaking = true
        return (nil, state.changes)
      }
      if let waited { return waited }
      let snapshot = make()
      state.withLock { state in
        // What was changed meanwhile may be missing from it.
        if state.changes == changes { state.latest = (snapshot, max(now, state.latest?.at ?? now)) }
        state.isMaking = false
        state.made += 1
      }
      return snapshot
    }
  }
}
