public import CivilTime

/// When a job of a schedule file is due: exactly one of these.
public enum ScheduleTrigger: Sendable, Hashable {
  /// `cron: "*/5 * * * *"`: a cron expression, read in the job's dialect and time zone.
  case cron(String)
  /// `every: 15s`: an interval, counted from 1970 so that all replicas agree.
  case every(Duration)
  /// `at: 2026-11-21T10:31:00Z`: once, at an RFC 3339 time.
  case at(Instant)
  /// `rrule: "FREQ=WEEKLY;BYDAY=MO"`: a recurrence rule of RFC 5545, which begins at the job's `start`.
  case rrule(String)
  /// `after: import-orders`, or `after: { job: import-orders, on: failure, delay: 5m }`: when a run of another job of the
  /// file has ended; with success unless told otherwise.
  case after(JobID, on: CompletionTrigger.Ending, delay: Duration)
  /// `startup: true`: once on each replica, when its scheduler starts.
  case startup

  /// The key that it has in the file.
  var key: String {
    switch self {
    case .cron: "cron"
    case .every: "every"
    case .at: "at"
    case .rrule: "rrule"
    case .after: "after"
    case .startup: "startup"
    }
  }

  static let keys = ["cron", "every", "at", "rrule", "after", "startup"]

  /// The keys that change when it is due; beside another trigger they would have no effect.
  var companions: Set<String> {
    switch self {
    case .cron: ["dialect", "timezone", "gap", "overlap-time", "start", "end", "limit"]
    case .every: ["start", "end", "limit"]
    case .rrule: ["timezone", "start", "end", "limit"]
    case .at, .after, .startup: []
    }
  }

  init?(_ mapping: StrictMapping) throws {
    let found = mapping.keys.filter(Self.keys.contains)
    guard let key = found.first else { return nil }
    if found.count > 1 {
      throw mapping.error(found[1], "a job has one trigger, and this one has \(found.joined(separator: " and "))")
    }
    switch key {
    case "cron":
      guard let text = try mapping.value(key, as: String.self, expected: "a cron expression in quotes") else {
        return nil
      }
      self = .cron(text)
    case "every":
      guard let interval = try mapping.text(key, expected: ScheduleDuration.expected, ScheduleDuration.parse) else {
        return nil
      }
      self = .every(interval)
    case "at":
      guard let instant = try mapping.instant(key) else { return nil }
      self = .at(instant)
    case "rrule":
      guard let text = try mapping.value(key, as: String.self, expected: "a recurrence rule in quotes") else {
        return nil
      }
      self = .rrule(text)
    case "after":
      let expected = "a job's id, or { job: …, on: success, delay: 5m }"
      guard let after = try mapping.value(key, as: ScheduleAfter.self, expected: expected) else { return nil }
      self = .after(after.job, on: after.ending, delay: after.delay)
    default:
      guard try mapping.value(key, as: Bool.self, expected: "true") == true else {
        throw mapping.error(key, "is true or not there: a job that is not to start at start-up has another trigger")
      }
      self = .startup
    }
  }

  func encode(to container: inout KeyedEncodingContainer<ScheduleKey>) throws {
    switch self {
    case .cron(let text): try container.encode(text, forKey: ScheduleKey(key))
    case .every(let interval): try container.encode(duration: interval, forKey: key)
    case .at(let instant): try container.encode(instant.rfc3339, forKey: ScheduleKey(key))
    case .rrule(let text): try container.encode(text, forKey: ScheduleKey(key))
    case .after(let job, let ending, let delay):
      try container.encode(ScheduleAfter(job: job, ending: ending, delay: delay), forKey: ScheduleKey(key))
    case .startup: try container.encode(true, forKey: ScheduleKey(key))
    }
  }
}

extension StrictMapping {
  func instant(_ key: String) throws -> Instant? {
    try text(key, expected: "an RFC 3339 time such as 2026-11-21T10:31:00Z") { try? Instant(rfc3339: $0) }
  }
}

/// The value of `after`: an id, or a mapping.
private struct ScheduleAfter: Codable {
  var job: JobID
  var ending: CompletionTrigger.Ending
  var delay: Duration

  init(job: JobID, ending: CompletionTrigger.Ending, delay: Duration) {
    (self.job, self.ending, self.delay) = (job, ending, delay)
  }

  init(from decoder: any Decoder) throws {
    if let id = try? decoder.singleValueContainer().decode(String.self) {
      self.init(job: JobID(id), ending: .success, delay: .zero)
      return
    }
    let mapping = try StrictMapping(decoder, of: "job, on and delay", known: ["job", "on", "delay"])
    guard let id: String = try mapping.value("job", expected: "a job's id") else {
      throw mapping.error("job", "is missing: whose runs are waited for?")
    }
    self.init(
      job: JobID(id), ending: try mapping.word("on") ?? .success,
      delay: try mapping.text("delay", expected: ScheduleDuration.expected, ScheduleDuration.parse) ?? .zero)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: ScheduleKey.self)
    try container.encode(job, forKey: ScheduleKey("job"))
    try container.encode(ending.rawValue, forKey: ScheduleKey("on"))
    if delay != .zero { try container.encode(duration: delay, forKey: "delay") }
  }
}
