/// Writes field sets as an expression of a dialect.
struct FieldWriter {
  struct Failure: Error { let reason: CronConversionError.Reason }

  let sets: FieldSets
  let dialect: CronDialect

  func text() throws(Failure) -> String {
    if sets.days.weeks != DayRule.everyWeek, dialect != .apscheduler { throw Failure(reason: .weeks) }
    if dialect == .aws, sets.seconds != 1 { throw Failure(reason: .seconds) }
    let days = try DayWriter(rule: sets.days, dialect: dialect).fields()
    let seconds = time(sets.seconds, .second)
    let minutes = time(sets.minutes, .minute)
    let hours = time(UInt64(sets.hours), .hour)
    let months = plain(UInt64(sets.months), .month)
    let years = years()
    switch dialect {
    case .standard:
      // Without seconds the field is 0; with a year seconds must be written.
      let head = sets.seconds == 1 && years == "*" ? "" : "\(seconds) "
      return "\(head)\(minutes) \(hours) \(days.month) \(months) \(days.week)" + (years == "*" ? "" : " \(years)")
    case .quartz:
      return "\(seconds) \(minutes) \(hours) \(days.month) \(months) \(days.week)" + (years == "*" ? "" : " \(years)")
    case .aws: return "\(minutes) \(hours) \(days.month) \(months) \(days.week) \(years)"
    case .apscheduler:
      var fields = CronFields(
        year: years, month: months, day: days.month, dayOfWeek: days.week, hour: hours, minute: minutes, second: seconds
      )
      if sets.days.weeks != DayRule.everyWeek { fields.week = plain(sets.days.weeks, .week) }
      return fields.description
    }
  }

  /// Second, minute or hour: a leading star says that the schedule follows the clocks, so one that does not gets none.
  private func time(_ bits: UInt64, _ field: CronField) -> String {
    let full = SetText.isFull(bits, field.bounds)
    if sets.isWildcard { return SetText(bits: bits, bounds: field.bounds, starred: true).text }
    return full
      ? "\(field.bounds.lowerBound)-\(field.bounds.upperBound)"
      : SetText(bits: bits, bounds: field.bounds, starred: false).text
  }

  private func plain(_ bits: UInt64, _ field: CronField) -> String {
    SetText(bits: bits, bounds: field.bounds, starred: false).text
  }

  private func years() -> String {
    if sets.years.isAll { return "*" }
    return Runs(sets.years.values).text
  }
}

/// A set of small numbers as a field: `*`, `*/5`, `9-17`, `1-11/2`, `0,30`.
struct SetText {
  let bits: UInt64
  let bounds: ClosedRange<Int>
  /// Whether a step over the whole field is written with a star.
  let starred: Bool

  static func isFull(_ bits: UInt64, _ bounds: ClosedRange<Int>) -> Bool { bits.nonzeroBitCount == bounds.count }

  var text: String {
    if Self.isFull(bits, bounds) { return "*" }
    let values = bounds.filter { bits >> UInt64($0) & 1 == 1 }
    guard let first = values.first, let last = values.last, values.count >= 3 else { return Runs(values).text }
    let step = values[1] - first
    let isEven = zip(values, values.dropFirst()).allSatisfy { $1 - $0 == step }
    guard isEven, step > 1 else { return Runs(values).text }
    let coversAll = first == bounds.lowerBound && last + step > bounds.upperBound
    return coversAll && starred ? "*/\(step)" : "\(first)-\(last)/\(step)"
  }
}

/// Numbers in order as single values and ranges: `1-5,8`.
struct Runs {
  let ranges: [ClosedRange<Int>]

  init(_ values: [Int]) {
    var ranges: [ClosedRange<Int>] = []
    for value in values {
      if let last = ranges.last, last.upperBound + 1 == value {
        ranges[ranges.count - 1] = last.lowerBound...value
      } else {
        ranges.append(value...value)
      }
    }
    self.ranges = ranges
  }

  var text: String {
    ranges.map { range in
      switch range.count {
      case 1: "\(range.lowerBound)"
      case 2: "\(range.lowerBound),\(range.upperBound)"
      default: "\(range.lowerBound)-\(range.upperBound)"
      }
    }.joined(separator: ",")
  }
}
