import CivilTime

/// Expecting successes of jobs, and reporting those that do not come.
extension Conductor {
  /// When a job is overdue unless a run of it succeeds until then; nil where nothing can be expected of it.
  ///
  /// With ``AlertRules/overdueAfter`` so long after the last success, on the continuous clock. Without it: at the second
  /// instant of its trigger after the last success, and the misfire grace and half a minute later.
  private func overdueAt(_ slot: Int) -> OverdueTime? {
    guard let definition = jobs[slot]?.definition, let last = overdue[slot].last, jobs[slot]?.isRemoved == false,
      definition.stored?.hold == nil, !pauses.hold(definition.id, .scheduled)
    else { return nil }
    let isWaiting = definition.event != nil
    if let patience = definition.options.alerts.overdueAfter {
      return isWaiting || jobs[slot]?.next != nil ? .after(last.monotonic + patience) : nil
    }
    guard !isWaiting, let first = definition.trigger.next(after: last.wall) else { return nil }
    let second = definition.trigger.next(after: first) ?? first
    let grace = definition.options.misfireGrace.duration ?? .seconds(60)
    return .at(definition.due(second) + grace + .seconds(30))
  }

  /// Begins to expect successes of a job.
  mutating func watchFromNow(_ slot: Int, _ now: Now, isNew: Bool = false) {
    let isWatched = (phase == .running || phase == .idle) && jobs[slot]?.isRemoved == false
    overdue.expect(of: slot, now, isNew: isNew, isWatched: isWatched, looks: phase == .running)
  }

  mutating func watchAllFromNow(_ now: Now) {
    for slot in jobs.indices where jobs[slot] != nil { watchFromNow(slot, now) }
  }

  /// The wall clock was set. What was expected of jobs by instants was expected by the clock as it was; what is expected
  /// of them after so long is measured on the other clock and stays as it is.
  mutating func watchInstantsFromNow(_ now: Now) {
    for slot in jobs.indices {
      guard let definition = jobs[slot]?.definition, definition.options.alerts.overdueAfter == nil else { continue }
      watchFromNow(slot, now)
    }
  }

  /// Looks at jobs whose time may have come, and reports those that are overdue and those that are no longer.
  mutating func watchOverdue(_ context: inout Context) {
    guard phase == .running else { return }
    var left = 256
    while left > 0, let (slot, late) = overdue.due(context.now) {
      left -= 1
      let finding = overdue.look(
        at: slot, expected: overdueAt(slot), late: late, needsFleet: !claims.isLocal, context.now)
      guard finding != .nothing, let id = jobs[slot]?.definition.id else { continue }
      switch finding {
      case .nothing: break
      case .overdue(let since): context.report(.overdue(id, since: since, lastSuccess: overdue[slot].lastSuccess))
      case .ended: context.report(.overdueEnded(id))
      }
    }
  }

  /// Looks anew at what was reported as overdue: one job, or all of them when `id` is nil.
  mutating func lookAtOverdue(_ id: JobID?) {
    guard let id else {
      for slot in jobs.indices { overdue.lookAgain(at: slot) }
      return
    }
    if let slot = jobs.slot(id) { overdue.lookAgain(at: slot) }
  }

  /// What the fleet reports of jobs: a success elsewhere counts as one here.
  mutating func watchFleet(_ states: [JobID: FleetJobState], _ context: inout Context) {
    for (id, state) in states {
      guard let slot = jobs.slot(id) else { continue }
      let watch = overdue[slot]
      overdue.reported(slot, context.now)
      guard let run = state.lastRun, run.outcome == .succeeded, run.ended > watch.lastSuccess ?? .min else { continue }
      if watch.isFailing, run.instance != settings.instance { context.report(.recoveredElsewhere(run)) }
      overdue.succeeded(slot, at: run.ended, context.now)
    }
    // Others of many are asked about next time.
    claims.fleet.askedAbout(Self.mostReported, of: jobs.indices.count)
  }

  static let mostReported = 200

  /// The jobs of which the fleet's state is asked for: all of them, or of very many some with each heartbeat.
  var reportedJobs: [JobID] {
    guard jobs.count > Self.mostReported else { return Array(jobs.ids) }
    let from = claims.fleet.reportFrom
    var ids: [JobID] = []
    for offset in jobs.indices where ids.count < Self.mostReported {
      if let job = jobs[(from + offset) % jobs.indices.count], !job.isRemoved { ids.append(job.definition.id) }
    }
    return ids
  }
}
