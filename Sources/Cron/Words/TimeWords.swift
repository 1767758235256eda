import CivilTime

/// When within a day: a beginning of the sentence, and the hours it is confined to.
struct TimeWords {
  /// "At 02:30", "Every 15 minutes".
  let lead: String
  /// "between 09:00 and 17:59"; nil for all hours, or where `lead` names them.
  let window: String?
  /// Whether `lead` names single times of the day.
  let namesTimes: Bool

  /// More single times than these are written as a frequency.
  private static let mostTimes = 6

  init(_ sets: FieldSets) {
    let seconds = Self.values(sets.seconds, 0...59)
    let minutes = Self.values(sets.minutes, 0...59)
    let hours = Self.values(UInt64(sets.hours), 0...23)
    let everyHour = hours.count == 24
    if !everyHour, seconds.count * minutes.count * hours.count <= Self.mostTimes {
      let times = hours.flatMap { hour in
        minutes.flatMap { minute in seconds.map { Self.clock(hour, minute, $0) } }
      }
      self.init(lead: "At \(English.list(times))", window: nil, namesTimes: true)
      return
    }
    if let hourly = Self.hourly(seconds: seconds, minutes: minutes, hours: hours) {
      self.init(lead: hourly, window: nil, namesTimes: false)
      return
    }
    self.init(
      lead: Self.frequency(seconds: seconds, minutes: minutes, everyHour: everyHour),
      window: everyHour ? nil : Self.window(hours), namesTimes: false)
  }

  private init(lead: String, window: String?, namesTimes: Bool) {
    (self.lead, self.window, self.namesTimes) = (lead, window, namesTimes)
  }

  static func values(_ bits: UInt64, _ bounds: ClosedRange<Int>) -> [Int] {
    bounds.filter { bits >> UInt64($0) & 1 == 1 }
  }

  /// "02:30", or "02:30:15" where there are seconds.
  static func clock(_ hour: Int, _ minute: Int, _ second: Int) -> String {
    "\(padded(hour, 2)):\(padded(minute, 2))" + (second == 0 ? "" : ":\(padded(second, 2))")
  }

  /// One time in each of many hours: "Every hour", "Every 2 hours from 00:30", "Every hour from 09:30 to 17:30".
  private static func hourly(seconds: [Int], minutes: [Int], hours: [Int]) -> String? {
    guard seconds.count == 1, minutes.count == 1, let first = hours.first, let last = hours.last else { return nil }
    let (minute, second) = (minutes[0], seconds[0])
    if hours.count == 24 {
      if minute == 0, second == 0 { return "Every hour" }
      return "At minute \(minute)\(second == 0 ? "" : ", second \(second)") of every hour"
    }
    let step = hours[1] - first
    if last - first == hours.count - 1 {
      return "Every hour from \(clock(first, minute, second)) to \(clock(last, minute, second))"
    }
    if zip(hours, hours.dropFirst()).allSatisfy({ $1 - $0 == step }) {
      let closes = first + 24 - last == step
      return "Every \(step) hours from \(clock(first, minute, second))"
        + (closes ? "" : " to \(clock(last, minute, second))")
    }
    return nil
  }

  private static func frequency(seconds: [Int], minutes: [Int], everyHour: Bool) -> String {
    let ofEveryHour = everyHour ? " of every hour" : ""
    if seconds == [0] {
      return step(minutes, of: "minute") ?? "At \(named(minutes, "minute"))\(ofEveryHour)"
    }
    if minutes.count == 60 {
      return step(seconds, of: "second") ?? "At \(named(seconds, "second")) of every minute"
    }
    if let lead = step(seconds, of: "second") { return "\(lead) in \(named(minutes, "minute"))\(ofEveryHour)" }
    if let lead = step(minutes, of: "minute") { return "\(lead), at \(named(seconds, "second"))" }
    return "At \(named(seconds, "second")) of \(named(minutes, "minute"))\(ofEveryHour)"
  }

  /// "Every minute", "Every 15 minutes": only where the step is even all round the clock and starts at 0.
  private static func step(_ values: [Int], of unit: String) -> String? {
    if values.count == 60 { return "Every \(unit)" }
    guard values.count >= 2, values[0] == 0, 60 % values.count == 0 else { return nil }
    let step = 60 / values.count
    guard values == Array(stride(from: 0, to: 60, by: step)) else { return nil }
    return "Every \(step) \(unit)s"
  }

  private static func named(_ values: [Int], _ unit: String) -> String {
    "\(unit)\(values.count == 1 ? "" : "s") \(English.runs(values))"
  }

  /// "between 22:00 and 05:59", "in the hours 9, 12 and 17".
  private static func window(_ hours: [Int]) -> String {
    let ranges = Runs(hours).ranges
    func span(_ first: Int, _ last: Int) -> String { "between \(clock(first, 0, 0)) and \(clock(last, 59, 0))" }
    if let only = ranges.first, ranges.count == 1 { return span(only.lowerBound, only.upperBound) }
    if ranges.count == 2, ranges[0].lowerBound == 0, ranges[1].upperBound == 23 {
      return span(ranges[1].lowerBound, ranges[0].upperBound)
    }
    return "in the hours \(English.runs(hours))"
  }
}
