import CivilTime

/// Jobs that should have succeeded and have not: the failure that no run reports.
extension SchedulerStateMachine {
  /// When a job is overdue unless a run of it succeeds until then; nil where nothing can be expected of it.
  ///
  /// With ``AlertRules/overdueAfter`` so long after the last success, on the continuous clock. Without it: at the second
  /// instant of its trigger after the last success, and the misfire grace and half a minute later.
  func overdueAt(_ job: JobState) -> OverdueTime? {
    let definition = job.definition
    guard let from = job.watch.from, !job.isRemoved, definition.stored?.hold == nil, !pauses.pauses(definition.id)
    else { return nil }
    // The later one by the clock that nobody sets: instants from before a step of the wall clock say nothing now.
    var last = from
    if let success = job.watch.succeeded, success.monotonic > from.monotonic { last = success }
    let isWaiting = definition.event != nil
    if let patience = definition.options.alerts.overdueAfter {
      return isWaiting || job.next != nil ? .after(last.monotonic + patience) : nil
    }
    guard !isWaiting, let first = definition.trigger.next(after: last.wall) else { return nil }
    let second = definition.trigger.next(after: first) ?? first
    let grace = definition.options.misfireGrace.duration ?? .seconds(60)
    return .at(definition.due(second) + grace + .seconds(30))
  }

  /// Begins to expect successes of a job: when it is added, changed or resumed, and at the scheduler's start.
  mutating func watchFromNow(_ slot: Int, _ now: Now, isNew: Bool = false) {
    if isNew { jobs[slot]?.watch.begins = now.wall }
    guard phase == .running || phase == .idle, jobs[slot]?.isRemoved == false else { return }
    jobs[slot]?.watch.from = now
    // Worked out when it is looked at: most jobs succeed until then.
    if phase == .running { lookAtOverdue(slot, .after(now.monotonic + .seconds(1))) }
  }

  mutating func watchAllFromNow(_ now: Now) {
    for slot in jobs.indices where jobs[slot] != nil { watchFromNow(slot, now) }
  }

  /// The wall clock was set. What was expected of jobs by instants was expected by the clock as it was; what is expected
  /// of them after so long is measured on the other clock and stays as it is.
  mutating func watchInstantsFromNow(_ now: Now) {
    for slot in jobs.indices where jobs[slot]?.definition.options.alerts.overdueAfter == nil {
      watchFromNow(slot, now)
    }
  }

  /// A run of the job has succeeded: here, or elsewhere in the fleet.
  mutating func succeeded(_ slot: Int, at instant: Instant, _ now: Now) {
    guard let watch = jobs[slot]?.watch else { return }
    jobs[slot]?.watch.isFailing = false
    if instant > watch.lastSuccess ?? .min { jobs[slot]?.watch.lastSuccess = instant }
    let ago = max(0, now.wall.nanoseconds(since: instant))
    let moment = now.monotonic.advanced(byNanoseconds: -ago)
    if moment >= watch.succeeded?.monotonic ?? moment {
      jobs[slot]?.watch.succeeded = Now(wall: instant, monotonic: moment)
    }
    if watch.isReported, isLookedAt(slot) { lookAtOverdue(slot, .at(.min)) }
  }

  private func isLookedAt(_ slot: Int) -> Bool {
    overdueChecks.key(of: slot) != nil || overdueDelays.key(of: slot) != nil
  }

  /// Has a job looked at then, and at no other time; never where the time is nil.
  private mutating func lookAtOverdue(_ slot: Int, _ time: OverdueTime?) {
    overdueChecks.remove(slot)
    overdueDelays.remove(slot)
    switch time {
    case .at(let instant): overdueChecks.set(slot, to: instant.nanosecondsSince1970)
    case .after(let moment): overdueDelays.set(slot, to: moment.nanoseconds)
    case nil: break
    }
  }

  /// Looks at jobs whose time may have come, and reports those that are overdue and those that are no longer.
  mutating func watchOverdue(_ context: inout Context) {
    guard phase == .running else { return }
    var left = 256
    while left > 0, let first = overdueChecks.first, first.key <= context.now.wall.nanosecondsSince1970 {
      left -= 1
      watchOverdue(
        first.slot, late: context.now.wall.nanoseconds(since: Instant(nanosecondsSince1970: first.key)), &context)
    }
    while left > 0, let first = overdueDelays.first, first.key <= context.now.monotonic.nanoseconds {
      left -= 1
      let late = (context.now.monotonic - MonotonicTime(nanoseconds: first.key)).nanoseconds
      watchOverdue(first.slot, late: late, &context)
    }
  }

  private mutating func watchOverdue(_ slot: Int, late: Int64, _ context: inout Context) {
    guard let job = jobs[slot], let time = overdueAt(job) else {
      lookAtOverdue(slot, nil)
      endOverdue(slot, &context)
      return
    }
    if !job.watch.isReported, late > 60_000_000_000 {
      // Nobody looked for a while: the process was frozen, or the clock stepped. What is due runs first.
      lookAtOverdue(slot, .after(context.now.monotonic + .seconds(30)))
      return
    }
    guard time.isPast(context.now) else {
      endOverdue(slot, &context)
      lookAtOverdue(slot, time)
      return
    }
    // Another replica may have run it: only what the fleet reports counts, and only a late report.
    let isKnown = shared == nil || job.watch.reported.map(time.isPast) == true
    if isKnown, !job.watch.isReported {
      jobs[slot]?.watch.isReported = true
      context.report(
        .overdue(job.definition.id, since: time.instant(context.now), lastSuccess: job.watch.lastSuccess))
    }
    // Once it is reported, only a success, a pause or a change of the job ends it; each of them has it looked at. A job
    // that keeps failing must not wake the loop.
    lookAtOverdue(slot, isKnown ? .after(.never) : .after(context.now.monotonic + .seconds(10)))
  }

  /// Looks anew at what was reported as overdue: one job, or all of them when `id` is nil.
  mutating func lookAtOverdue(_ id: JobID?) {
    for slot in id.map({ slots[$0].map { [$0] } ?? [] }) ?? Array(jobs.indices)
    where jobs[slot]?.watch.isReported == true {
      lookAtOverdue(slot, .at(.min))
    }
  }

  private mutating func endOverdue(_ slot: Int, _ context: inout Context) {
    guard let job = jobs[slot], job.watch.isReported else { return }
    jobs[slot]?.watch.isReported = false
    context.report(.overdueEnded(job.definition.id))
  }

  /// What the fleet reports of jobs: a success elsewhere counts as one here.
  mutating func watchFleet(_ states: [JobID: FleetJobState], _ context: inout Context) {
    for (id, state) in states {
      guard let slot = slots[id], let watch = jobs[slot]?.watch else { continue }
      jobs[slot]?.watch.reported = context.now
      guard let run = state.lastRun, run.outcome == .succeeded, run.ended > watch.lastSuccess ?? .min else { continue }
      if watch.isFailing, run.instance != settings.instance { context.report(.recoveredElsewhere(run)) }
      succeeded(slot, at: run.ended, context.now)
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

  /// Reports an outage of the claims that goes on for so long that runs have lost their leases.
  mutating func watchOutage(_ context: inout Context) {
    guard let shared else { return }
    guard let length = shared.reach.outageLength(context.now.monotonic), let error = shared.reach.error else {
      self.shared?.isOutageReported = false
      return
    }
    guard !shared.isOutageReported, length > shared.lease + shared.lease else { return }
    self.shared?.isOutageReported = true
    context.report(.claimsOutage(since: context.now.wall.advanced(byNanoseconds: -length.nanoseconds), error))
  }
}

/// What is expected of a job, and whether it came.
struct JobWatch {
  /// Nothing is expected from before this.
  var from: Now?
  /// Since when the job is here with its trigger.
  var begins: Instant?
  /// When the last successful run ended, here or in the fleet.
  var lastSuccess: Instant?
  /// The last success by both clocks, as far as it is known.
  var succeeded: Now?
  /// The last run that ended here failed, and none has succeeded since.
  var isFailing = false
  /// When the fleet last reported the job.
  var reported: Now?
  /// It has been reported as overdue.
  var isReported = false
}

/// When a job is overdue: at an instant of the calendar, or when so much time has passed.
enum OverdueTime {
  case at(Instant)
  case after(MonotonicTime)

  func isPast(_ now: Now) -> Bool {
    switch self {
    case .at(let instant): instant <= now.wall
    case .after(let moment): moment <= now.monotonic
    }
  }

  /// What the wall clock shows then, as it is set now.
  func instant(_ now: Now) -> Instant {
    switch self {
    case .at(let instant): instant
    case .after(let moment): now.wall.advanced(byNanoseconds: (moment - now.monotonic).nanoseconds)
    }
  }
}
