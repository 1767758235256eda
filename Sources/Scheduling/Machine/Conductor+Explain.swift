import CivilTime

/// Answers why a job did or did not run at an instant. Looks, and changes nothing.
extension Conductor {
  /// - Parameter facts: what the job's trigger says of the instant, found out before; nil where the job was not there.
  func explain(_ id: JobID, at instant: Instant, _ facts: TriggerFacts?, _ now: Now) -> FiringExplanation? {
    let slot = jobs.slot(id)
    let query = HistoryQuery(job: id, limit: .max)
    let rows = ledger.rows(query, slot: slot, now)
    guard let slot, let job = jobs[slot], let facts else {
      // The job was removed: its rows are what is left.
      guard !rows.isEmpty else { return nil }
      var answer = FiringExplanation(
        job: id, instant: instant, verdict: .forgotten, sentence: "the job was removed, and has no row for \(instant)")
      if let row = Self.row(of: instant, in: rows, nil) { tell(row, &answer) }
      return answer
    }
    var answer = FiringExplanation(
      job: id, instant: instant, verdict: .pending, sentence: "", previous: facts.previous, next: facts.next)
    if let run = runs.first(of: id, at: instant) {
      tell(run, now, &answer)
    } else if let firing = job.waiting.first(where: { $0.instant == instant }) {
      answer.verdict = .waiting
      answer.sentence =
        firing.isSerial
        ? "it waits for the earlier instants of this job that are being caught up with"
        : "it waits in the queue of the job's overlap policy: \(job.running) runs are going on"
    } else if let row = Self.row(of: instant, in: rows, facts) {
      tell(row, &answer)
    } else if let hold = job.hold, instant > job.cursor {
      answer.sentence = "the job is held: \(hold)"
    } else if !facts.isInstant {
      answer.verdict = .notScheduled
      answer.sentence = notScheduled(job, answer)
    } else if instant > now.wall {
      answer.verdict = .upcoming
      answer.sentence = upcoming(job, instant, facts.due, now)
    } else if instant > job.cursor {
      answer.sentence = pending(job, instant, facts.due, now)
    } else {
      tellOfThePast(slot, rows, now, &answer)
    }
    return answer
  }

  /// The row of an instant: of several the scheduled one, and of several attempts the last.
  private static func row(of instant: Instant, in rows: [History.Row], _ facts: TriggerFacts?) -> History.Row? {
    let own = rows.filter { row in
      guard row.firstInstant <= instant, instant <= row.instant else { return false }
      guard row.count > 1, instant != row.firstInstant, instant != row.instant, let facts else { return true }
      // Within a range only the trigger's own instants are meant.
      return facts.isInstant
    }
    return own.first { $0.cause == .scheduled && !$0.willRetry } ?? own.first { !$0.willRetry } ?? own.first
  }

  private func tell(_ row: History.Row, _ answer: inout FiringExplanation) {
    let record = ledger.record(of: row)
    answer.outcome = record.outcome
    answer.run = record.runID
    answer.instance = record.instance
    var text = "\(record.outcome)"
    switch record.outcome {
    case .skipped(let reason):
      answer.verdict = .skipped
      text += ": \(Self.words(reason))"
    case .missed(let reason):
      answer.verdict = .missed
      text += ": \(Self.words(reason))"
    default:
      answer.verdict = .ran
      if let started = record.started {
        text += ": started \(started), ended \(record.ended)"
      } else {
        text += " at \(record.ended), before its body began"
      }
      if record.attempt > 1 { text += ", attempt \(record.attempt)" }
      text += ", on \(record.instance)"
    }
    if record.count > 1 {
      text += "; one of \(record.count) instants from \(record.firstInstant) to \(record.instant) that share this fate"
    }
    if record.isDryRun {
      text += "; it was a dry run"
    } else if record.cause != .scheduled {
      text += "; its cause was \(record.cause.rawValue)"
    }
    if let message = record.message { text += ". \(message)" }
    answer.sentence = text
  }

  private func tell(_ run: Run, _ now: Now, _ answer: inout FiringExplanation) {
    answer.run = run.id
    answer.instance = settings.instance
    if run.isRetryHeld {
      answer.verdict = .waiting
      answer.sentence = "attempt \(run.attempt - 1) failed; a pause holds attempt \(run.attempt) until it is lifted"
    } else if let wait = run.retriesIn(now.monotonic) {
      answer.verdict = .waiting
      answer.sentence =
        "attempt \(run.attempt - 1) failed; attempt \(run.attempt) begins in \(wait)"
    } else if let started = run.started {
      answer.verdict = .running
      answer.sentence = "it is running since \(started), attempt \(run.attempt), on \(settings.instance)"
      if run.stop != nil { answer.sentence += "; it was asked to stop (\(run.stop?.outcome.description ?? ""))" }
    } else {
      answer.verdict = .waiting
      answer.sentence = "it waits for a thread of the executor '\(run.definition.options.executor)'"
    }
  }

  private func notScheduled(_ job: JobState, _ answer: FiringExplanation) -> String {
    let trigger = job.definition.trigger
    if job.definition.event != nil {
      return "the job waits for something to happen (\(trigger.description)) and no run of it has this instant"
    }
    let before = answer.previous.map { "the one before is \($0)" } ?? "there is none before"
    let after = answer.next.map { "the one after is \($0)" } ?? "there is none after"
    return "\(answer.instant) is not an instant of \(trigger.expression): \(before), \(after)"
  }

  private func upcoming(_ job: JobState, _ instant: Instant, _ due: Instant, _ now: Now) -> String {
    let id = job.definition.id
    var text = "it is still to come"
    if due > instant { text += ", at \(due) with its jitter" }
    if let note = (pauses.everything ?? pauses.jobs[id]).map({ PauseNote(stored: $0).note }) {
      text += "; it will be skipped unless \(pauses.everything == nil ? "the job" : "everything") is resumed"
      if !note.isEmpty { text += " (paused: \(note))" }
    } else if let until = job.breaker?.openUntil {
      let opens = now.wall.advanced(byNanoseconds: (until - now.monotonic).nanoseconds)
      if instant < opens { text += "; it will be skipped: the breaker is open until \(opens)" }
    }
    return text
  }

  private func pending(_ job: JobState, _ instant: Instant, _ due: Instant, _ now: Now) -> String {
    if due > now.wall { return "its jitter has it start at \(due)" }
    switch phase {
    case .idle: return "it is due and not decided: run() has not been called"
    case .draining, .stopped: return "it is due and not decided here: the scheduler is shutting down"
    case .running: break
    }
    guard !claims.isLocal, let slot = jobs.slot(job.definition.id) else { return "it is due and about to be decided" }
    if let until = claims.fleet.ahead[job.definition.id], until > now.wall {
      return "it is not decided: the job's cursor lies in the future, at \(until), because a clock was wrong"
    }
    if let error = claims.reach.error {
      let length = claims.reach.outageLength(now.monotonic)
      let since = length.map { " since \(now.wall.advanced(byNanoseconds: -$0.nanoseconds))" } ?? ""
      return "it is due and not decided: the claims cannot be reached\(since): \(error.message)"
    }
    switch claims.jobs[slot].phase {
    case .unregistered, .registering:
      return "it is due and not decided: the fleet has not answered where the job stands"
    case .asking: return "it is due: the fleet is being asked who runs it"
    case .armed, .apart: return "it is due and not decided: it waits for the job's lock, or is about to be asked for"
    }
  }

  /// An instant that is decided and has no row here.
  private func tellOfThePast(_ slot: Int, _ rows: [History.Row], _ now: Now, _ answer: inout FiringExplanation) {
    let begins = overdue[slot].begins ?? .min
    if !claims.isLocal {
      answer.verdict = .elsewhere
      answer.sentence =
        answer.instant <= begins
        ? "this replica knows the job since \(begins); what was before is in the fleet's history"
        : "another replica decided it, or its row was removed here to make room; see the fleet's history"
    } else if answer.instant <= begins {
      answer.verdict = .beforeRegistration
      answer.sentence = "the job is here with this trigger since \(begins): earlier instants are ignored"
    } else {
      answer.verdict = .forgotten
      let oldest = rows.last.map { "; the oldest row is of \($0.firstInstant)" } ?? ""
      let age = settings.historyAge.map { ", and none that is older than \($0)" } ?? ""
      answer.sentence =
        "it was decided, and its row has made room for newer ones: \(ledger.history.perJob) rows are kept of a job and "
        + "\(ledger.history.total) in all\(age)\(oldest)"
    }
  }

  private static func words(_ reason: RunOutcome.SkipReason) -> String {
    switch reason {
    case .overlap: "as many runs as allowed were still going on"
    case .paused: "the job, or everything, was paused"
    case .circuitOpen: "the circuit breaker was open after failures in a row"
    case .draining: "the scheduler was shutting down"
    }
  }

  private static func words(_ reason: RunOutcome.MissReason) -> String {
    switch reason {
    case .grace: "it could only have started later than the misfire grace allows"
    case .coalesced: "a newer instant was due as well and stands for it"
    case .schedulerDown: "no scheduler was running"
    case .noHandler: "no replica had the handler"
    case .claimsUnreachable: "the claims could not be reached within the grace"
    case .rescheduled: "the job's trigger was changed while it waited"
    }
  }
}
