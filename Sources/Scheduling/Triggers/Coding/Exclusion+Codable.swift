import CivilTime
import Cron

extension Exclusion: Codable {
  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    func texts<Value>(_ key: TriggerKey, _ read: (String) throws -> Value) throws -> [Value] {
      try fields.decode([String].self, forKey: key).map { text in
        do {
          return try read(text)
        } catch {
          throw DecodingError.dataCorruptedError(forKey: key, in: fields, debugDescription: "\(error)")
        }
      }
    }
    if fields.contains(.weekdays) {
      kind = .weekdays(Set(try texts(.weekdays, Weekday.init(coded:))))
    } else if fields.contains(.dates) {
      kind = .dates(Set(try texts(.dates, CivilDate.init(coded:))))
    } else if fields.contains(.annualDays) {
      kind = .annualDays(Set(try texts(.annualDays, AnnualDay.init(coded:))))
    } else if fields.contains(.daily) {
      let times = try fields.nestedContainer(keyedBy: TriggerKey.self, forKey: .daily)
      self = try .daily(from: times.value(.from) { try TimeOfDay($0) }, to: times.value(.to) { try TimeOfDay($0) })
    } else {
      self = try .cron(
        fields.decode(String.self, forKey: .cron), dialect: fields.value(.dialect, CronDialect.self))
    }
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    switch kind {
    case .weekdays(let weekdays):
      try fields.encode(
        weekdays.sorted { $0.isoNumber < $1.isoNumber }.map { $0.description.lowercased() }, forKey: .weekdays)
    case .dates(let dates): try fields.encode(dates.sorted().map(\.description), forKey: .dates)
    case .annualDays(let days): try fields.encode(days.sorted().map(\.coded), forKey: .annualDays)
    case .daily(let from, let to):
      var times = fields.nestedContainer(keyedBy: TriggerKey.self, forKey: .daily)
      try times.encode("\(from)", forKey: .from)
      try times.encode("\(to)", forKey: .to)
    case .cron(let expression):
      try fields.encode(expression.text, forKey: .cron)
      try fields.encode(expression.dialect.rawValue, forKey: .dialect)
    }
  }
}

extension Weekday {
  /// Reads "saturday".
  init(coded text: String) throws(SchedulerError) {
    guard let weekday = Weekday.allCases.first(where: { $0.description.lowercased() == text }) else {
      throw SchedulerError(.invalidTrigger, "'\(text.cut(toBytes: 40))' is not a weekday: write for example saturday")
    }
    self = weekday
  }
}

extension AnnualDay {
  /// "12-25".
  var coded: String { "\(padded(month, 2))-\(padded(day, 2))" }

  /// Reads "12-25".
  init(coded text: String) throws(SchedulerError) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let month = Int(parts[0]), let day = Int(parts[1]) else {
      throw SchedulerError(
        .invalidTrigger, "'\(text.cut(toBytes: 40))' is not a day of the year: write for example 12-25")
    }
    try self.init(month: month, day: day)
  }
}
