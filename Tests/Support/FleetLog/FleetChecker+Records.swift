/// I3, I7, I10, I11: what is recorded, and whether it is true.
extension FleetChecker {
  mutating func checkExpected() {
    var decided: [String: Set<Int64>] = [:]
    for start in history.scheduledStarts { decided[start.job, default: []].insert(start.instant) }
    for outcome in history.outcomes + history.rows where outcome.isScheduled {
      guard let job = history.jobs[outcome.job] else { continue }
      // A range ends at instants of its own; one that is not believable is left out.
      guard outcome.from <= outcome.to, (outcome.to - outcome.from) / job.period < 100_000 else { continue }
      decided[outcome.job, default: []].formUnion(
        stride(from: outcome.from, through: outcome.to, by: Int64.Stride(job.period)))
    }
    for job in history.jobs.values.sorted(by: { $0.name < $1.name }) {
      for instant in history.expected(job) where decided[job.name]?.contains(instant) != true {
        undecided += 1
        let isExcused =
          excuses.undecided(job: job.name, instant: instant) || excuses.withoutDefinition(job, instant: instant)
        if isExcused { excusedUndecided += 1 }
        report(.nothingSilent, isExcused: isExcused, "\(job.name)@\(instant) has neither a start nor a record")
      }
    }
  }

  /// Only of what began well after the last loss of data: rows are lost with it.
  mutating func checkRows() {
    guard !history.rows.isEmpty else { return }
    let since = (history.losses.map(\.to).max() ?? history.begin?.at ?? .min)
    var words: [LoggedFiring: Set<String>] = [:]
    for row in history.rows { words[row.firing, default: []].insert(row.word) }
    var steps: [LoggedFiring: [FleetLine.BodyStep]] = [:]
    for step in history.steps { steps[step.firing, default: []].append(step) }
    for start in history.starts {
      guard start.at > since.addingReportingOverflow(3_000 * (history.jobs[start.job]?.lease ?? 0)).partialValue
      else { continue }
      let (recorded, own) = (words[start.firing] ?? [], steps[start.firing] ?? [])
      if excuses.withoutRow(start, ended: own.last?.at ?? start.at) { continue }
      let name = "\(start.job)@\(start.instant) (\(start.origin.cause))"
      if recorded.isEmpty {
        report(.historyIsTrue, "\(name) started by \(start.pid) and has no row of history")
      } else if recorded == ["succeeded"], !own.contains(where: { $0.kind == .end }) {
        report(.historyIsTrue, "\(name) is recorded as succeeded and did not end")
      } else if recorded.allSatisfy({ $0.hasPrefix("missed") || $0.hasPrefix("skipped") }) {
        report(.historyIsTrue, "\(name) started and is recorded as \(recorded.sorted())")
      }
    }
  }

  /// I10: of a run that began and ended while nothing happened to it there is one outcome, and not that it crashed. A
  /// row that says that it came late is none: the run had been declared crashed before.
  mutating func checkOutcomes() {
    var starts: [String: FleetLine.BodyStep] = [:]
    for start in history.starts where start.origin.run != FleetLine.Origin.none { starts[start.origin.run] = start }
    let ended = Set(history.steps.filter { $0.kind == .end }.map(\.origin.run))
    let crashes = history.outcomes.filter { $0.word == "crashed" }
    let named = (history.rows + crashes).filter { $0.run != FleetLine.Origin.none }
    for (run, rows) in Dictionary(grouping: named, by: \.run).sorted(by: { $0.key < $1.key }) {
      guard let start = starts[run] else { continue }
      var words = Set(rows.map(\.word))
      if ended.contains(run) { words.insert("succeeded") }
      guard words.count > 1 else { continue }
      // Whatever happened to it before the last outcome was known, which was soon.
      let lease = (history.jobs[start.job]?.lease ?? 0) * 1_000
      let last = rows.filter { $0.at > 0 }.map(\.at).max() ?? start.at + 4 * lease
      if disappearance.happened(to: start, before: last) { continue }
      runsWithTwoOutcomes += 1
      let isExcused = excuses.runsCameBack(start)
      if isExcused { excusedRunsWithTwoOutcomes += 1 }
      report(
        .oneOutcome, isExcused: isExcused,
        "run \(run) of \(start.job)@\(start.instant), by \(start.pid), has \(words.sorted())")
    }
  }

  /// I11: a run by hand has the arguments that were asked for; see I9 for runs again.
  mutating func checkOrders() {
    struct Place: Hashable { var job: String, cause: String }
    var asked: [Place: Set<String>] = [:]
    for order in history.orders {
      asked[Place(job: order.job, cause: order.origin.cause), default: []].insert(order.origin.arguments)
    }
    for start in history.starts where !start.isScheduled {
      guard let known = asked[Place(job: start.job, cause: start.origin.cause)],
        !known.contains(start.origin.arguments)
      else { continue }
      changedOrders += 1
      report(
        .sameOrder,
        "\(start.job)@\(start.instant) (\(start.origin.cause)) has arguments \(start.origin.arguments), which nobody "
          + "asked for")
    }
  }
}
