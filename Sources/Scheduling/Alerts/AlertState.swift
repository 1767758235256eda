import CivilTime

/// Which alerts are open: a pure value that receives events and returns what is to be reported. One alert is open for
/// a job and a reason at a time; what repeats is counted.
struct AlertState {
  private struct Key: Hashable {
    var job: JobID?
    var reason: Scheduler.Alert.Reason
  }

  private struct Open {
    var severity: Scheduler.Alert.Severity
    var since: Instant
    var count: Int
    /// The run that is stuck.
    var run: RunID?
  }

  private let instance: String
  private var open: [Key: Open] = [:]
  /// Failures in a row of the jobs whose alerts need several.
  private var failures: [JobID: Int] = [:]

  init(instance: String) { self.instance = instance }

  /// Whether a success would be news: something is open, or failures are being counted.
  var awaitsSuccess: Bool { !failures.isEmpty || open.keys.contains { $0.job != nil } }

  /// Takes an event in. `job` answers with the policies of a job that it is about.
  mutating func receive(
    _ event: SchedulerEvent, at now: Instant, job: (JobID) -> JobOptions?
  ) -> [Scheduler.Alert] {
    switch event {
    case .ended(let record) where record.isDryRun: return []
    case .ended(let record): return ended(record, now, job)
    case .recoveredElsewhere(let record): return succeeded(record, job)
    case .overdue(let id, let since, let lastSuccess):
      let last = lastSuccess.map { "its last success ended at \($0)" } ?? "no run has succeeded since the start"
      return raise(
        .overdue, .critical, id, job(id), nil, since: since, "\(id) is overdue since \(since): \(last)")
    case .overdueEnded(let id): return recover(.overdue, id, job(id), nil, "\(id) is no longer overdue")
    case .circuitOpened(let id, let failures, let coolDown):
      return raise(
        .circuitOpen, .critical, id, job(id), nil, since: now,
        "\(id) failed \(failures) times in a row: its breaker is open, and its firings are skipped for \(coolDown)")
    case .circuitClosed(let id):
      return recover(.circuitOpen, id, job(id), nil, "\(id) runs again: its breaker has closed")
    case .deadLettered(let letter):
      return raise(
        .deadLetter, .warning, letter.job, job(letter.job), letter.id, since: now,
        "\(letter.job) has a dead letter: its firing of \(letter.instant) was given up after \(letter.attempts) attempts"
      )
    case .runStuck(let firing, let run, let since):
      return raise(
        .stuck, .warning, firing.job, job(firing.job), run, since: now,
        "\(firing.job) is stuck: its run of \(firing.instant) was asked to stop \(since) ago and goes on, "
          + "with its slot and its lock")
    case .claimsOutage(let since, let error):
      return raise(
        .claimsUnreachable, .critical, nil, nil, nil, since: since,
        "\(instance) cannot reach its claims since \(since) and starts nothing: \(error)")
    case .claimsConnected:
      return recover(.claimsUnreachable, nil, nil, nil, "\(instance) reaches its claims again")
    case .jobRemoved(let id):
      open = open.filter { $0.key.job != id }
      failures[id] = nil
      return []
    default: return []
    }
  }

  private mutating func ended(_ record: RunRecord, _ now: Instant, _ job: (JobID) -> JobOptions?) -> [Scheduler.Alert] {
    let id = record.job
    var alerts: [Scheduler.Alert] = []
    if let run = record.runID, open[Key(job: id, reason: .stuck)]?.run == run {
      alerts += recover(.stuck, id, job(id), run, "\(id) is no longer stuck: its run has ended")
    }
    if record.outcome == .succeeded { return alerts + succeeded(record, job) }
    if record.outcome == .missed(.claimsUnreachable) {
      let count =
        record.count == 1 ? "its firing of \(record.instant)" : "\(record.count) firings up to \(record.instant)"
      return alerts
        + raise(
          .claimsUnreachable, .warning, id, job(id), record.runID, since: now, times: record.count,
          "\(id) missed \(count): the claims did not answer in time")
    }
    guard record.outcome.isFailure else { return alerts }
    let options = job(id)
    let rules = options?.alerts ?? AlertRules()
    guard rules.onFailure else { return alerts }
    let inRow = (failures[id] ?? 0) + 1
    failures[id] = inRow
    guard inRow >= rules.afterFailures else { return alerts }
    let how = record.message.map { ": \($0)" } ?? ""
    let row = inRow > 1 ? ", \(inRow) times in a row" : ""
    return alerts
      + raise(
        .failed, .critical, id, options, record.runID, since: now,
        "\(id) \(Self.words(record.outcome))\(row)\(how) "
          + "(firing of \(record.instant), attempt \(record.attempt), on \(record.instance))")
  }

  private mutating func succeeded(_ record: RunRecord, _ job: (JobID) -> JobOptions?) -> [Scheduler.Alert] {
    let id = record.job
    failures[id] = nil
    var alerts: [Scheduler.Alert] = []
    for reason in [Scheduler.Alert.Reason.failed, .deadLetter, .claimsUnreachable]
    where open[Key(job: id, reason: reason)] != nil {
      alerts += recover(
        reason, id, job(id), record.runID,
        "\(id) has recovered: its run of \(record.instant) on \(record.instance) succeeded")
    }
    return alerts
  }

  private mutating func raise(
    _ reason: Scheduler.Alert.Reason, _ severity: Scheduler.Alert.Severity, _ job: JobID?, _ options: JobOptions?,
    _ run: RunID?,
    since: Instant, times: Int = 1, _ text: String
  ) -> [Scheduler.Alert] {
    let key = Key(job: job, reason: reason)
    if open[key] != nil {
      open[key]?.count += times
      open[key]?.run = run
      return []
    }
    open[key] = Open(severity: severity, since: since, count: times, run: run)
    return [
      Scheduler.Alert(
        kind: .raised, severity: severity, reason: reason, job: job, owner: options?.owner,
        recipients: Scheduler.Alert.recipients(options?.owner, severity, .raised), run: run, since: since, count: times,
        instance: instance, text: text)
    ]
  }

  private mutating func recover(
    _ reason: Scheduler.Alert.Reason, _ job: JobID?, _ options: JobOptions?, _ run: RunID?, _ text: String
  ) -> [Scheduler.Alert] {
    guard let ended = open.removeValue(forKey: Key(job: job, reason: reason)) else { return [] }
    let times = ended.count > 1 ? " (\(ended.count) times since \(ended.since))" : " (since \(ended.since))"
    return [
      Scheduler.Alert(
        kind: .recovered, severity: ended.severity, reason: reason, job: job, owner: options?.owner,
        recipients: Scheduler.Alert.recipients(options?.owner, ended.severity, .recovered), run: run,
        since: ended.since,
        count: ended.count, instance: instance, text: text + times)
    ]
  }

  private static func words(_ outcome: RunOutcome) -> String {
    switch outcome {
    case .timedOut: "timed out"
    case .crashed: "crashed"
    case .cancelled(.leaseLost): "lost its lease and was cancelled"
    default: "failed"
    }
  }
}
