import CivilTime

/// A deliberately naive second reading of the standard dialect: sets of numbers and string splitting, nothing shared
/// with the library. Only for expressions known to be valid.
struct NaiveCron {
  var seconds: Set<Int> = [0]
  var minutes: Set<Int>
  var hours: Set<Int>
  var dayOfMonth: String
  var months: Set<Int>
  var dayOfWeek: String
  var years: Set<Int>
  var isWildcard: Bool

  private static let monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
  private static let dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

  init(_ text: String) {
    var fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    if fields.count == 5 { fields.insert("0", at: 0) }
    if fields.count == 6 { fields.append("*") }
    seconds = Self.numbers(fields[0], 0...59)
    minutes = Self.numbers(fields[1], 0...59)
    hours = Self.numbers(fields[2], 0...23)
    dayOfMonth = fields[3]
    months = Self.numbers(fields[4], 1...12)
    dayOfWeek = fields[5]
    years = Self.numbers(fields[6], 1970...2199)
    isWildcard = fields[0...2].contains { $0.hasPrefix("*") }
  }

  private static func value(_ text: String) -> Int {
    let upper = text.uppercased()
    return Int(text) ?? monthNames.firstIndex(of: upper).map { $0 + 1 } ?? dayNames.firstIndex(of: upper) ?? -1
  }

  private static func numbers(_ field: String, _ bounds: ClosedRange<Int>) -> Set<Int> {
    var set: Set<Int> = []
    for item in field.split(separator: ",") {
      let parts = item.split(separator: "/")
      let step = parts.count == 2 ? value(String(parts[1])) : 1
      let ends = parts[0].split(separator: "-").map { value(String($0)) }
      var (low, high) = parts[0] == "*" ? (bounds.lowerBound, bounds.upperBound) : (ends[0], ends[ends.count - 1])
      if parts[0].uppercased().hasSuffix("-SUN"), low > 0 { high = 7 }
      while low <= high {
        set.insert(low)
        low += step
      }
    }
    return set
  }

  func matches(_ local: CivilDateTime) -> Bool {
    seconds.contains(local.second) && minutes.contains(local.minute) && hours.contains(local.hour)
      && matches(local.date)
  }

  func matches(_ date: CivilDate) -> Bool {
    guard months.contains(date.month), years.contains(date.year) else { return false }
    let free = ["*", "?"]
    let plus = dayOfWeek.hasPrefix("+")
    let byDay = free.contains(dayOfMonth) || dayOfMonth.split(separator: ",").contains { matchesDay(String($0), date) }
    let week = plus ? String(dayOfWeek.dropFirst()) : dayOfWeek
    let byWeek = free.contains(week) || week.split(separator: ",").contains { matchesWeekday(String($0), date) }
    let either = !plus && !free.contains(dayOfMonth) && !free.contains(dayOfWeek)
    return either ? byDay || byWeek : byDay && byWeek
  }

  private func matchesDay(_ item: String, _ date: CivilDate) -> Bool {
    let length = date.daysInMonth
    if item == "L" { return date.day == length }
    if item.hasPrefix("L-") { return date.day == length - (Int(item.dropFirst(2)) ?? 0) }
    if item == "LW" { return date.day == nearestWeekday(length, date) }
    if item.hasSuffix("W") {
      let wanted = Int(item.dropLast()) ?? 0
      return wanted <= length && date.day == nearestWeekday(wanted, date)
    }
    return Self.numbers(item, 1...31).contains(date.day)
  }

  private func nearestWeekday(_ day: Int, _ date: CivilDate) -> Int {
    for distance in [0, -1, 1, -2, 2] {
      guard let other = CivilDate(year: date.year, month: date.month, day: day + distance) else { continue }
      if other.weekday != .saturday && other.weekday != .sunday { return other.day }
    }
    return 0
  }

  private func matchesWeekday(_ item: String, _ date: CivilDate) -> Bool {
    let weekday = date.weekday.rawValue
    let isLast = date.day + 7 > date.daysInMonth
    if let mark = item.firstIndex(of: "#") {
      guard Self.value(String(item[..<mark])) % 7 == weekday else { return false }
      let which = item[item.index(after: mark)...]
      return which == "L" ? isLast : (date.day - 1) / 7 + 1 == Int(which)
    }
    if item.count >= 2, item.hasSuffix("L") { return Self.value(String(item.dropLast())) % 7 == weekday && isLast }
    let set = Self.numbers(item, 0...6)
    return set.contains(weekday) || (weekday == 0 && set.contains(7))
  }
}
