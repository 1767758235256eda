import CivilTime

/// Runs whose lease has ended before their body began: the process was frozen after it had won them. Somebody else may
/// own them by now, so they wait for the answer to a renewal; only a body that runs already can be too late to hold back.
extension SchedulerStateMachine {
  /// Whether a run is not to begin yet; it is then taken up again by its renewal, or ends.
  mutating func holdsBack(_ number: Int, _ context: inout Context) -> Bool {
    guard let lease = runs[number]?.lease, context.now.monotonic >= lease.deadline else { return false }
    runs[number]?.isHeldBack = true
    rearm(number)
    context.wakeLoop()
    return true
  }

  /// The lease holds again.
  mutating func takeUp(_ number: Int, _ context: inout Context) {
    guard let run = runs[number], run.isHeldBack else { return }
    runs[number]?.isHeldBack = false
    pools[run.pool].ready.append(number, priority: run.definition.options.priority.value)
    askForCarrier(run.pool, &context)
  }
}
