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

  /// A misspelt id is compared with so many others: the file of a hostile author has thousands of misspelt ones.
  private static let mostCompared = 200

  init(_ id: JobID, in file: ScheduleFile, limits: TriggerLimits, now: Instant) {
    (self.id, self.limits, self.now) = (id, limits, now)
    self.file = file
    written = file.jobs[id] ?? ScheduleJob()
    job = written.merged(over: file.defaults)
  }

  /// - Parameter budget: what the searches of all jobs of the file may spend.
  func resolve(within budget: inout SearchBudget) throws(ScheduleFileError) -> ResolvedJob {
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
        faults.append(ScheduleFileError(key: path, FileWords.of(error)))
      } catch {
        faults.append(fault(when.key, written.trigger, FileWords.of(error)))
      }
      return nil
    }
    if let fault = id.fault { faults.append(ScheduleFileError(key: path, fault)) }
    collect { try refuseWithoutEffect(beside: when) }
    collect { try refuseIncomplete() }
    let made = collect {
      let made = try trigger(when)
      // As adding the job checks it: whether it has an instant at all, and whether that is found within the budget.
      try limits.check(made, for: id, at: now, within: &budget)
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
    case .after(let other, let ending, let delay):
      if file.jobs[other] == nil {
        let meant = nearestWord(
          to: other.rawValue, among: file.jobs.keys.lazy.prefix(Self.mostCompared).map(\.rawValue))
        let hint = meant.map { "; did you mean '\($0)'?" } ?? ""
        throw fault("after", written.trigger, "there is no job '\(other)' in this file\(hint)")
      }
      return try CompletionTrigger(job: other, on: ending, delay: delay)
    case .afterEachRun(let delay): return try CompletionTrigger(job: nil, delay: delay)
    case .startup: return StartupTrigger()
    default:
      // Before it is built: defaults are built for every job.
      if let exclude = job.exclude, exclude.count > limits.terms {
        throw fault(
          "exclude", written.exclude,
          "has \(exclude.count) members, and a trigger is made of at most \(limits.terms) triggers and exclusions")
      }
      guard Self.terms(when, nil, atMost: limits.terms) <= limits.terms else {
        throw fault(
          when.key, written.trigger,
          "a trigger is made of at most \(limits.terms) triggers and exclusions: use several jobs")
      }
      var resolver = TimesResolver(times: job, path: path, fileZone: file.timeZone)
      resolver.defaultKeys = Set(job.writtenTimes).subtracting(written.writtenTimes)
      if written.trigger == nil { resolver.defaultKeys.insert(when.key) }
      return try resolver.resolve()
    }
  }

  /// How many triggers and exclusions a trigger is made of, as far as the bound.
  private static func terms(_ trigger: ScheduleTrigger?, _ exclude: [Exclusion]?, atMost most: Int) -> Int {
    var count = 1 + (exclude?.count ?? 0)
    switch trigger {
    case .any(let parts), .all(let parts):
      for part in parts {
        guard count <= most else { return count }
        count += terms(part.trigger, part.exclude, atMost: most - count)
      }
    default: break
    }
    return count
  }

  /// A default may be there for other jobs; what a job itself says must have an effect on it.
  private func refuseWithoutEffect(beside trigger: ScheduleTrigger) throws(ScheduleFileError) {
    for key in written.writtenTimes where !trigger.companions.contains(key) {
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
      var seen: Set<String> = []
      if let twice = stages.first(where: { !seen.insert($0).inserted }) {
        throw fault("pipeline", written.pipeline, "has the stage '\(twice)' twice: stages are distinguished by name")
      }
    }
  }
}
