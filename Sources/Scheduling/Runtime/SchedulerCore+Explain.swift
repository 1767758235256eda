import CivilTime

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
