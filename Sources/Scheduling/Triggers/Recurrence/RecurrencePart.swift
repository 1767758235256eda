import CivilTime

extension RecurrenceParser {
  /// One `NAME=value` and how its value is read.
  struct Part {
    let parser: RecurrenceParser
    let name: String
    let place: Range<Int>
    let value: Range<Int>

    func frequency() throws(RecurrenceError) -> RecurrenceRule.Frequency {
      if let frequency = RecurrenceRule.Frequency(rawValue: parser.string(value).uppercased()) { return frequency }
      throw fault(
        value, "'\(shown(value))' is not a frequency", "one of SECONDLY MINUTELY HOURLY DAILY WEEKLY MONTHLY YEARLY")
    }

    func number(in bounds: ClosedRange<Int>, of item: Range<Int>? = nil, signed: Bool = false)
      throws(RecurrenceError) -> Int
    {
      let item = item ?? value
      guard let number = parser.integer(item), bounds.contains(signed ? abs(number) : number) else {
        let range = "\(bounds.lowerBound)-\(bounds.upperBound)"
        throw fault(
          item, "\(name) must be \(range)" + (signed ? " or -\(bounds.lowerBound) to -\(bounds.upperBound)" : ""))
      }
      return number
    }

    /// A list of numbers, in order and without repetitions.
    func numbers(in bounds: ClosedRange<Int>, signed: Bool = false) throws(RecurrenceError) -> [Int] {
      var numbers: Set<Int> = []
      for item in parser.items(value) { numbers.insert(try number(in: bounds, of: item, signed: signed)) }
      return numbers.sorted()
    }

    func days() throws(RecurrenceError) -> [RecurrenceRule.Day] {
      var days: [RecurrenceRule.Day] = []
      for item in parser.items(value) {
        let nameStart = max(item.lowerBound, item.upperBound - 2)
        guard let weekday = Self.weekdays[parser.string(nameStart..<item.upperBound).uppercased()] else {
          throw fault(item, "'\(shown(item))' is not a weekday", "MO, 2TU or -1FR")
        }
        var day = RecurrenceRule.Day(weekday: weekday)
        if nameStart > item.lowerBound {
          day.ordinal = try number(in: 1...53, of: item.lowerBound..<nameStart, signed: true)
        }
        if !days.contains(day) { days.append(day) }
      }
      return days
    }

    func weekday() throws(RecurrenceError) -> Weekday {
      if let weekday = Self.weekdays[parser.string(value).uppercased()] { return weekday }
      throw fault(value, "'\(shown(value))' is not a weekday", "one of MO TU WE TH FR SA SU")
    }

    /// `20271231`, `20271231T235959` on the trigger's clocks, or `20271231T235959Z`.
    func until() throws(RecurrenceError) -> RecurrenceRule.Until {
      let text = parser.string(value).uppercased()
      let digits = Array(text.utf8)
      func part(_ range: Range<Int>) -> Int? {
        guard range.upperBound <= digits.count, digits[range].allSatisfy({ decimalDigit($0) != nil }) else {
          return nil
        }
        return digits[range].reduce(0) { $0 * 10 + (decimalDigit($1) ?? 0) }
      }
      if let year = part(0..<4), let month = part(4..<6), let day = part(6..<8),
        let date = CivilDate(year: year, month: month, day: day)
      {
        if digits.count == 8, let end = CivilDateTime(date: date, hour: 23, minute: 59, second: 59) {
          return .local(end)
        }
        if digits.count >= 15, digits[8] == UInt8(ascii: "T"), let hour = part(9..<11), let minute = part(11..<13),
          let second = part(13..<15),
          let time = CivilDateTime(date: date, hour: hour, minute: minute, second: second)
        {
          if digits.count == 15 { return .local(time) }
          if text.utf8.count == 16, text.hasSuffix("Z") {
            return .instant(Instant(secondsSince1970: time.secondsSince1970))
          }
        }
      }
      throw fault(
        value, "'\(shown(value))' is not a date or time", "20271231T235959Z, 20271231T235959 or 20271231")
    }

    private static let weekdays: [String: Weekday] = [
      "SU": .sunday, "MO": .monday, "TU": .tuesday, "WE": .wednesday, "TH": .thursday, "FR": .friday,
      "SA": .saturday,
    ]

    private func shown(_ range: Range<Int>) -> String { parser.string(range).printable(bytes: 40) }

    private func fault(_ range: Range<Int>, _ reason: String, _ suggestion: String? = nil) -> RecurrenceError {
      parser.fault(name, range, "\(reason.hasPrefix(name) ? "" : "\(name): ")\(reason)", suggestion)
    }
  }
}
