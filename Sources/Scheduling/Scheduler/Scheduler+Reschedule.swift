package import CivilTime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Scheduler {
  /// Whether jobs are data that every replica shares, so that a trigger that is changed here is everybody's.
  package var hasDurableStore: Bool { core.store.service != nil }

  /// A trigger from the keys with which a schedule file says when a job is due, such as `cron` and `timezone`.
  package func trigger(
    of id: JobID, written keys: JobArguments
  ) throws(ScheduleFileError) -> any Trigger {
    guard case .object(let members) = keys else {
      throw ScheduleFileError("a trigger is written as in a schedule file: {\"cron\": \"30 2 * * *\"}")
    }
    let times: [ScheduleField<ScheduleJob>] = ScheduleTimeFields.all()
    let known = ScheduleTrigger.fields.map(\.name) + times.map(\.name)
    if let other = members.keys.sorted().first(where: { !known.contains($0) }) {
      throw ScheduleFileError(
        key: [other], "says nothing of when the job is due; there are \(known.sorted().joined(separator: ", "))")
    }
    let job: ScheduleJob
    do {
      job = try JSONDecoder().decode(ScheduleJob.self, from: JSONEncoder().encode(keys))
    } catch let error as ScheduleFileError {
      throw error
    } catch {
      throw ScheduleFileError("the trigger cannot be read: \(error.oneLine)")
    }
    let file = ScheduleFile(jobs: [id: job])
    let resolved = try file.resolved(limits: core.configuration.triggerLimits, now: core.now().wall)
    guard let trigger = resolved.first?.trigger else { throw ScheduleFileError("has no trigger") }
    return trigger
  }

  /// The first instants that a trigger names from now on, at most so many.
  package func instants(of trigger: any Trigger, limit: Int) -> [Instant] {
    var budget = SearchBudget(steps: 100_000)
    var found: [Instant] = []
    var last = core.now().wall
    while found.count < limit, let next = trigger.next(after: last, within: &budget) {
      found.append(next)
      last = next
    }
    return found
  }
}
