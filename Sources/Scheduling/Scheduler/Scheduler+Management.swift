package import CivilTime

/// What the management API needs in addition to the public interface.
extension Scheduler {
  /// What the fleet shares beside its claims; nil where claims are local, or the service keeps no such thing.
  package var fleetArchive: (any FleetArchive)? { core.claims as? any FleetArchive }
  /// Whether other replicas may run what this one has.
  package var isInFleet: Bool { core.claims != nil }
  /// What is hidden of arguments and messages.
  package var redaction: Redaction { core.configuration.redaction }
  /// The time as jobs see it.
  package var currentTime: Instant { core.now().wall }
  /// The replica's name.
  package var instance: String { core.configuration.instance }

  /// Whether the clock advances on its own.
  package var goesByItself: Bool { core.goesByItself }
  /// How long the leases of jobs live that name none, as a schedule file writes it.
  package var leaseText: String { durationText(core.configuration.lease.nanoseconds) }

  /// The runs of this process that have not ended.
  package var openRuns: [OpenRun] {
    var runs = core.look { machine, now in machine.openRuns(now) }
    let progress = core.evidence.progress
    guard !progress.isEmpty else { return runs }
    let known = Dictionary(progress.map { ($0.run, $0.progress) }, uniquingKeysWith: { $1 })
    for index in runs.indices { runs[index].progress = known[runs[index].id] }
    return runs
  }

  /// What a run of this process has left: up to now where it goes on, else what its newest row still has.
  package func evidence(of run: RunID, job: JobID) -> RunEvidence? {
    core.evidence.evidence(of: run) ?? localHistory(of: job, limit: .max).first { $0.runID == run }?.evidence
  }

  /// The job's instants in a range of the past, as ``backfill(_:from:through:overlap:)`` serves them.
  package func backfillInstants(of id: JobID, from: Instant, through: Instant) throws(SchedulerError) -> [Instant] {
    let (definition, now) = try definition(of: id)
    return try definition.instants(
      from: from, through: min(through, now), within: core.configuration.triggerLimits.steps)
  }

  /// The job's instants after one, at most so many, each with the moment at which it starts with the job's jitter.
  package func upcoming(
    _ id: JobID, after: Instant, through: Instant = .max, limit: Int
  ) -> (instants: [(nominal: Instant, due: Instant)], isTruncated: Bool) {
    guard let definition = try? definition(of: id).0, definition.event == nil else { return ([], false) }
    var budget = SearchBudget(steps: 100_000)
    var found: [(nominal: Instant, due: Instant)] = []
    var next = definition.trigger.next(after: after, within: &budget)
    while let instant = next, instant <= through {
      if found.count >= limit { return (found, true) }
      found.append((instant, definition.due(instant)))
      next = definition.trigger.next(after: instant, within: &budget)
    }
    return (found, budget.isExhausted)
  }

  /// How many instants the job's trigger has in a range, both ends included; nil where the search gave up.
  package func nominalCount(of id: JobID, from: Instant, through: Instant) -> Int? {
    guard let definition = try? definition(of: id).0, definition.event == nil else { return 0 }
    var budget = SearchBudget(steps: 100_000)
    guard let first = definition.trigger.next(after: from.advanced(byNanoseconds: -1), within: &budget),
      first <= through,
      let last = definition.trigger.previous(before: through.advanced(byNanoseconds: 1), within: &budget)
    else { return budget.isExhausted ? nil : 0 }
    let count = definition.trigger.count(from: first, through: last, within: &budget)
    return budget.isExhausted ? nil : count
  }

  /// When the job's instants begin to be its own here, and what it has decided last.
  package func cursor(of id: JobID) -> (begins: Instant, cursor: Instant)? {
    core.look { machine, _ in
      machine.jobs.slot(id).flatMap { slot in
        machine.jobs[slot].map { (machine.overdue[slot].begins ?? .min, $0.cursor) }
      }
    }
  }

  /// The key of the lock that the job's runs hold.
  package func lockKey(of id: JobID) -> String? { (try? definition(of: id).0)?.lockKey }

  private func definition(of id: JobID) throws(SchedulerError) -> (JobDefinition, Instant) {
    try core.look { machine, now in
      Result<(JobDefinition, Instant), SchedulerError> { () throws(SchedulerError) in
        (try machine.definition(of: id), now.wall)
      }
    }.get()
  }
}

/// Where a job's definition was written.
package struct JobOrigin: Sendable, Hashable {
  /// The schedule file's name; empty for one without a file.
  package var file: String
  /// The keys that the job itself has in the file.
  package var ownKeys: Set<String>
  /// The keys of the file's defaults.
  package var defaultKeys: Set<String>
}

extension Scheduler {
  /// Whether the job was added or applied from a schedule file.
  package func isOfFile(_ id: JobID) -> Bool { schedules.withLock { $0.values.contains { $0.jobs[id] != nil } } }

  /// The schedule file that the job was added or applied from; nil for a job of the code, and for one that only the store
  /// has.
  package func origin(of id: JobID) -> JobOrigin? {
    guard let (name, file) = schedules.withLock({ $0.first { $0.value.jobs[id] != nil } }), let job = file.jobs[id]
    else { return nil }
    func keys(_ job: ScheduleJob) -> Set<String> {
      guard case .object(let members)? = try? JobArguments(job) else { return [] }
      return Set(members.keys)
    }
    return JobOrigin(file: name, ownKeys: keys(job), defaultKeys: keys(file.defaults))
  }
}

extension Scheduler {
  /// Where claims are shared, the service that keeps them.
  package var claimService: (any ClaimService)? { core.claims }
}
