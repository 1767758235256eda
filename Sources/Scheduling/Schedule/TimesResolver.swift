import CivilTime
import Cron

/// Makes a trigger of a job's keys, or of those of a part of `any` or `all`.
struct TimesResolver<Times: ScheduleTimes> {
  let times: Times
  /// The way to the keys, from the top of the file.
  let path: [String]
  let fileZone: String?
  /// Keys that the defaults of the file have written.
  var defaultKeys: Set<String> = []

  func resolve() throws -> any Trigger {
    guard let when = times.trigger else { throw ScheduleFileError(key: path, "has no trigger") }
    do {
      return try bounded(try base(when))
    } catch let error as ScheduleFileError {
      throw error
    } catch {
      throw fault(when.key, FileWords.of(error))
    }
  }

  private func fault(_ key: String, _ message: String) -> ScheduleFileError {
    ScheduleFileError(key: place(of: key), message)
  }

  private func place(of key: String) -> [String] { (defaultKeys.contains(key) ? ["defaults"] : path) + [key] }

  private func base(_ when: ScheduleTrigger) throws -> any Trigger {
    switch when {
    case .cron(let text):
      return try CronTrigger(
        text, timeZone: try zone(), dialect: times.dialect ?? .standard, gap: times.gap ?? .shift,
        overlap: times.overlapTime ?? .first)
    case .every(let interval): return try IntervalTrigger(interval, anchor: times.anchor ?? .epoch)
    case .calendar(let calendar):
      return try CalendarIntervalTrigger(
        every: calendar.interval, from: calendar.from, at: calendar.at, timeZone: try zone(),
        dayOverflow: calendar.dayOverflow)
    case .at(let instant): return DateTrigger(instant)
    case .rrule(let rule):
      guard let start = times.start else {
        throw fault("rrule", "needs 'start' beside it: the time at which the rule begins")
      }
      return try RecurrenceTrigger(rule, starting: start, timeZone: try zone())
    case .any(let parts): return try AnyOfTrigger(self.parts(parts, "any"))
    case .all(let parts): return try AllOfTrigger(self.parts(parts, "all"))
    case .after, .afterEachRun, .startup:
      throw fault(
        when.key, "waits for an event, which cannot be combined with instants: make it a trigger of its own job")
    }
  }

  /// Each part over what the job says of local times.
  private func parts(_ parts: [SchedulePart], _ key: String) throws -> [any Trigger] {
    var faults = FaultCollector()
    let triggers = try parts.enumerated().compactMap { index, part in
      try faults.collect {
        let path = place(of: key) + ["Index \(index)"]
        if let key = part.writtenTimes.first(where: { !part.accepts($0) }) {
          throw ScheduleFileError(
            key: path + [key], "has no effect beside '\(part.trigger?.key ?? "")': remove it")
        }
        var merged = part
        merged.dialect = part.dialect ?? times.dialect
        merged.timeZone = part.timeZone ?? times.timeZone
        merged.gap = part.gap ?? times.gap
        merged.overlapTime = part.overlapTime ?? times.overlapTime
        return try TimesResolver<SchedulePart>(times: merged, path: path, fileZone: fileZone).resolve()
      }
    }
    try faults.finish()
    return triggers
  }

  private func zone() throws(ScheduleFileError) -> TriggerTimeZone { try namedZone() ?? .utc }

  private func namedZone() throws(ScheduleFileError) -> TriggerTimeZone? {
    guard let name = times.timeZone else { return fileZone.map { TriggerTimeZone($0) } }
    try ScheduleFile.checkZone(name, at: place(of: "timezone"))
    return TriggerTimeZone(name)
  }

  private func bounded(_ trigger: any Trigger) throws -> any Trigger {
    var bounded = trigger
    // A date has no bounds; defaults may name some for other jobs.
    if case .at = times.trigger { return bounded }
    if let exclude = times.exclude { bounded = try bounded.excluding(exclude, timeZone: try namedZone()) }
    if let start = times.start { bounded = bounded.starting(at: start) }
    if let end = times.end { bounded = bounded.ending(at: end) }
    guard let limit = times.limit else { return bounded }
    guard times.start != nil else {
      throw fault("limit", "needs 'start' beside it: what the limit is counted from")
    }
    do {
      return try bounded.limited(to: limit)
    } catch {
      throw fault("limit", FileWords.of(error))
    }
  }
}

extension SchedulePart {
  /// Whether a key next to the trigger has an effect.
  fileprivate func accepts(_ key: String) -> Bool {
    let companions = trigger?.companions ?? []
    return companions.contains(key) || (key == "timezone" && exclude != nil && companions.contains("exclude"))
  }
}
