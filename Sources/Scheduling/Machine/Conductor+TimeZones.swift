import CivilTime

/// Updates of the tz database, for processes that live longer than a zone's rules.
extension Conductor {
  /// The jobs whose triggers might have changed with the tz database.
  var jobsInZones: [JobDefinition] {
    jobs.indices.compactMap { slot in
      guard let job = jobs[slot], !job.isRemoved, job.definition.event == nil else { return nil }
      return job.definition
    }
  }

  /// Gives jobs the triggers that they have by the updated tz database. Nothing is decided anew: the next instant is
  /// the first after the last one that was.
  mutating func takeRefreshed(
    _ triggers: [(old: JobDefinition, new: any Trigger)], version: String?, _ context: inout Context
  ) {
    if settings.timeZoneData != nil { settings.timeZoneData = version }
    for (old, new) in triggers {
      // A job that was changed meanwhile was read by the new rules.
      guard let slot = jobs.slot(old.id), let job = jobs[slot], job.definition === old, !job.isRemoved else { continue }
      let definition = old.with(trigger: new)
      jobs.define(slot, definition)
      // The answer to a registration or a question arms it by the new rules.
      guard claims.isLocal || claims.jobs.isArmed(slot) else { continue }
      let next = definition.trigger.next(after: job.cursor)
      guard next != job.next else { continue }
      jobs.expect(slot, next)
      arm(slot)
      context.wakeLoop()
      context.report(.jobRescheduled(old.id, next: next))
    }
    window.clearShelf()
  }
}
