import CivilTime

/// Reads a recurrence rule, one `NAME=value` after another.
struct RecurrenceParser {
  private let text: String
  private let bytes: [UInt8]

  static func parse(_ text: String) throws(RecurrenceError) -> RecurrenceRule {
    let length = text.utf8.count
    guard length <= TriggerLimits.largestExpression else {
      throw RecurrenceError(
        text: text.printable(bytes: 100), part: nil, range: 0..<0,
        reason: "a rule has at most \(TriggerLimits.largestExpression) bytes, and this one has \(length)",
        suggestion: nil)
    }
    return try RecurrenceParser(text: text, bytes: Array(text.utf8)).rule()
  }

  private func rule() throws(RecurrenceError) -> RecurrenceRule {
    var rule = RecurrenceRule()
    var places: [String: Range<Int>] = [:]
    var start = bytes.starts(with: "RRULE:".utf8) ? 6 : 0
    guard start < bytes.count else {
      throw fault(nil, start..<start, "the rule is empty", "FREQ=DAILY")
    }
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
      // A semicolon may end the rule.
      if start == end, end == bytes.count, !places.isEmpty { break }
      guard let equals = bytes[start..<end].firstIndex(of: UInt8(ascii: "=")) else {
        throw fault(nil, start..<end, "expected NAME=value", "FREQ=DAILY")
      }
      let name = string(start..<equals).uppercased()
      guard places[name] == nil else { throw fault(name, start..<end, "\(name) is given twice") }
      places[name] = start..<end
      try read(Part(parser: self, name: name, place: start..<end, value: equals + 1..<end), into: &rule)
      start = end + 1
    }
    guard places["FREQ"] != nil else {
      throw fault("FREQ", bytes.count..<bytes.count, "FREQ is missing", "FREQ=DAILY")
    }
    try RecurrenceChecks(rule: rule, text: text, places: places).check()
    return rule
  }

  private func read(_ part: Part, into rule: inout RecurrenceRule) throws(RecurrenceError) {
    switch part.name {
    case "FREQ": rule.frequency = try part.frequency()
    case "INTERVAL": rule.interval = try part.number(in: 1...999_999_999)
    case "COUNT": rule.count = try part.number(in: 1...RecurrenceRule.largestCount)
    case "UNTIL": rule.until = try part.until()
    case "BYMONTH": rule.months = try part.numbers(in: 1...12)
    case "BYWEEKNO": rule.weeks = try part.numbers(in: 1...53, signed: true)
    case "BYYEARDAY": rule.yearDays = try part.numbers(in: 1...366, signed: true)
    case "BYMONTHDAY": rule.monthDays = try part.numbers(in: 1...31, signed: true)
    case "BYDAY": rule.days = try part.days()
    case "BYHOUR": rule.hours = try part.numbers(in: 0...23)
    case "BYMINUTE": rule.minutes = try part.numbers(in: 0...59)
    case "BYSECOND": rule.seconds = try part.numbers(in: 0...59)
    case "BYSETPOS": rule.positions = try part.numbers(in: 1...366, signed: true)
    case "WKST": rule.weekStart = try part.weekday()
    case "DTSTART", "EXDATE", "RDATE", "EXRULE":
      throw fault(
        part.name, part.place, "\(part.name) is not a part of a rule",
        part.name == "DTSTART" ? "it as the trigger's start" : ".excluding(…) or .any(of: …) around the trigger")
    default:
      throw fault(
        part.name, part.place, "there is no part \(part.name.printable(bytes: 20))",
        "one of FREQ INTERVAL COUNT UNTIL BYMONTH BYWEEKNO BYYEARDAY BYMONTHDAY BYDAY BYHOUR BYMINUTE BYSECOND "
          + "BYSETPOS WKST")
    }
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func fault(
    _ part: String?, _ range: Range<Int>, _ reason: String, _ suggestion: String? = nil
  ) -> RecurrenceError {
    RecurrenceError(text: text, part: part, range: range, reason: reason, suggestion: suggestion)
  }

  /// The items of a list, between commas.
  func items(_ range: Range<Int>) -> [Range<Int>] {
    var items: [Range<Int>] = []
    var start = range.lowerBound
    for index in range where bytes[index] == UInt8(ascii: ",") {
      items.append(start..<index)
      start = index + 1
    }
    return items + [start..<range.upperBound]
  }

  /// An integer of at most nine digits with a sign or without.
  func integer(_ range: Range<Int>) -> Int? {
    let sign = bytes[range].first { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let digits = bytes[range].drop { $0 == sign }
    guard (1...9).contains(digits.count), range.count - digits.count <= 1 else { return nil }
    var value = 0
    for byte in digits {
      guard let digit = decimalDigit(byte) else { return nil }
      value = value * 10 + digit
    }
    return sign == UInt8(ascii: "-") ? -value : value
  }
}
