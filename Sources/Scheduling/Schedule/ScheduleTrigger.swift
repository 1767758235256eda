public import CivilTime

/// When a job of a schedule file is due: exactly one of these.
public enum ScheduleTrigger: Sendable, Hashable {
  /// `cron: "*/5 * * * *"`: a cron expression, read in the job's dialect and time zone.
  case cron(String)
  /// `every: 15s`: an interval, counted from 1970 so that all replicas agree.
  case every(Duration)
  /// `at: 2026-11-21T10:31:00Z`: once, at an RFC 3339 time.
  case at(Instant)

  /// The key that it has in the file.
  var key: String {
    switch self {
    case .cron: "cron"
    case .every: "every"
    case .at: "at"
    }
  }

  static let keys = ["cron", "every", "at"]

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
    default:
      let expected = "an RFC 3339 time such as 2026-11-21T10:31:00Z"
      guard let instant = try mapping.text(key, expected: expected, { try? Instant(rfc3339: $0) }) else { return nil }
      self = .at(instant)
    }
  }

  func encode(to container: inout KeyedEncodingContainer<ScheduleKey>) throws {
    switch self {
    case .cron(let text): try container.encode(text, forKey: ScheduleKey(key))
    case .every(let interval): try container.encode(duration: interval, forKey: key)
    case .at(let instant): try container.encode(instant.rfc3339, forKey: ScheduleKey(key))
    }
  }
}
