import CivilTime

/// Jobs that should have succeeded and have not: the failure that no run reports.
extension SchedulerStateMachine {
  /// After this a job is overdue unless a run of it succeeds; nil where nothing can be expected of it.
  ///
  /// With ``AlertRules/overdueAfter`` so long after the last success. Without it: at the second instant of its trigger
  /// after the last success, and the misfire grace and half a minute later.
  func overdueAt(_ job: JobState) -> Instant? {
    let definition = job.definition
    guard let from = job.watch.from, !job.isRemoved, definition.stored?.hold == nil, !pauses.pauses(definition.id)
    else { return nil }
    let last = max(from, job.watch.lastSuccess ?? from)
    let isWaiting = definition.event != nil
    if let patience = definition.options.alerts.overdueAfter {
      return isWaiting || job.next != nil ? last + patience : nil
    }
    guard !isWaiting, let first = definition.trigger.next(after: last) else { return nil }
    let second = definition.trigger.next(after: first) ?? first
    let grace = definition.options.misfireGrace.duration ?? .seconds(60)
    return definition.due(second) + grace + .seconds(30)
  }

  /// Begins to expect successes of a job: when it is added, changed or resumed, and at the scheduler's start.
  mutating func watchFromNow(_ slot: Int, _ now: Now, isNew: Bool = false) {
    if isNew { jobs[slot]?.watch.begins = now.wall }
    guard phase == .running || phase == .idle, jobs[slot]?.isRemoved == false else { return }
    jobs[slot]?.watch.from = now.wall
    // Worked out when it is looked at: most jobs succeed until then.
    if phase == .running {
      overdueChecks.set(slot, to: now.wall.advanced(byNanoseconds: 1_000_000_000).nanosecondsSince1970)
    }
  }

  mutating func watchAllFromNow(_ now: Now) {
    for slot in jobs.indices where jobs[slot] != nil { watchFromNow(slot, now) }
  }

  /// A run of the job has succeeded: here, or elsewhere in the fleet.
  mutating func succeeded(_ slot: Int, at instant: Instant) {
    guard let watch = jobs[slot]?.watch else { return }
    jobs[slot]?.watch.isFailing = false
    if instant > watch.lastSuccess ?? .min { jobs[slot]?.watch.lastSuccess = instant }
    if watch.isTold, overdueChecks.key(of: slot) != nil { overdueChecks.set(slot, to: .min) }
  }

  /// Looks at jobs whose time may have come, and tells of those that are overdue and those that are no longer.
  mutating func watchOverdue(_ now: Now, _ effects: inout Effects) {
    guard phase == .running else { return }
    var left = 256
    while left > 0, let first = overdueChecks.first, first.key <= now.wall.nanosecondsSince1970 {
      left -= 1
      let slot = first.slot
      guard let job = jobs[slot], let at = overdueAt(job) else {
        overdueChecks.remove(slot)
        endOverdue(slot, &effects)
        continue
      }
      if !job.watch.isTold, now.wall.nanoseconds(since: Instant(nanosecondsSince1970: first.key)) > 60_000_000_000 {
        // Nobody looked for a while: the process was frozen, or the clock stepped. What is due runs first.
        overdueChecks.set(slot, to: now.wall.advanced(byNanoseconds: 30_000_000_000).nanosecondsSince1970)
        continue
      }
      guard at <= now.wall else {
        endOverdue(slot, &effects)
        overdueChecks.set(slot, to: at.nanosecondsSince1970)
        continue
      }
      // Another replica may have run it: only the fleet's word counts, and only a late one.
      let isKnown = shared == nil || job.watch.heardAt ?? .min >= at
      if isKnown, !job.watch.isTold {
        jobs[slot]?.watch.isTold = true
        effects.events.append(.overdue(job.definition.id, since: at, lastSuccess: job.watch.lastSuccess))
      }
      // Once it is reported, only a success, a pause or a change of the job ends it; each of them has it looked at. A job
      // that keeps failing must not wake the loop.
      let again: Instant = isKnown ? .max : now.wall.advanced(byNanoseconds: 10_000_000_000)
      overdueChecks.set(slot, to: again.nanosecondsSince1970)
    }
  }

  /// Looks anew at what was reported as overdue: one job, or all of them when `id` is nil.
  mutating func lookAtOverdue(_ id: JobID?) {
    for slot in id.map({ slots[$0].map { [$0] } ?? [] }) ?? Array(jobs.indices) where jobs[slot]?.watch.isTold == true {
      overdueChecks.set(slot, to: .min)
    }
  }

  private mutating func endOverdue(_ slot: Int, _ effects: inout Effects) {
    guard let job = jobs[slot], job.watch.isTold else { return }
    jobs[slot]?.watch.isTold = false
    effects.events.append(.overdueEnded(job.definition.id))
  }

  /// What the fleet tells of jobs: a success elsewhere counts as one here.
  mutating func watchFleet(_ states: [JobID: FleetJobState], _ now: Now, _ effects: inout Effects) {
    for (id, state) in states {
      guard let slot = slots[id], let watch = jobs[slot]?.watch else { continue }
      jobs[slot]?.watch.heardAt = now.wall
      guard let run = state.lastRun, run.outcome == .succeeded, run.ended > watch.lastSuccess ?? .min else { continue }
      if watch.isFailing, run.instance != settings.instance { effects.events.append(.recoveredElsewhere(run)) }
      succeeded(slot, at: run.ended)
    }
    // Others of many are asked about next time.
    if let from = shared?.reportFrom, !jobs.isEmpty { shared?.reportFrom = (from + Self.mostReported) % jobs.count }
  }

  static let mostReported = 200

  /// The jobs of which the fleet's state is asked for: all of them, or of very many some with each heartbeat.
  var reportedJobs: [JobID] {
    guard slots.count > Self.mostReported, let from = shared?.reportFrom else { return Array(slots.keys) }
    var ids: [JobID] = []
    for offset in jobs.indices where ids.count < Self.mostReported {
      if let job = jobs[(from + offset) % jobs.count], !job.isRemoved { ids.append(job.definition.id) }
    }
    return ids
  }

  /// Tells of an outage of the claims that goes on for so long that runs have lost their leases.
  mutating func watchOutage(_ now: Now, _ effects: inout Effects) {
    guard let shared else { return }
    guard let since = shared.reach.outage?.lowerBound, let error = shared.reach.error, !shared.reach.isUp else {
      self.shared?.isOutageTold = false
      return
    }
    guard !shared.isOutageTold, now.wall - since > shared.lease + shared.lease else { return }
    self.shared?.isOutageTold = true
    effects.events.append(.claimsOutage(since: since, error))
  }
}

/// What is expected of a job, and whether it came.
struct JobWatch {
  /// Nothing is expected from before this.
  var from: Instant?
  /// Since when the job is here with its trigger.
  var begins: Instant?
  /// When the last successful run ended, here or in the fleet.
  var lastSuccess: Instant?
  /// The last run that ended here failed, and none has succeeded since.
  var isFailing = false
  /// When the fleet last told of the job.
  var heardAt: Instant?
  /// It has been told to be overdue.
  var isTold = false
}
