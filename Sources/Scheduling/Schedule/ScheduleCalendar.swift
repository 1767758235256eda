package import CivilTime

/// The `calendar` of a schedule file: every so many days, weeks, months or years at a time of day.
///
/// ```yaml
/// calendar: { months: 1, from: 2026-01-31, at: "09:00", day-overflow: clamp }
/// ```
package struct ScheduleCalendar: Sendable, Hashable {
  /// `days`, `weeks`, `months` or `years`, and how many.
  package var interval: CalendarInterval
  /// `from`: the first date, from which all are counted.
  package var from: CivilDate
  /// `at`: the time of day; defaults to midnight.
  package var at: TimeOfDay
  /// `day-overflow`: `skip` or `clamp`, for months that lack the day.
  package var dayOverflow: DayOverflow

  /// A calendar interval.
  package init(
    every interval: CalendarInterval, from: CivilDate, at: TimeOfDay = .midnight, dayOverflow: DayOverflow = .skip
  ) {
    (self.interval, self.from, self.at, self.dayOverflow) = (interval, from, at, dayOverflow)
  }
}

/// The keys of a `calendar`.
struct CalendarKeys: Hashable {
  var interval: CalendarInterval?
  var from: CivilDate?
  var at: TimeOfDay?
  var dayOverflow: DayOverflow?
}

extension CalendarKeys: ScheduleObject {
  static let what = "days, weeks, months or years, and from, at, day-overflow"
  static let fields: [ScheduleField<CalendarKeys>] =
    CalendarInterval.Unit.allCases.map { unit in
      .init(
        unit.rawValue, of: \.interval, .integer(1...100_000), { CalendarInterval($0, unit) },
        { $0.unit == unit ? $0.count : nil }, "every so many \(unit.rawValue); one of the four is required")
    } + [
      .init("from", \.from, .date, "the first date, from which all others are counted", unlessGiven: "required"),
      .init("at", \.at, .timeOfDay, "the time of day on the clocks of the zone", unlessGiven: "midnight"),
      .init(
        "day-overflow", \.dayOverflow, .word(), "what becomes of months that lack the day", unlessGiven: "skip"),
    ]
}

extension ScheduleForm where Value == CivilDate {
  static var date: ScheduleForm {
    .text(
      "a date such as 2026-11-21", schema: ["type": "string", "format": "date"], { try? CivilDate(coded: $0) },
      \.description)
  }
}

extension ScheduleForm where Value == TimeOfDay {
  static var timeOfDay: ScheduleForm {
    .text(
      "a time of day such as \"02:30\", in quotes",
      schema: ["type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$"], { try? TimeOfDay($0) },
      \.description)
  }
}

extension ScheduleForm where Value == ScheduleCalendar {
  static var calendar: ScheduleForm {
    let expected = "{ months: 1, from: 2026-01-31, at: \"09:00\" }"
    var schema = CalendarKeys.schema(required: ["from"])
    if case .object(var members) = schema {
      members["oneOf"] = .array(CalendarInterval.Unit.allCases.map { ["required": [.string($0.rawValue)]] })
      schema = .object(members)
    }
    return ScheduleForm(
      expected: expected, schema: schema,
      read: { mapping, key in
        guard let decoder = try mapping.decoder(key, expected: expected) else { return nil }
        let units = CalendarInterval.Unit.allCases.map(\.rawValue)
        let nested = try StrictMapping(decoder, of: CalendarKeys.what, known: CalendarKeys.fields.map(\.name))
        let found = nested.keys.filter(units.contains)
        if found.count > 1 {
          throw nested.error(
            found[1], "a calendar counts one unit, and this one has \(found.joined(separator: " and "))")
        }
        let keys = try CalendarKeys(reading: decoder)
        guard let interval = keys.interval else {
          throw mapping.error(key, "counts nothing; give it one of \(units.joined(separator: ", "))")
        }
        guard let from = keys.from else {
          throw nested.error("from", "is missing: the first date, such as 2026-01-31")
        }
        return ScheduleCalendar(
          every: interval, from: from, at: keys.at ?? .midnight, dayOverflow: keys.dayOverflow ?? .skip)
      },
      write: { value, container, key in
        var nested = container.nestedContainer(keyedBy: ScheduleKey.self, forKey: ScheduleKey(key))
        try CalendarKeys(
          interval: value.interval, from: value.from, at: value.at == .midnight ? nil : value.at,
          dayOverflow: value.dayOverflow == .skip ? nil : value.dayOverflow
        ).write(to: &nested)
      })
  }
}
