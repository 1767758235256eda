import CivilTime

extension Scheduler {
  /// A snapshot that was made within the last second and since the last change by a call, or one that is made now. However
  /// many ask, one is made a second, and one after each change.
  package var recentSnapshot: StatusSnapshot {
    // By a clock that is moved by hand nothing grows old: what is asked for is what is so.
    core.goesByItself ? core.snapshots.recent(at: .now(), make: core.snapshot) : core.snapshot()
  }

  /// The next snapshot is made anew: something has changed that somebody was just informed of.
  package func expireSnapshot() { core.snapshots.expire() }
}
