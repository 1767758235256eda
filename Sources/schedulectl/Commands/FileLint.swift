import CivilTime
import Cron
import Scheduling

/// What is likely not meant in a schedule file.
struct FileLint {
  let file: ScheduleFile
  let name: String
  let now: Instant

  /// So many jobs or more that are due in the same minute of an hour are a herd.
  private static let herd = 5

  func findings() throws -> [Finding] {
    let jobs = try file.resolved()
    var findings: [Finding] = []
    for job in jobs {
      let trigger = try job.trigger.prepared(for: job.id)
      if let cron = trigger as? CronTrigger {
        // On the hour alone is no herd: the file's own are counted below.
        findings += CronLint.findings(cron.schedule, now: now).filter { $0.rule != .herd }
          .map { Finding(subject: name, job: job.id.rawValue, $0) }
      }
      findings += timeout(job, trigger) + notes(job.id)
    }
    return findings + herds(jobs)
  }

  private func timeout(_ job: ResolvedJob, _ trigger: any Trigger) -> [Finding] {
    guard let timeout = job.options.timeout else { return [] }
    let instants = trigger.next(20, after: now)
    let distances = zip(instants, instants.dropFirst()).map { $1 - $0 }
    guard let shortest = distances.min(), timeout > shortest else { return [] }
    return [
      Finding(
        subject: name, job: job.id.rawValue, rule: "timeout-over-period", severity: .warning,
        message:
          "its timeout of \(durationText(timeout.nanoseconds)) is longer than the shortest time between two runs, "
          + durationText(shortest.nanoseconds),
        suggestion: "shorten the timeout, or expect runs to be skipped or queued by its overlap policy")
    ]
  }

  private func notes(_ id: JobID) -> [Finding] {
    var findings: [Finding] = []
    func note(_ rule: String, _ message: String, _ suggestion: String) {
      findings.append(
        Finding(
          subject: name, job: id.rawValue, rule: rule, severity: .note, message: message, suggestion: suggestion))
    }
    let job = file.jobs[id]
    if job?.owner == nil, file.defaults.owner == nil {
      note("no-owner", "nobody owns the job", "name who is paged: owner: { responsible: … }")
    }
    if job?.idempotency == nil, file.defaults.idempotency == nil {
      note("no-idempotency", "it is not said why running twice does no harm", "write it down as idempotency: …")
    }
    return findings
  }

  private func herds(_ jobs: [ResolvedJob]) -> [Finding] {
    var minutes: [Int: [String]] = [:]
    for job in jobs {
      guard let trigger = try? job.trigger.prepared(for: job.id) as? CronTrigger,
        let next = trigger.next(after: now), let second = trigger.next(after: next), second - next >= .seconds(3_600)
      else { continue }
      minutes[trigger.schedule.zone.localTime(at: next).minute, default: []].append(job.id.rawValue)
    }
    return minutes.sorted { $0.key < $1.key }.filter { $0.value.count >= Self.herd }.map { minute, ids in
      Finding(
        subject: name, job: nil, rule: "herd", severity: .note,
        message: "\(ids.count) jobs are due in minute \(minute) of the hour: \(ids.joined(separator: ", "))",
        suggestion: "write H for the minute, so that each gets its own by its id")
    }
  }
}
