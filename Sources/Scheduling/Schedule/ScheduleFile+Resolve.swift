import CivilTime
import Cron

/// A job of a schedule file with everything worked out, ready for a body.
package struct ResolvedJob: Sendable {
  package var id: JobID
  package var trigger: any Trigger
  package var options: JobOptions
}

extension ScheduleFile {
  /// The jobs over their defaults, in the order of the file, each with its trigger and options checked.
  /// - Throws: ``ScheduleFileError`` for the first thing that is wrong.
  package func resolved() throws(ScheduleFileError) -> [ResolvedJob] {
    do {
      if let timeZone { try Self.checkZone(timeZone, at: ["timezone"]) }
      var resolved: [ResolvedJob] = []
      for id in orderedIDs { resolved.append(try resolve(id)) }
      return resolved
    } catch {
      throw source.locate(error)
    }
  }

  /// As the lines stand, then by id: the order in which errors are found and jobs are added.
  private var orderedIDs: [JobID] {
    jobs.keys.map { (id: $0, line: source.lines[["jobs", $0.rawValue]] ?? 0) }
      .sorted { ($0.line, $0.id) < ($1.line, $1.id) }.map(\.id)
  }

  private func resolve(_ id: JobID) throws(ScheduleFileError) -> ResolvedJob {
    let path = ["jobs", id.rawValue]
    let written = jobs[id] ?? ScheduleJob()
    let job = written.merged(over: defaults)
    guard let when = job.trigger else {
      throw ScheduleFileError(
        key: path, "has no trigger; give it one of \(ScheduleTrigger.keys.joined(separator: ", "))")
    }
    // Where a key stands that a fault may be found in.
    func place(of key: String, ownedBy isWritten: Bool) -> [String] { (isWritten ? path : ["defaults"]) + [key] }

    let trigger: any Trigger
    do {
      try refuseCronKeys(written, beside: when, at: path)
      switch when {
      case .cron(let text):
        if let name = job.timeZone {
          try Self.checkZone(name, at: place(of: "timezone", ownedBy: written.timeZone != nil))
        }
        trigger = try CronTrigger(
          text, timeZone: TriggerTimeZone(job.timeZone ?? timeZone ?? "UTC"), dialect: job.dialect ?? .standard,
          gap: job.gap ?? .shift, overlap: job.overlapTime ?? .first)
      case .every(let interval):
        trigger = try IntervalTrigger(interval)
      case .at(let instant):
        trigger = DateTrigger(instant)
      case .after(let other, let ending, let delay):
        if jobs[other] == nil {
          let meant = nearestWord(to: other.rawValue, among: jobs.keys.map(\.rawValue))
          throw ScheduleFileError(
            key: place(of: when.key, ownedBy: written.trigger != nil),
            "there is no job '\(other)' in this file\(meant.map { "; did you mean '\($0)'?" } ?? "")")
        }
        trigger = try CompletionTrigger(job: other, on: ending, delay: delay)
      case .startup:
        trigger = StartupTrigger()
      }
      try job.options.validate(id)
    } catch let error as ScheduleFileError {
      throw error
    } catch let error as SchedulerError where error.code == .invalidOption {
      throw ScheduleFileError(key: path, error.message)
    } catch {
      throw ScheduleFileError(key: place(of: when.key, ownedBy: written.trigger != nil), Self.oneLine(error))
    }
    return ResolvedJob(id: id, trigger: trigger, options: job.options)
  }

  /// A default may be there for other jobs; what a job itself says must have an effect on it.
  private func refuseCronKeys(
    _ written: ScheduleJob, beside trigger: ScheduleTrigger, at path: [String]
  ) throws(ScheduleFileError) {
    if case .cron = trigger { return }
    let keys = [
      ("dialect", written.dialect != nil), ("timezone", written.timeZone != nil), ("gap", written.gap != nil),
      ("overlap-time", written.overlapTime != nil),
    ]
    for (key, isWritten) in keys where isWritten {
      throw ScheduleFileError(
        key: path + [key], "has no effect beside \(trigger.key): it belongs to cron; remove it")
    }
  }

  private static func checkZone(_ name: String, at key: [String]) throws(ScheduleFileError) {
    do {
      _ = try Zone(named: name)
    } catch {
      throw ScheduleFileError(key: key, "\(error)")
    }
  }

  /// What a refusal says, without the line breaks of an error that draws.
  static func oneLine(_ error: any Error) -> String {
    switch error {
    case let error as CronError: "\(error.message), in '\(error.text)' at character \(error.range.lowerBound + 1)"
    case let error as SchedulerError: error.message
    default: "\(error)"
    }
  }
}
