import CivilTime

/// What becomes of jobs where somebody sets the wall clock. Instants of a calendar follow the clock; delays do not.
///
/// A clock that is set back shows instants that have been decided. How far a job's cursor lies ahead of the clock says
/// what becomes of them, however many steps have led there:
///
/// - Up to ten minutes: the job waits until the clock has caught up, so that no instant starts twice.
/// - Up to three hours: intervals and cron expressions that begin a time field with `*` go on at once, as Vixie cron does;
///   their instants in between come a second time. Fixed times wait, or they would run twice.
/// - Beyond: the clock was wrong before, and every job goes on by the clock as it is.
///
/// Whatever waits is named in the status until the clock has caught up. Where claims are shared this clock decides nothing.
extension Conductor {
  /// Compares the clocks of this machine. Called at each pass of the loop.
  /// - Parameter now: the time as jobs see it, which may be the fleet's.
  mutating func watchClock(_ local: Now, _ context: inout Context) {
    guard let step = clock.step(local) else { return }
    context.report(.clockStepped(by: step))
    showDelays(context.now)
    if abs(step.components.seconds) >= 1 { watchInstantsFromNow(context.now) }
    guard claims.isLocal, step < .zero else { return }
    for slot in jobs.indices { followBack(slot, context.now) }
  }

  /// Lets a job go on by a clock that was set back, or wait for it.
  private mutating func followBack(_ slot: Int, _ now: Now) {
    clock.forget(slot)
    guard let job = jobs[slot], !job.isRemoved, job.definition.event == nil, job.cursor > now.wall else { return }
    let ahead = job.cursor.nanoseconds(since: now.wall)
    let trigger = job.definition.trigger
    if ahead > ClockWatch.correction || (ahead > ClockWatch.patience && trigger.isFrequent) {
      jobs.decide(slot, through: now.wall, next: trigger.next(after: now.wall))
      arm(slot)
    } else if let passed = trigger.next(after: now.wall), passed <= job.cursor {
      clock.wait(slot, until: job.cursor)
    }
  }

  /// Why the status is degraded while jobs wait for the clock; nil when none does.
  func clockReason(_ now: Now) -> String? {
    let waiting = clock.waiting(now.wall)
    guard let last = waiting.values.max() else { return nil }
    let ids = waiting.keys.compactMap { jobs[$0]?.definition.id }
    let names =
      ids.smallest(3, by: <).map(\.rawValue).joined(separator: ", ")
      + (ids.count > 3 ? " and \(ids.count - 3) more" : "")
    return "the clock was set back: \(names) \(ids.count == 1 ? "waits" : "wait") until it has caught up, at \(last)"
  }
}
