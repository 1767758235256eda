import CivilTime
import Cron

extension ScheduleJob: Codable {
  static let keys = [
    "cron", "every", "at", "rrule", "after", "startup", "dialect", "timezone", "gap", "overlap-time", "start",
    "end", "limit", "jitter", "misfire-grace",
    "coalesce",
    "overlap", "max-instances",
    "timeout", "lease", "minimum-hold", "owner", "description", "tags", "idempotency", "paused",
  ]

  /// Keys of the format that wait for their policies to be built.
  static let laterKeys: Set<String> = [
    "calendar", "exclude", "retry",
    "breaker",
    "lock", "recovery", "claims-unreachable", "priority", "executor", "alerts", "arguments", "pipeline", "handler",
  ]

  static let durationOrNone = ScheduleDuration.expected + ", or none"

  /// Reads a job; an unknown key, a key without a value, and a value that is not what it should be are refused.
  /// - Throws: ``ScheduleFileError`` without a file or line.
  public init(from decoder: any Decoder) throws {
    let mapping = try StrictMapping(decoder, of: "a job's keys", known: Self.keys, later: Self.laterKeys)
    func duration(_ key: String) throws -> Duration? {
      try mapping.text(key, expected: ScheduleDuration.expected, ScheduleDuration.parse)
    }
    func text(_ key: String) throws -> String? { try mapping.value(key, expected: "a text") }

    trigger = try ScheduleTrigger(mapping)
    dialect = try mapping.word("dialect")
    timeZone = try mapping.value("timezone", expected: "a zone's name such as Europe/Berlin")
    gap = try mapping.word("gap")
    overlapTime = try mapping.word("overlap-time")
    start = try mapping.instant("start")
    end = try mapping.instant("end")
    limit = try mapping.value("limit", expected: "a whole number of 1 or more")
    jitter = try duration("jitter")
    misfireGrace = try mapping.text("misfire-grace", expected: Self.durationOrNone) {
      $0 == "none" ? .unlimited : ScheduleDuration.parse($0).map(MisfireGrace.within)
    }
    coalesce = try Coalesce(mapping)
    overlap = try Overlap(mapping)
    maxInstances = try mapping.value("max-instances", expected: "a whole number from 1 to \(JobOptions.mostInstances)")
    timeout = try mapping.text("timeout", expected: Self.durationOrNone) {
      $0 == "none" ? ScheduleTimeout.unlimited : ScheduleDuration.parse($0).map(ScheduleTimeout.after)
    }
    lease = try duration("lease")
    minimumHold = try duration("minimum-hold")
    owner = try mapping.value("owner", as: ScheduleOwner.self, expected: ScheduleOwner.expected)?.owner
    description = try text("description")
    tags = try mapping.value("tags", expected: "a list of words such as [billing, nightly]")
    idempotency = try text("idempotency")
    paused = try mapping.value("paused", expected: "true or false")
  }

  /// Writes the job as ``init(from:)`` reads it.
  /// - Throws: ``ScheduleFileError`` for a duration that is negative or not whole milliseconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: ScheduleKey.self)
    try trigger?.encode(to: &container)
    try container.encodeIfPresent(dialect?.rawValue, forKey: ScheduleKey("dialect"))
    try container.encodeIfPresent(timeZone, forKey: ScheduleKey("timezone"))
    try container.encodeIfPresent(gap?.rawValue, forKey: ScheduleKey("gap"))
    try container.encodeIfPresent(overlapTime?.rawValue, forKey: ScheduleKey("overlap-time"))
    try container.encodeIfPresent(start?.rfc3339, forKey: ScheduleKey("start"))
    try container.encodeIfPresent(end?.rfc3339, forKey: ScheduleKey("end"))
    try container.encodeIfPresent(limit, forKey: ScheduleKey("limit"))
    if let jitter { try container.encode(duration: jitter, forKey: "jitter") }
    if let misfireGrace { try container.encode(duration: misfireGrace.duration, forKey: "misfire-grace") }
    try coalesce?.encode(to: &container)
    try overlap?.encode(to: &container)
    try container.encodeIfPresent(maxInstances, forKey: ScheduleKey("max-instances"))
    switch timeout {
    case nil: break
    case .unlimited: try container.encode(duration: nil, forKey: "timeout")
    case .after(let limit): try container.encode(duration: limit, forKey: "timeout")
    }
    if let lease { try container.encode(duration: lease, forKey: "lease") }
    if let minimumHold { try container.encode(duration: minimumHold, forKey: "minimum-hold") }
    try container.encodeIfPresent(owner.map(ScheduleOwner.init), forKey: ScheduleKey("owner"))
    try container.encodeIfPresent(description, forKey: ScheduleKey("description"))
    try container.encodeIfPresent(tags, forKey: ScheduleKey("tags"))
    try container.encodeIfPresent(idempotency, forKey: ScheduleKey("idempotency"))
    try container.encodeIfPresent(paused, forKey: ScheduleKey("paused"))
  }
}

extension KeyedEncodingContainer<ScheduleKey> {
  /// Writes a duration as ``ScheduleDuration`` reads it, nil as `none`.
  mutating func encode(duration: Duration?, forKey key: String) throws {
    guard let duration else { return try encode("none", forKey: ScheduleKey(key)) }
    guard let text = ScheduleDuration.text(duration) else {
      throw ScheduleFileError(
        key: codingPath.map(\.stringValue) + [key],
        "\(duration) cannot be written: schedule files hold whole milliseconds, zero or more")
    }
    try encode(text, forKey: ScheduleKey(key))
  }
}
