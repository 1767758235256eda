/// An expression as the search needs it: one set per field.
struct FieldSets: Hashable, Sendable {
  /// Bit s: second s, and so on.
  var seconds: UInt64 = 1
  var minutes: UInt64 = 1
  var hours: UInt32 = 1
  /// Bit m: month m, 1 to 12.
  var months: UInt16 = Self.everyMonth
  var years = YearSet.all
  var days = DayRule.everyDay
  /// Whether second, minute or hour is written with a leading star, which decides what daylight saving does.
  var isWildcard = false

  static let everyMinute: UInt64 = (1 << 60) - 1
  static let everyHour: UInt32 = (1 << 24) - 1
  static let everyMonth: UInt16 = 0x1FFE

  /// Whether no date is left out.
  var admitsEveryDay: Bool { months == Self.everyMonth && days == .everyDay && years.isAll }
}
