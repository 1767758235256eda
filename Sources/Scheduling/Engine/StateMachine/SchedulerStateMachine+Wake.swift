import CivilTime

/// Looking at once when the fleet says that something has changed. A hint that does not come costs one heartbeat, or one
/// renewal.
extension SchedulerStateMachine {
  /// Heartbeats by hint are at least so far apart: a hundred pauses in a row take a few of them.
  static let leastHeartbeatInterval = Duration.milliseconds(100)

  /// Sends a heartbeat now.
  mutating func beatNow(_ now: Now) {
    guard let shared else { return }
    if shared.isBeating {
      self.shared?.beatsAgain = true
    } else {
      let soonest = max(now.monotonic, shared.lastHeartbeat + Self.leastHeartbeatInterval)
      self.shared?.nextHeartbeat = min(shared.nextHeartbeat, soonest)
    }
  }

  /// A heartbeat was answered, or not.
  mutating func beaten(_ now: Now) {
    shared?.isBeating = false
    guard shared?.beatsAgain == true else { return }
    shared?.beatsAgain = false
    beatNow(now)
  }

  /// Renews a run's lease now, to find out whether it is to be cancelled.
  mutating func renewNow(_ run: RunID, _ now: Now) {
    if let number = runs.number(leased: run) { runs.renewNow(number, now.monotonic) }
  }
}
