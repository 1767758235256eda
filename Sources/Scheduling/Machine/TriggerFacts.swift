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

extension Conductor {
  func currentDefinition(_ id: JobID) -> JobDefinition? { jobs.slot(id).flatMap { jobs[$0]?.definition } }
}
