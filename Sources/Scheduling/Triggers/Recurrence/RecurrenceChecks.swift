/// What parts of a rule do not go together (RFC 5545, section 3.3.10).
struct RecurrenceChecks {
  let rule: RecurrenceRule
  let text: String
  let places: [String: Range<Int>]

  func check() throws(RecurrenceError) {
    let frequency = rule.frequency
    if rule.count != nil, rule.until != nil {
      throw fault("UNTIL", "COUNT and UNTIL exclude each other", "one of them")
    }
    if !rule.weeks.isEmpty, frequency != .yearly {
      throw fault("BYWEEKNO", "BYWEEKNO goes with FREQ=YEARLY only")
    }
    if !rule.yearDays.isEmpty, [.daily, .weekly, .monthly].contains(frequency) {
      throw fault("BYYEARDAY", "BYYEARDAY does not go with FREQ=\(frequency.rawValue)", "FREQ=YEARLY")
    }
    if !rule.monthDays.isEmpty, frequency == .weekly {
      throw fault("BYMONTHDAY", "BYMONTHDAY does not go with FREQ=WEEKLY", "FREQ=MONTHLY or FREQ=DAILY")
    }
    if rule.days.contains(where: { $0.ordinal != nil }) {
      guard frequency >= .monthly else {
        throw fault(
          "BYDAY", "a numbered weekday goes with FREQ=MONTHLY or FREQ=YEARLY only", "the weekday without its number")
      }
      if !rule.weeks.isEmpty {
        throw fault("BYDAY", "a numbered weekday does not go with BYWEEKNO", "the weekday without its number")
      }
    }
    let lists = [
      rule.months, rule.weeks, rule.yearDays, rule.monthDays, rule.hours, rule.minutes, rule.seconds,
    ]
    if !rule.positions.isEmpty, rule.days.isEmpty, lists.allSatisfy(\.isEmpty) {
      throw fault("BYSETPOS", "BYSETPOS chooses among what another BY part names, and there is none")
    }
  }

  private func fault(_ part: String, _ reason: String, _ suggestion: String? = nil) -> RecurrenceError {
    RecurrenceError(text: text, part: part, range: places[part] ?? 0..<0, reason: reason, suggestion: suggestion)
  }
}
