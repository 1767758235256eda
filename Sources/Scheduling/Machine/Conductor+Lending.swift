extension Conductor {
  /// Lends short runs to a carrier that has just taken one. Not while somebody waits for the runs to end, or the scheduler
  /// drains: what has not begun must be known then.
  mutating func lend(to carrier: Carrier, of pool: Int, atMost limit: Int) -> [RunTicket] {
    guard limit > 0, phase == .running, settlers.isEmpty else { return [] }
    return runs.lend(of: pool, to: carrier, atMost: limit, pauses: pauses)
  }

  /// Records what a carrier did with the runs that it was lent.
  mutating func record(_ report: LentRuns.Report, of carrier: Carrier, _ context: inout Context) {
    let now = context.now
    for run in report.ended {
      if let began = run.began { recordBegin(of: run.number, carrier, at: began, &context) }
      context.move(to: run.at)
      _ = finish(run.number, run.result, run.evidence, &context)
    }
    if let run = report.begun { recordBegin(of: run.number, carrier, at: run.at, &context) }
    context.move(to: now)
    runs.takeBack(report.returned, of: carrier)
  }

  private mutating func recordBegin(of number: Int, _ carrier: Carrier, at began: Now, _ context: inout Context) {
    guard let (ticket, due) = runs.beginLent(number, by: carrier, began) else { return }
    context.move(to: began)
    reportBegin(of: ticket, due: due, &context)
  }

  /// Counts how late a run has begun, and reports it where somebody listens.
  mutating func reportBegin(of ticket: RunTicket, due: Instant, _ context: inout Context) {
    let late = context.now.wall.nanoseconds(since: due)
    let (firing, id, attempt) = (ticket.context.firing, ticket.context.id, ticket.context.attempt)
    if firing.cause == .scheduled, attempt == 1 { ledger.began(late: late) }
    if wantsRoutineEvents {
      context.report(.runStarted(firing, run: id, attempt: attempt, lateness: .nanoseconds(late)))
    }
  }
}
