public import CivilTime
import Cron

extension ScheduleFile {
  /// What is likely not meant, job by job in the order of the file.
  ///
  /// Rules: those of `CronLint` (impossible dates, moved clocks, steps beside a weekday and more), `timeout-over-period`,
  /// `lease-under-run`, `retry-over-period`, `herd`, `no-owner` and `no-idempotency`; and `refused`, an error, for
  /// everything that a scheduler would refuse the file for.
  /// - Parameters:
  ///   - now: from when on it counts.
  ///   - usualRun: how long a job's runs take, from its history, where that is known.
  public func findings(now: Instant, usualRun: (JobID) -> Duration? = { _ in nil }) -> [ScheduleFinding] {
    let (jobs, faults) = checked(now: now)
    var findings = faults.map { fault in
      ScheduleFinding(
        job: fault.key.first == "jobs" && fault.key.count > 1 ? JobID(fault.key[1]) : nil, rule: "refused",
        severity: .error,
        message: fault.key.count > 2
          ? "\(fault.key.dropFirst(2).joined(separator: ".")): \(fault.message)" : fault.message, line: fault.line)
    }
    var minutes: [Int: [JobID]] = [:]
    for job in jobs {
      guard let trigger = try? job.trigger.prepared(for: job.id) else { continue }
      let lint = JobLint(file: self, job: job, trigger: trigger, now: now)
      findings += lint.findings(usualRun: usualRun(job.id)).map { finding in
        var located = finding
        located.line = source.lines[["jobs", job.id.rawValue]]
        return located
      }
      if let minute = lint.minuteOfHour { minutes[minute, default: []].append(job.id) }
    }
    return Self.counted(findings) + Self.herds(minutes)
  }

  /// Notes that most jobs of a file can have: for several jobs they become one finding with a count, so that they do not
  /// hide the others.
  private static func counted(_ findings: [ScheduleFinding]) -> [ScheduleFinding] {
    var findings = findings
    for rule in ["no-owner", "no-idempotency"] {
      let same = findings.filter { $0.rule == rule }
      guard same.count > 1, let first = same.first else { continue }
      findings.removeAll { $0.rule == rule }
      let names = same.prefix(3).compactMap(\.job?.rawValue).joined(separator: ", ")
      findings.append(
        ScheduleFinding(
          job: nil, rule: rule, severity: first.severity,
          message: "\(same.count) jobs: \(first.message): \(names)" + (same.count > 3 ? ", …" : ""),
          suggestion: first.suggestion))
    }
    return findings
  }

  /// So many jobs or more that are due in the same minute of an hour are a herd.
  private static let herd = 5

  private static func herds(_ minutes: [Int: [JobID]]) -> [ScheduleFinding] {
    minutes.sorted { $0.key < $1.key }.filter { $0.value.count >= herd }.map { minute, ids in
      let names = ids.map(\.rawValue).joined(separator: ", ")
      return ScheduleFinding(
        job: nil, rule: "herd", severity: .note,
        message: "\(ids.count) jobs are due in minute \(minute) of the hour: \(names)",
        suggestion: "write H for the minute, so that each gets its own by its id")
    }
  }
}

extension Array {
  /// The element of an array that has one.
  fileprivate var only: Element? { count == 1 ? first : nil }
}

/// What looks wrong with one job.
private struct JobLint {
  let file: ScheduleFile
  let job: ResolvedJob
  let trigger: any Trigger
  let now: Instant

  func findings(usualRun: Duration?) -> [ScheduleFinding] {
    var findings: [ScheduleFinding] = []
    for cron in Self.crons(in: trigger) {
      // On the hour alone is no herd: the file's own are counted.
      findings += CronLint.findings(cron.schedule, now: now).filter { $0.rule != .herd }.map {
        ScheduleFinding(
          job: job.id, rule: $0.rule.rawValue, severity: $0.severity, message: $0.message, suggestion: $0.suggestion)
      }
    }
    return findings + timeout() + retry() + lease(usualRun) + notes()
  }

  /// The cron expressions within exclusions, bounds and combinations too.
  private static func crons(in trigger: any Trigger) -> [CronTrigger] {
    if let cron = trigger as? CronTrigger { return [cron] }
    return (trigger as? any CompositeTrigger)?.parts.flatMap(crons) ?? []
  }

  /// The minute at which it is due, where that is one and it is not due more often than every hour.
  var minuteOfHour: Int? {
    guard let cron = Self.crons(in: trigger).only, let next = cron.next(after: now),
      let second = cron.next(after: next),
      second - next >= .seconds(3_600)
    else { return nil }
    return cron.schedule.zone.localTime(at: next).minute
  }

  private var period: Duration? {
    let instants = trigger.next(20, after: now)
    return zip(instants, instants.dropFirst()).map { $1 - $0 }.min()
  }

  private func finding(
    _ rule: String, _ severity: CronFinding.Severity, _ message: String, _ suggestion: String
  ) -> ScheduleFinding {
    ScheduleFinding(job: job.id, rule: rule, severity: severity, message: message, suggestion: suggestion)
  }

  private func text(_ duration: Duration) -> String { durationText(duration.nanoseconds) }

  private func timeout() -> [ScheduleFinding] {
    guard let timeout = job.options.timeout, let period, timeout > period else { return [] }
    return [
      finding(
        "timeout-over-period", .warning,
        "its timeout of \(text(timeout)) is longer than the shortest time between two runs, \(text(period))",
        "shorten the timeout, or expect runs to be skipped or queued by its overlap policy")
    ]
  }

  /// A retry keeps the run's slot: waits that are longer than the period cost the next firings.
  private func retry() -> [ScheduleFinding] {
    guard let retry = job.options.retry, retry.attempts > 1, let period, job.options.overlap == .skip else { return [] }
    var waits = Duration.zero
    for attempt in 1..<min(retry.attempts, 50) {
      var longest = retry
      longest.jitter = 0
      waits += longest.delay(after: attempt, elapsed: .zero, seed: 0) ?? .zero
    }
    if let most = retry.maxElapsed { waits = min(waits, most) }
    guard waits > period else { return [] }
    return [
      finding(
        "retry-over-period", .note,
        "a firing that fails keeps its slot for \(text(waits)) of waiting between its attempts, and the next one is due "
          + "after \(text(period))",
        "that one is skipped: retry less often, or write retry: { attempts: 1 } and let the next firing be the retry")
    ]
  }

  private func lease(_ usualRun: Duration?) -> [ScheduleFinding] {
    guard let usualRun, let lease = job.options.lease, lease < usualRun else { return [] }
    return [
      finding(
        "lease-under-run", .note,
        "its lease of \(text(lease)) is shorter than its usual run, \(text(.seconds(usualRun.components.seconds)))",
        "leases are renewed while a run goes on, so that is no fault; a body that blocks its process for longer than the "
          + "lease loses it")
    ]
  }

  private func notes() -> [ScheduleFinding] {
    var findings: [ScheduleFinding] = []
    let written = file.jobs[job.id]
    if written?.owner?.responsible == nil, file.defaults.owner?.responsible == nil {
      findings.append(
        finding(
          "no-owner", .note, "no one is paged when it fails", "name who is: owner: { responsible: … }"))
    }
    if written?.idempotency == nil, file.defaults.idempotency == nil {
      findings.append(
        finding(
          "no-idempotency", .note, "no note on why running twice does no harm", "write it down as idempotency: …"))
    }
    return findings
  }
}
