import CivilTime

/// The answers to renewals, to reports of ends, and to heartbeats.
extension Conductor {
  mutating func renewed(_ lease: Lease, _ verdict: RenewalVerdict, _ context: inout Context) {
    guard let number = runs.number(leased: lease.token) else { return }
    let now = context.now.monotonic
    switch verdict {
    case .renewed(let deadline), .cancel(let deadline, _):
      guard let late = runs.renewed(number, until: deadline, now) else { return }
      if late.nanoseconds > lease.duration.nanoseconds / 3, let run = runs[number] {
        context.report(.renewedLate(run.firing, run: run.id, by: late))
      }
      if case .cancel(_, let reason) = verdict { stop(number, .cancelled(reason), &context) }
      runs.takeUp(number)
    case .lost:
      runs.declareDead(number)
      loseLease(number, &context)
    case .unreadable:
      runs.renewalFailed(number, now)
    }
  }

  mutating func renewalFailed(
    _ leases: [Lease], _ error: ClaimsUnavailable, _ context: inout Context
  ) {
    claimsFailed(error, &context)
    for lease in leases {
      if let number = runs.number(leased: lease.token) { runs.renewalFailed(number, context.now.monotonic) }
    }
  }

  mutating func finished(_ reports: [FinishReport], _ context: inout Context) {
    claims.outbox.acknowledge(reports)
    claimsReached(&context)
    // What waits here for the lock asks again. Only now: the claims answer an earlier question as if the run went on.
    for report in reports { if let slot = jobs.slot(report.record.job) { claims.lockFreed(slot) } }
  }

  mutating func finishFailed(
    _ reports: [FinishReport], _ error: ClaimsUnavailable, _ context: inout Context
  ) {
    claims.outbox.putBack(reports)
    claimsFailed(error, &context)
  }

  mutating func heartbeat(_ reply: HeartbeatReply, _ context: inout Context) {
    claims.heartbeat.ended(context.now.monotonic)
    claimsReached(&context)
    claims.fleet.update(reply) { [jobs] in jobs.contains($0) }
    claims.turns.update(reply.members, own: settings.instance, now: context.now.wall)
    watchFleet(reply.jobs, &context)
    adopt(reply.pauses, &context)
    for crashed in reply.crashed {
      if !crashed.isOfferedAgain { record(crashed, &context) }
      askToTakeOver(crashed, context.now)
    }
    serve(reply.requests, context.now)
  }

  /// The fleet knows that a job has paused itself.
  mutating func pauseReported(_ job: JobID, _ context: inout Context) {
    claims.pauses.reported(job)
    claimsReached(&context)
  }

  /// It may not know: reported again.
  mutating func pauseFailed(_ job: JobID, _ error: ClaimsUnavailable, _ context: inout Context) {
    claims.pauses.failed(job)
    claimsFailed(error, &context)
  }

  mutating func heartbeatFailed(_ error: ClaimsUnavailable, _ context: inout Context) {
    claims.heartbeat.ended(context.now.monotonic)
    claimsFailed(error, &context)
  }

  /// Takes over the fleet's pause switches.
  private mutating func adopt(_ switches: PauseSwitches, _ context: inout Context) {
    // What has not reached the fleet yet holds here.
    var switches = claims.pauses.applied(to: switches)
    for id in pauses.jobs.keys where isPauseUnreported(id) { switches.jobs[id] = switches.jobs[id] ?? pauses.jobs[id] }
    if switches.everything != pauses.everything {
      if switches.everything == nil { watchAllFromNow(context.now) }
      context.report(switches.everything.map { .paused(nil, note: PauseNote(stored: $0).note) } ?? .resumed(nil))
    }
    for id in Set(switches.jobs.keys).union(pauses.jobs.keys)
    where switches.jobs[id] != pauses.jobs[id] && jobs.slot(id) != nil {
      if switches.jobs[id] == nil, let slot = jobs.slot(id) { watchFromNow(slot, context.now) }
      context.report(switches.jobs[id].map { .paused(id, note: PauseNote(stored: $0).note) } ?? .resumed(id))
    }
    let changed = switches != pauses
    pauses = switches
    if changed { lookAtOverdue(nil) }
  }

  /// Whether a job was added paused and the fleet does not know it yet.
  private func isPauseUnreported(_ id: JobID) -> Bool {
    guard let slot = jobs.slot(id), jobs[slot]?.definition.options.startsPaused == true else { return false }
    return claims.jobs.isUnregistered(slot)
  }

  /// A run that this replica's heartbeat found dead: its instant is in another replica's books, its row goes into ours.
  private mutating func record(_ crashed: CrashedRun, _ context: inout Context) {
    if let number = runs.number(leased: crashed.token) {
      // Our own run, declared dead because its lease ended: it has no right to go on, and its end is reported here.
      runs.declareDead(number, false)
      loseLease(number, &context)
      return
    }
    guard let slot = jobs.slot(crashed.firing.job), let definition = jobs[slot]?.definition else { return }
    let row = History.Row(
      job: definition, instant: crashed.firing.instant, firstInstant: crashed.firing.instant, outcome: .crashed,
      cause: crashed.firing.cause, ended: context.now.wall, attempt: Int32(clamping: crashed.attempt),
      message: "its replica \(crashed.owner) disappeared", fencingToken: crashed.fencingToken,
      elsewhere: History.Elsewhere(instance: crashed.owner, run: crashed.token))
    ledger.keep(row, slot: slot)
    report(row, &context)
    let isPoison = definition.reruns && crashed.isPoison
    // One that is run again has not ended yet.
    if !definition.reruns || isPoison { completed(definition, .crashed, &context) }
    // What was put back and is not run again is a dead letter as before.
    guard isPoison || (crashed.firing.cause == .requeue && !definition.reruns) else { return }
    context.report(
      .deadLettered(
        DeadLetter(
          id: crashed.token, job: definition.id, instant: crashed.firing.instant, cause: crashed.firing.cause,
          attempts: crashed.attempt, outcome: .crashed,
          message: isPoison
            ? "its process disappeared \(crashed.crashes) times; the job is paused"
            : "its process disappeared while the dead letter was run again", at: context.now.wall,
          arguments: crashed.order?.arguments)))
  }
}
