import CivilTime

/// What a job's trigger says of one instant: searched for outside the machine's lock, for a search may take long.
struct TriggerFacts: Sendable {
  let definition: JobDefinition
  let previous: Instant?
  let next: Instant?
  /// Whether the trigger has the instant.
  let isInstant: Bool
  /// When the instant is due with the job's jitter.
  let due: Instant

  init(_ definition: JobDefinition, _ instant: Instant) {
    self.definition = definition
    previous = definition.trigger.previous(before: instant)
    next = definition.trigger.next(after: instant)
    isInstant = definition.trigger.previous(before: instant.advanced(byNanoseconds: 1)) == instant
    due = definition.due(instant)
  }
}

extension SchedulerCore {
  /// Why a job ran, or did not, at an instant; nil when there is no such job and no row of one.
  func explain(_ id: JobID, at instant: Instant) -> FiringExplanation? {
    var definition: JobDefinition? = look { machine, _ in machine.currentDefinition(id) }
    var triesLeft = 8
    while true {
      triesLeft -= 1
      let isLast = triesLeft == 0
      let facts = definition.map { TriggerFacts($0, instant) }
      let found = look { machine, now in
        let current = machine.currentDefinition(id)
        let isSame = current === facts?.definition
        return (isSame: isSame, current, answer: isSame || isLast ? machine.explain(id, at: instant, facts, now) : nil)
      }
      // A job that was changed while its former trigger was searched is asked again.
      if found.isSame || isLast { return found.answer }
      definition = found.1
    }
  }
}

extension Conductor {
  fileprivate func currentDefinition(_ id: JobID) -> JobDefinition? { jobs.slot(id).flatMap { jobs[$0]?.definition } }
}
