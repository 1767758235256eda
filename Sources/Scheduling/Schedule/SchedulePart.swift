package import CivilTime
package import Cron

/// A trigger with the keys that change when it is due: a job of a schedule file, or a part of `any` or `all`.
protocol ScheduleTimes: Sendable {
  var trigger: ScheduleTrigger? { get set }
  var dialect: CronDialect? { get set }
  var timeZone: String? { get set }
  var gap: Zone.GapPolicy? { get set }
  var overlapTime: Zone.OverlapPolicy? { get set }
  var anchor: Instant? { get set }
  var exclude: [Exclusion]? { get set }
  var start: Instant? { get set }
  var end: Instant? { get set }
  var limit: Int? { get set }
}

extension ScheduleJob: ScheduleTimes {}

extension ScheduleTimes {
  /// The keys next to the trigger that are written.
  var writtenTimes: [String] {
    let keys = [
      ("dialect", dialect != nil), ("timezone", timeZone != nil), ("gap", gap != nil),
      ("overlap-time", overlapTime != nil), ("anchor", anchor != nil), ("start", start != nil), ("end", end != nil),
      ("limit", limit != nil), ("exclude", exclude != nil),
    ]
    return keys.filter(\.1).map(\.0)
  }
}

/// A part of `any` or `all` in a schedule file: a trigger with the keys that go with it.
///
/// ```yaml
/// any:
///   - { cron: "0 9 * * MON-FRI", timezone: Europe/Berlin }
///   - { every: 6h, exclude: [{ weekdays: [saturday, sunday] }] }
/// ```
/// Where it has no `dialect`, `timezone`, `gap` or `overlap-time`, those of its job hold.
package struct SchedulePart: ScheduleTimes, Hashable {
  /// When it is due: `cron`, `every`, `at`, `calendar`, `rrule`, `any` or `all`.
  package var trigger: ScheduleTrigger?
  /// `dialect`: how the cron expression is read; defaults to the job's.
  package var dialect: CronDialect?
  /// `timezone`: on whose clocks it is due; defaults to the job's.
  package var timeZone: String?
  /// `gap`: what becomes of a local time that the clocks jump over; defaults to the job's.
  package var gap: Zone.GapPolicy?
  /// `overlap-time`: what becomes of a local time that the clocks show twice; defaults to the job's.
  package var overlapTime: Zone.OverlapPolicy?
  /// `anchor`: what an interval is counted from; defaults to 1970.
  package var anchor: Instant?
  /// `exclude`: when it is not due.
  package var exclude: [Exclusion]?
  /// `start`: no instant is earlier; where a `rrule` begins.
  package var start: Instant?
  /// `end`: no instant is later.
  package var end: Instant?
  /// `limit`: how many instants there are, counted from `start`.
  package var limit: Int?

  /// A part with a trigger and nothing else written.
  package init(_ trigger: ScheduleTrigger) { self.trigger = trigger }

  init() {}

  /// The keys that it takes over from its job.
  var inherited: Set<String> {
    (trigger?.companions ?? []).intersection(ScheduleTrigger.localTime.subtracting(writtenTimes))
  }
}

extension SchedulePart: ScheduleObject {
  static let what = "a trigger and the keys that go with it"
  static let fields: [ScheduleField<SchedulePart>] = ScheduleTrigger.instantFields() + ScheduleTimeFields.all()
}

/// Reads one part, and says what is wrong with it.
private struct PartReader: Decodable {
  var part: SchedulePart

  init(from decoder: any Decoder) throws {
    let mapping = try StrictMapping(decoder, of: SchedulePart.what)
    let levels = mapping.path.count { $0 == "any" || $0 == "all" }
    guard levels < TriggerLimits.largestDepth else {
      throw ScheduleFileError(
        key: Array(mapping.path.prefix(3)), "triggers are nested at most \(TriggerLimits.largestDepth) deep")
    }
    if let event = mapping.keys.first(where: ScheduleTrigger.eventKeys.contains) {
      throw mapping.error(
        event, "waits for an event, which cannot be combined with instants: make it a trigger of its own job")
    }
    let keys = ScheduleTrigger.instantKeys
    let found = mapping.keys.filter(keys.contains)
    var faults = FaultCollector()
    if found.count > 1 {
      faults.add(
        mapping.error(found[1], "a part has one trigger, and this one has \(found.joined(separator: " and "))"))
    }
    let read = try faults.collect { try SchedulePart(reading: decoder) }
    if found.isEmpty, faults.faults.isEmpty {
      faults.add(
        ScheduleFileError(key: mapping.path, "has no trigger; give it one of \(keys.joined(separator: ", "))"))
    }
    try faults.finish()
    part = read ?? SchedulePart()
  }
}

extension SchedulePart {
  static var schema: JobArguments {
    guard case .object(var schema) = schema() else { return .null }
    schema["oneOf"] = .array(ScheduleTrigger.instantKeys.map { ["required": [.string($0)]] })
    return .object(schema)
  }
}

extension ScheduleForm where Value == [SchedulePart] {
  static var parts: ScheduleForm {
    let expected = "a list such as [{ cron: \"0 9 * * MON\" }, { every: 6h }]"
    return ScheduleForm(
      expected: expected, schema: ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/part"]],
      read: { mapping, key in
        guard let parts: [PartReader] = try mapping.list(key, expected: expected) else { return nil }
        guard !parts.isEmpty else { throw mapping.error(key, "is empty; expected \(expected)") }
        return parts.map(\.part)
      },
      write: { value, container, key in
        var list = container.nestedUnkeyedContainer(forKey: ScheduleKey(key))
        for part in value {
          var nested = list.nestedContainer(keyedBy: ScheduleKey.self)
          try part.write(to: &nested)
        }
      })
  }
}
