extension POSIXRule {
  /// Reads a rule; nil where it is none, or where daylight saving is named without saying when it is.
  init?(_ text: String) {
    guard text.utf8.count <= 256 else { return nil }
    var cursor = ByteCursor(text)
    guard cursor.takeAbbreviation(), let west = cursor.offset(hours: 24) else { return nil }
    standard = -west
    if cursor.isAtEnd {
      daylight = nil
      return
    }
    guard cursor.takeAbbreviation() else { return nil }
    var daylightOffset = standard + 3_600
    if cursor.peek != UInt8(ascii: ",") {
      guard let west = cursor.offset(hours: 24) else { return nil }
      daylightOffset = -west
    }
    guard cursor.take(",") != nil, let start = cursor.change(), cursor.take(",") != nil, let end = cursor.change(),
      cursor.isAtEnd
    else { return nil }
    daylight = Daylight(offset: daylightOffset, start: start, end: end)
  }
}

extension ByteCursor {
  /// `CET`, or `<+03>` for one that is not all letters.
  fileprivate mutating func takeAbbreviation() -> Bool {
    let start = index
    if take("<") != nil {
      while take("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-") != nil {}
      return take(">") != nil
    }
    while take("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != nil {}
    return index - start >= 3
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  fileprivate mutating func offset(hours limit: Int) -> Int64? {
    let sign: Int64 = take("+-") == UInt8(ascii: "-") ? -1 : 1
    guard let (hours, _) = number(upToDigits: 3), hours <= limit else { return nil }
    var seconds = hours * 3_600
    if take(":") != nil {
      guard let minutes = number(digits: 2), minutes <= 59 else { return nil }
      seconds += minutes * 60
      if take(":") != nil {
        guard let rest = number(digits: 2), rest <= 59 else { return nil }
        seconds += rest
      }
    }
    return sign * Int64(seconds)
  }

  fileprivate mutating func change() -> POSIXRule.Change? {
    guard let day = changeDay() else { return nil }
    guard take("/") != nil else { return POSIXRule.Change(day: day, time: 7_200) }
    guard let time = offset(hours: 167) else { return nil }
    return POSIXRule.Change(day: day, time: time)
  }

  private mutating func changeDay() -> POSIXRule.Day? {
    if take("J") != nil {
      guard let (day, _) = number(upToDigits: 3), (1...365).contains(day) else { return nil }
      return .julian(day)
    }
    if take("M") != nil {
      guard let (month, _) = number(upToDigits: 2), (1...12).contains(month), take(".") != nil,
        let week = number(digits: 1), (1...5).contains(week), take(".") != nil,
        let weekday = number(digits: 1), (0...6).contains(weekday)
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
    guard let (day, _) = number(upToDigits: 3), day <= 365 else { return nil }
    return .ordinal(day)
  }
}
