package import CivilTime

/// When a job of a schedule file is due: exactly one of these.
package enum ScheduleTrigger: Sendable, Hashable {
  /// `cron: "*/5 * * * *"`: a cron expression, read in the job's dialect and time zone.
  case cron(String)
  /// `every: 15s`: an interval, counted from the job's `anchor`, or from 1970, so that all replicas agree.
  case every(Duration)
  /// `at: 2026-11-21T10:31:00Z`: once, at an RFC 3339 time.
  case at(Instant)
  /// `calendar: { months: 1, from: 2026-01-31, at: "09:00" }`: every so many days, weeks, months or years.
  case calendar(ScheduleCalendar)
  /// `rrule: "FREQ=WEEKLY;BYDAY=MO"`: a recurrence rule of RFC 5545, which begins at the job's `start`.
  case rrule(String)
  /// `any: [{ cron: "0 9 * * MON" }, { cron: "0 18 * * FRI" }]`: whenever one of several triggers is due.
  case any([SchedulePart])
  /// `all: [{ cron: "0 9 * * MON" }, { cron: "0 9 1 * *" }]`: at the instants that several triggers have in common.
  case all([SchedulePart])
  /// `after: import-orders`, or `after: { job: import-orders, on: failure, delay: 5m }`: when a run of another job of the
  /// file has ended; defaults to an end with success.
  case after(JobID, on: CompletionTrigger.Ending, delay: Duration)
  /// `after-each-run: 30s`: that long after the scheduler's start, and then after the end of each of the job's own runs.
  case afterEachRun(Duration)
  /// `startup: true`: once on each replica, when its scheduler starts.
  case startup

  /// The key that it has in the file.
  var key: String {
    switch self {
    case .cron: "cron"
    case .every: "every"
    case .at: "at"
    case .calendar: "calendar"
    case .rrule: "rrule"
    case .any: "any"
    case .all: "all"
    case .after: "after"
    case .afterEachRun: "after-each-run"
    case .startup: "startup"
    }
  }

  /// The keys that change when it is due; beside another trigger they would have no effect.
  var companions: Set<String> {
    switch self {
    case .any(let parts), .all(let parts):
      // What a part says nothing about, it has from the job.
      parts.reduce(into: Self.bounds) { $0.formUnion($1.inherited) }
    default: Self.companionsByKey[key] ?? []
    }
  }

  private static let bounds: Set = ["start", "end", "limit", "exclude"]
  /// The keys that a part takes over from its job where it has none of its own.
  static let localTime: Set = ["dialect", "timezone", "gap", "overlap-time"]

  private static let companionsByKey: [String: Set<String>] = [
    "cron": localTime.union(bounds), "every": bounds.union(["anchor"]), "calendar": bounds.union(["timezone"]),
    "rrule": bounds.union(["timezone"]), "any": localTime.union(bounds), "all": localTime.union(bounds), "at": [],
    "after": [], "after-each-run": [], "startup": [],
  ]

  /// The keys of a job of which one gives it its trigger.
  static let fields: [ScheduleField<ScheduleJob>] = instantFields() + eventFields

  /// The triggers that name their instants in advance, and so may be parts of another one.
  static func instantFields<Root: ScheduleTimes>() -> [ScheduleField<Root>] {
    [
      .init(
        "cron", of: \.trigger, .text("a cron expression in quotes"), ScheduleTrigger.cron,
        { trigger in
          guard case .cron(let text) = trigger else { return nil }
          return text
        }, "on the clocks of `timezone`; an `H` in it is drawn from the job's id"),
      .init(
        "every", of: \.trigger, .duration, ScheduleTrigger.every,
        { trigger in
          guard case .every(let interval) = trigger else { return nil }
          return interval
        }, "elapsed time, at least 1 ms, counted from `anchor`"),
      .init(
        "at", of: \.trigger, .instant, ScheduleTrigger.at,
        { trigger in
          guard case .at(let instant) = trigger else { return nil }
          return instant
        }, "once"),
      .init(
        "calendar", of: \.trigger, .calendar, ScheduleTrigger.calendar,
        { trigger in
          guard case .calendar(let calendar) = trigger else { return nil }
          return calendar
        }, "every so many `days`, `weeks`, `months` or `years` at a time of day, counted from a date"),
      .init(
        "rrule", of: \.trigger, .text("a recurrence rule in quotes"), ScheduleTrigger.rrule,
        { trigger in
          guard case .rrule(let rule) = trigger else { return nil }
          return rule
        }, "a rule of RFC 5545; it begins at `start`, which it needs"),
      .init(
        "any", of: \.trigger, .parts, ScheduleTrigger.any,
        { trigger in
          guard case .any(let parts) = trigger else { return nil }
          return parts
        }, "whenever one of several triggers is due; each part is a trigger with the keys that go with it"),
      .init(
        "all", of: \.trigger, .parts, ScheduleTrigger.all,
        { trigger in
          guard case .all(let parts) = trigger else { return nil }
          return parts
        }, "at the instants that several triggers have in common"),
    ]
  }

  /// The triggers that wait for something to happen.
  private static let eventFields: [ScheduleField<ScheduleJob>] = [
    .init(
      "after", of: \.trigger, .after, { .after($0.job ?? "", on: $0.ending ?? .success, delay: $0.delay ?? .zero) },
      { trigger in
        guard case .after(let job, let ending, let delay) = trigger else { return nil }
        return ScheduleAfter(job: job, ending: ending, delay: delay)
      }, "when a run of another job has ended; `on` is `success`, `failure` or `completion`"),
    .init(
      "after-each-run", of: \.trigger, .duration, ScheduleTrigger.afterEachRun,
      { trigger in
        guard case .afterEachRun(let delay) = trigger else { return nil }
        return delay
      }, "so long after the start, and then after the end of each of its own runs; not where claims are shared"),
    .init(
      "startup", of: \.trigger, .startup, { _ in .startup },
      { trigger in
        guard case .startup = trigger else { return nil }
        return true
      }, "once on each replica, when its scheduler starts"),
  ]

  /// The keys of the triggers that cannot be a part of another one.
  static let eventKeys = eventFields.map(\.name)

  static let keys = fields.map(\.name)
  /// The keys of the triggers that can be a part of another one.
  static let instantKeys = keys.filter { !eventKeys.contains($0) }

  /// The keys of a merged mapping that do not hold where a job has a trigger of its own: the merged trigger, and what goes
  /// with that one alone.
  package static func keysReplaced(whereOwn isOwn: (String) -> Bool, in merged: [String]) -> Set<String> {
    guard let trigger = keys.first(where: isOwn) else { return [] }
    let others = merged.filter { keys.contains($0) }
    guard let companions = companionsByKey[trigger] else { return [] }
    let theirs = others.reduce(into: Set<String>()) { $0.formUnion(companionsByKey[$1] ?? []) }
    return Set(others).union(theirs.subtracting(companions))
  }
}

extension ScheduleForm where Value == Bool {
  fileprivate static var startup: ScheduleForm {
    ScheduleForm(
      expected: "true", schema: ["const": true],
      read: { mapping, key in
        guard let value = try mapping.value(key, as: Bool.self, expected: "true") else { return nil }
        guard value else {
          throw mapping.error(key, "is true or not there: a job that is not to start at start-up has another trigger")
        }
        return true
      },
      write: { value, container, key in try container.encode(value, forKey: ScheduleKey(key)) })
  }
}

/// The value of `after`: an id, or a mapping.
private struct ScheduleAfter: ScheduleObject {
  var job: JobID?
  var ending: CompletionTrigger.Ending?
  var delay: Duration?

  static let what = "job, on and delay"
  static let fields: [ScheduleField<ScheduleAfter>] = [
    .init("job", \.job, .text("a job's id", { JobID($0) }, \.rawValue), "the other job", unlessGiven: "required"),
    .init("on", \.ending, .word(), "how its run must have ended", unlessGiven: "success"),
    .init("delay", \.delay, .duration, "from the end to the firing", unlessGiven: "0s"),
  ]
}

extension ScheduleForm where Value == ScheduleAfter {
  fileprivate static var after: ScheduleForm {
    let expected = "a job's id, or { job: …, on: success, delay: 5m }"
    return ScheduleForm(
      expected: expected, schema: ["anyOf": [["type": "string"], ScheduleAfter.schema(required: ["job"])]],
      read: { mapping, key in
        guard let decoder = try mapping.decoder(key, expected: expected) else { return nil }
        if let id = try? decoder.singleValueContainer().decode(String.self) { return ScheduleAfter(job: JobID(id)) }
        let after = try ScheduleAfter(reading: decoder)
        guard after.job != nil else {
          throw ScheduleFileError(key: mapping.path + [key, "job"], "is missing: whose runs are waited for?")
        }
        return after
      },
      write: { value, container, key in
        var nested = container.nestedContainer(keyedBy: ScheduleKey.self, forKey: ScheduleKey(key))
        var written = value
        if written.delay == .zero { written.delay = nil }
        try written.write(to: &nested)
      })
  }
}
