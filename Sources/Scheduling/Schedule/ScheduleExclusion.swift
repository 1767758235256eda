import CivilTime
import Cron

/// The keys of one member of `exclude`.
struct ExclusionKeys {
  var exclusion: Exclusion?
}

/// `daily` in an exclusion.
private struct DailyKeys: ScheduleObject {
  var from: TimeOfDay?
  var to: TimeOfDay?
  static let what = "from and to"
  static let fields: [ScheduleField<DailyKeys>] = [
    .init("from", \.from, .timeOfDay, "the beginning of the part", unlessGiven: "required"),
    .init("to", \.to, .timeOfDay, "its end, which is not excluded itself", unlessGiven: "required"),
  ]
}

extension ExclusionKeys: ScheduleObject {
  static let what = "weekdays, dates, annual-days, daily or cron"

  static let fields: [ScheduleField<ExclusionKeys>] = [
    .init(
      "weekdays", of: \.exclusion,
      .list("a list of weekdays such as [saturday, sunday]", item: ["enum": weekdayNames]) {
        try? Weekday(coded: $0)
      } _: {
        $0.description.lowercased()
      },
      { Exclusion(kind: .weekdays(Set($0))) },
      { exclusion in
        guard case .weekdays(let days) = exclusion.kind else { return nil }
        return days.sorted { $0.isoNumber < $1.isoNumber }
      }, "days of the week"),
    .init(
      "dates", of: \.exclusion,
      .list("a list of dates such as [2026-12-24]", item: ["type": "string", "format": "date"]) {
        try? CivilDate(coded: $0)
      } _: {
        $0.description
      },
      Exclusion.dates,
      { exclusion in
        guard case .dates(let dates) = exclusion.kind else { return nil }
        return dates.sorted()
      }, "whole dates"),
    .init(
      "annual-days", of: \.exclusion,
      .list("a list of days such as [12-25]", item: ["type": "string", "pattern": "^[01]?[0-9]-[0-3]?[0-9]$"]) {
        try? AnnualDay(coded: $0)
      } _: {
        $0.coded
      },
      { Exclusion(kind: .annualDays(Set($0))) },
      { exclusion in
        guard case .annualDays(let days) = exclusion.kind else { return nil }
        return days.sorted()
      }, "days that come every year"),
    .init(
      "daily", of: \.exclusion, .daily, { $0 },
      { exclusion in
        guard case .daily = exclusion.kind else { return nil }
        return exclusion
      }, "a part of every day; from 22:00 to 06:00 goes over midnight"),
    .init(
      "cron", of: \.exclusion, .excludedCron, { $0 },
      { exclusion in
        guard case .cron = exclusion.kind else { return nil }
        return exclusion
      }, "every time that a cron expression names"),
  ]

  private static let weekdayNames: JobArguments = .array(
    Weekday.allCases.map { .string($0.description.lowercased()) })
}

extension ScheduleForm where Value == Exclusion {
  fileprivate static var daily: ScheduleForm {
    let expected = "{ from: \"22:00\", to: \"06:00\" }"
    return ScheduleForm(
      expected: expected, schema: DailyKeys.schema(required: ["from", "to"]),
      read: { mapping, key in
        guard let decoder = try mapping.decoder(key, expected: expected) else { return nil }
        let keys = try DailyKeys(reading: decoder)
        guard let from = keys.from, let to = keys.to else {
          throw mapping.error(key, "needs both from and to, such as \(expected)")
        }
        do {
          return try .daily(from: from, to: to)
        } catch {
          throw mapping.error(key, FileWords.of(error))
        }
      },
      write: { value, container, key in
        guard case .daily(let from, let to) = value.kind else { return }
        var nested = container.nestedContainer(keyedBy: ScheduleKey.self, forKey: ScheduleKey(key))
        try DailyKeys(from: from, to: to).write(to: &nested)
      })
  }

  fileprivate static var excludedCron: ScheduleForm {
    let expected = "a cron expression in quotes"
    return ScheduleForm(
      expected: expected, schema: ["type": "string"],
      read: { mapping, key in
        guard let text: String = try mapping.value(key, expected: expected) else { return nil }
        do {
          return try .cron(text)
        } catch {
          throw mapping.error(key, FileWords.of(error))
        }
      },
      write: { value, container, key in
        guard case .cron(let expression) = value.kind else { return }
        guard expression.dialect == .standard else {
          throw ScheduleFileError(
            key: container.codingPath.map(\.stringValue) + [key],
            "'\(expression.text)' cannot be written: schedule files exclude by cron expressions of the standard dialect"
          )
        }
        try container.encode(expression.text, forKey: ScheduleKey(key))
      })
  }
}

extension ScheduleForm {
  /// A list of texts with a meaning, at least one.
  fileprivate static func list<Element>(
    _ expected: String, item: JobArguments, _ make: @escaping @Sendable (String) -> Element?,
    _ text: @escaping @Sendable (Element) -> String
  ) -> ScheduleForm where Value == [Element] {
    ScheduleForm(
      expected: expected, schema: ["type": "array", "minItems": 1, "items": item],
      read: { mapping, key in
        guard let texts: [String] = try mapping.value(key, expected: expected) else { return nil }
        guard !texts.isEmpty else { throw mapping.error(key, "is empty; expected \(expected)") }
        return try texts.map { text in
          guard let element = make(text) else {
            throw mapping.error(key, "'\(text)' does not belong into \(expected)")
          }
          return element
        }
      },
      write: { value, container, key in try container.encode(value.map(text), forKey: ScheduleKey(key)) })
  }
}

extension ScheduleForm where Value == [Exclusion] {
  static var exclusions: ScheduleForm {
    let expected = "a list such as [{ weekdays: [saturday, sunday] }, { daily: { from: \"22:00\", to: \"06:00\" } }]"
    var schema = ExclusionKeys.schema()
    if case .object(var members) = schema {
      (members["minProperties"], members["maxProperties"]) = (1, 1)
      schema = .object(members)
    }
    return ScheduleForm(
      expected: expected, schema: ["type": "array", "minItems": 1, "items": schema],
      read: { mapping, key in
        guard let list: [ExclusionReader] = try mapping.list(key, expected: expected) else { return nil }
        guard !list.isEmpty else { throw mapping.error(key, "is empty; expected \(expected), or leave the key out") }
        return list.map(\.exclusion)
      },
      write: { value, container, key in
        var list = container.nestedUnkeyedContainer(forKey: ScheduleKey(key))
        for exclusion in value {
          var nested = list.nestedContainer(keyedBy: ScheduleKey.self)
          try ExclusionKeys(exclusion: exclusion).write(to: &nested)
        }
      })
  }
}

private struct ExclusionReader: Decodable {
  var exclusion: Exclusion

  init(from decoder: any Decoder) throws {
    let names = ExclusionKeys.fields.map(\.name)
    let mapping = try StrictMapping(decoder, of: ExclusionKeys.what, known: names)
    guard mapping.keys.count == 1, let exclusion = try ExclusionKeys(reading: decoder).exclusion else {
      throw ScheduleFileError(
        key: mapping.path, "an exclusion has exactly one of \(names.joined(separator: ", ")); write a member for each")
    }
    self.exclusion = exclusion
  }
}
