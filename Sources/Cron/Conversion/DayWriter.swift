/// Writes the two day fields of a rule in a dialect.
struct DayWriter {
  typealias Failure = FieldWriter.Failure

  let rule: DayRule
  let dialect: CronDialect

  private static let names = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

  func fields() throws(Failure) -> (month: String, week: String) {
    var (month, week) = (rule.dayOfMonth, rule.dayOfWeek)
    var combination = rule.combination
    if combination == .either, month.isEveryDay || week.isEveryDay { (month, week, combination) = (.all, .all, .both) }
    // APScheduler names weekdays in the day field too.
    if dialect != .apscheduler, combination == .both, month.namesWeekdays {
      guard week.isEveryDay else { throw Failure(reason: .days) }
      let byWeekday = month.weekdayPart
      let byNumber = month.numberPart
      combination = byNumber.isEmpty ? .both : .either
      (month, week) = (byNumber.isEmpty ? .all : byNumber, byWeekday)
    }
    if dialect == .apscheduler, combination == .either {
      guard month.isWritable(in: dialect), week.weekdays == 0 else { throw Failure(reason: .eitherDayField) }
      (month, week, combination) = (month.union(week), .all, .both)
    }
    if dialect == .apscheduler, week.last != 0 || week.ordinals != 0 {
      guard month.isEveryDay, week.weekdays == 0 else { throw Failure(reason: .bothDayFields) }
      (month, week) = (week, .all)
    }
    guard month.isEveryDay || month.isWritable(in: dialect) else { throw Failure(reason: .days) }
    switch dialect {
    case .standard:
      let both = combination == .both && !month.isEveryDay && !week.isEveryDay
      return (standardMonth(month), week.isEveryDay ? "*" : (both ? "+" : "") + standardWeek(week))
    case .quartz, .aws:
      if month.isEveryDay { return week.isEveryDay ? ("*", "?") : ("?", try quartzWeek(week)) }
      guard week.isEveryDay else {
        throw Failure(reason: combination == .both ? .bothDayFields : .eitherDayField)
      }
      return (try quartzMonth(month), "?")
    case .apscheduler:
      return (apschedulerMonth(month), week.isEveryDay ? "*" : weekdayNames(week.weekdays).joined(separator: ","))
    }
  }

  private func numbers(_ set: DaySet) -> [String] {
    set.days == 0 ? [] : [SetText(bits: UInt64(set.days), bounds: 1...31, starred: false).text]
  }

  private func weekdayNames(_ bits: UInt8) -> [String] {
    (0...6).filter { bits >> UInt8($0) & 1 == 1 }.map { Self.names[$0] }
  }

  private func bits(_ set: UInt32) -> [Int] { (0...31).filter { set >> UInt32($0) & 1 == 1 } }

  private func standardMonth(_ set: DaySet) -> String {
    if set.isEveryDay { return "*" }
    let fromLast = bits(set.fromLast).map { $0 == 0 ? "L" : "L-\($0)" }
    let nearest = bits(set.nearest).map { "\($0)W" }
    let lastWeekday = set.nearestFromLast & 1 == 1 ? ["LW"] : []
    return (numbers(set) + fromLast + nearest + lastWeekday).joined(separator: ",")
  }

  private func standardWeek(_ set: DaySet) -> String {
    var items: [String] = []
    if set.weekdays == 0b011_1110 { items = ["MON-FRI"] } else { items = weekdayNames(set.weekdays) }
    items += weekdayNames(set.last).map { "\($0)L" }
    for ordinal in 1...5 { items += weekdayNames(set.weekdays(ordinal: ordinal)).map { "\($0)#\(ordinal)" } }
    return items.joined(separator: ",")
  }

  /// Quartz takes one special, alone, or plain items.
  private func quartzMonth(_ set: DaySet) throws(Failure) -> String {
    var specials = bits(set.fromLast).map { $0 == 0 ? "L" : "L-\($0)" }
    specials += bits(set.nearest).map { "\($0)W" }
    specials += bits(set.nearestFromLast).map { $0 == 0 ? "LW" : "L-\($0)W" }
    let items = numbers(set) + specials
    guard specials.isEmpty || items.count == 1 else { throw Failure(reason: .days) }
    return items.joined(separator: ",")
  }

  private func quartzWeek(_ set: DaySet) throws(Failure) -> String {
    let text = standardWeek(set)
    guard set.last == 0 && set.ordinals == 0 || !text.contains(",") else { throw Failure(reason: .days) }
    return text
  }

  private func apschedulerMonth(_ set: DaySet) -> String {
    if set.isEveryDay { return "*" }
    var items = numbers(set) + (set.fromLast & 1 == 1 ? ["last"] : [])
    items += weekdayNames(set.last).map { "last \($0.lowercased())" }
    for (index, ordinal) in ["1st", "2nd", "3rd", "4th", "5th"].enumerated() {
      items += weekdayNames(set.weekdays(ordinal: index + 1)).map { "\(ordinal) \($0.lowercased())" }
    }
    return items.joined(separator: ",")
  }
}

extension DaySet {
  var isEveryDay: Bool { days == Self.everyDay || weekdays == 0x7F }
  var isEmpty: Bool { self == DaySet() }
  var namesWeekdays: Bool { weekdays != 0 || last != 0 || ordinals != 0 }

  /// What names days of the month, and what names weekdays.
  var numberPart: DaySet {
    var part = self
    (part.weekdays, part.last, part.ordinals) = (0, 0, 0)
    return part
  }

  var weekdayPart: DaySet {
    var part = self
    (part.days, part.fromLast, part.nearest, part.nearestFromLast) = (0, 0, 0, 0)
    return part
  }

  func union(_ other: DaySet) -> DaySet {
    var union = self
    union.days |= other.days
    union.fromLast |= other.fromLast
    union.nearest |= other.nearest
    union.nearestFromLast |= other.nearestFromLast
    union.weekdays |= other.weekdays
    union.last |= other.last
    union.ordinals |= other.ordinals
    return union
  }

  func isWritable(in dialect: CronDialect) -> Bool {
    switch dialect {
    case .standard: nearestFromLast & ~1 == 0
    case .quartz, .aws: true
    case .apscheduler: nearest == 0 && nearestFromLast == 0 && fromLast & ~1 == 0 && weekdays == 0
    }
  }
}
