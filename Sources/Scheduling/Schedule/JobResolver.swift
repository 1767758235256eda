import CivilTime
import Cron

/// Works out one job of a schedule file: what it says itself over what the defaults say.
struct JobResolver {
  private let id: JobID
  private let limits: TriggerLimits
  private let now: Instant
  private let file: ScheduleFile
  private let written: ScheduleJob
  private let job: ScheduleJob
  private var path: [String] { ["jobs", id.rawValue] }

  init(_ id: JobID, in file: ScheduleFile, limits: TriggerLimits, now: Instant) {
    (self.id, self.limits, self.now) = (id, limits, now)
    self.file = file
    written = file.jobs[id] ?? ScheduleJob()
    job = written.merged(over: file.defaults)
  }

  func resolve() throws(ScheduleFileError) -> ResolvedJob {
    guard let when = job.trigger else {
      throw ScheduleFileError(
        key: path, "has no trigger; give it one of \(ScheduleTrigger.keys.joined(separator: ", "))")
    }
    var faults: [ScheduleFileError] = []
    func collect<Value>(_ body: () throws -> Value) -> Value? {
      do {
        return try body()
      } catch let error as ScheduleFileError {
        faults += error.faults
      } catch let error as SchedulerError where error.code == .invalidOption {
        faults.append(ScheduleFileError(key: path, error.message))
      } catch {
        faults.append(fault(when.key, written.trigger, Self.oneLine(error)))
      }
      return nil
    }
    if let fault = id.fault { faults.append(ScheduleFileError(key: path, fault)) }
    collect { try refuseWithoutEffect(beside: when) }
    collect { try refuseIncomplete() }
    let made = collect {
      let made = try trigger(when)
      // As adding the job checks it: whether it has an instant at all, and whether that is found within the budget.
      try limits.check(made, for: id, at: now)
      return made
    }
    collect { try job.options.validate(id) }
    var options = job.options
    // A default jitter is meant for jobs with instants.
    if made is any EventTrigger, written.jitter == nil { options.jitter = .zero }
    collect { try made?.check(options, of: id) }
    if let error = ScheduleFileError(faults) { throw error }
    guard let made else { throw ScheduleFileError(key: path, "has no trigger") }
    return ResolvedJob(
      id: id, trigger: made, options: options, pipeline: job.pipeline, handler: job.handler)
  }

  /// An error at a key: in the job where it says it itself, else in the defaults.
  private func fault(_ key: String, _ own: (some Any)?, _ message: String) -> ScheduleFileError {
    ScheduleFileError(key: (own == nil ? ["defaults"] : path) + [key], message)
  }

  private func trigger(_ when: ScheduleTrigger) throws -> any Trigger {
    switch when {
    case .cron(let text):
      return try bounded(
        CronTrigger(
          text, timeZone: try zone(), dialect: job.dialect ?? .standard, gap: job.gap ?? .shift,
          overlap: job.overlapTime ?? .first))
    case .every(let interval): return try bounded(IntervalTrigger(interval, anchor: job.anchor ?? .epoch))
    case .calendar(let calendar):
      return try bounded(
        CalendarIntervalTrigger(
          every: calendar.interval, from: calendar.from, at: calendar.at, timeZone: try zone(),
          dayOverflow: calendar.dayOverflow))
    case .at(let instant): return DateTrigger(instant)
    case .rrule(let rule):
      guard let start = job.start else {
        throw fault("rrule", written.trigger, "needs 'start' beside it: the time at which the rule begins")
      }
      return try bounded(RecurrenceTrigger(rule, starting: start, timeZone: try zone()))
    case .after(let other, let ending, let delay):
      if file.jobs[other] == nil {
        let meant = nearestWord(to: other.rawValue, among: file.jobs.keys.map(\.rawValue))
        let hint = meant.map { "; did you mean '\($0)'?" } ?? ""
        throw fault("after", written.trigger, "there is no job '\(other)' in this file\(hint)")
      }
      return try CompletionTrigger(job: other, on: ending, delay: delay)
    case .startup: return StartupTrigger()
    }
  }

  private func zone() throws(ScheduleFileError) -> TriggerTimeZone {
    guard let name = job.timeZone else { return TriggerTimeZone(file.timeZone ?? "UTC") }
    try ScheduleFile.checkZone(name, at: (written.timeZone == nil ? ["defaults"] : path) + ["timezone"])
    return TriggerTimeZone(name)
  }

  private func bounded(_ trigger: some Trigger) throws -> any Trigger {
    var bounded: any Trigger = trigger
    if let exclude = job.exclude { bounded = try bounded.excluding(exclude, timeZone: try zone()) }
    if let start = job.start { bounded = bounded.starting(at: start) }
    if let end = job.end { bounded = bounded.ending(at: end) }
    guard let limit = job.limit else { return bounded }
    guard job.start != nil else {
      throw fault("limit", written.limit, "needs 'start' beside it: what the limit is counted from")
    }
    do {
      return try bounded.limited(to: limit)
    } catch {
      throw fault("limit", written.limit, error.message)
    }
  }

  /// A default may be there for other jobs; what a job itself says must have an effect on it.
  private func refuseWithoutEffect(beside trigger: ScheduleTrigger) throws(ScheduleFileError) {
    let keys = [
      ("dialect", written.dialect != nil), ("timezone", written.timeZone != nil), ("gap", written.gap != nil),
      ("overlap-time", written.overlapTime != nil), ("anchor", written.anchor != nil), ("start", written.start != nil),
      ("end", written.end != nil), ("limit", written.limit != nil), ("exclude", written.exclude != nil),
    ]
    for (key, isWritten) in keys where isWritten && !trigger.companions.contains(key) {
      if key == "timezone", job.exclude != nil, trigger.companions.contains("exclude") { continue }
      throw ScheduleFileError(key: path + [key], "has no effect beside '\(trigger.key)': remove it")
    }
    if case .delays = job.retry?.backoff, written.retry?.initial != nil {
      throw ScheduleFileError(
        key: path + ["retry", "initial"], "has no effect beside a list of delays: put it in front of the list")
    }
  }

  /// Mappings of which no single key is required where they are written, since the defaults may have the rest.
  private func refuseIncomplete() throws(ScheduleFileError) {
    if let retry = job.retry, retry.attempts == nil {
      throw fault("retry", written.retry, "'attempts' is missing: how often is a firing tried in all?")
    }
    if let breaker = job.breaker, breaker.policy == nil {
      let missing = breaker.failures == nil ? "failures" : "cool-down"
      throw fault("breaker", written.breaker, "'\(missing)' is missing; write { failures: 5, cool-down: 10m }")
    }
    if let stages = job.pipeline {
      if stages.isEmpty { throw fault("pipeline", written.pipeline, "has no stage: name them in order") }
      if let twice = stages.first(where: { stage in stages.count { $0 == stage } > 1 }) {
        throw fault("pipeline", written.pipeline, "has the stage '\(twice)' twice: stages are told apart by name")
      }
    }
  }

  /// What a refusal says, without the line breaks of an error that draws.
  static func oneLine(_ error: any Error) -> String {
    switch error {
    case let error as CronError: "\(error.message), in '\(error.text)' at character \(error.range.lowerBound + 1)"
    case let error as RecurrenceError: "\(error.message), in '\(error.text)' at character \(error.range.lowerBound + 1)"
    case let error as SchedulerError: error.message
    default: "\(error)"
    }
  }
}
