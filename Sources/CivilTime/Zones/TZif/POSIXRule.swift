/// A zone's rule for the years after its last listed transition, in the form of the variable `TZ` (POSIX, extended by
/// RFC 9636 to times of -167 to 167 hours): `CET-1CEST,M3.5.0,M10.5.0/3`.
struct POSIXRule: Hashable {
  /// Seconds east of UTC in standard time.
  let standard: Int64
  /// Daylight saving, where the zone has it.
  let daylight: Daylight?

  struct Daylight: Hashable {
    /// Seconds east of UTC.
    let offset: Int64
    let start: Change
    let end: Change
  }

  /// When in a year the clocks are moved, by the local time before the move.
  struct Change: Hashable {
    let day: Day
    /// Seconds after midnight; negative and beyond a day allowed.
    let time: Int64
  }

  enum Day: Hashable {
    /// `Jn`: day 1 to 365, 29 February never counted.
    case julian(Int)
    /// `n`: day 0 to 365, 29 February counted.
    case ordinal(Int)
    /// `Mm.w.d`: weekday d of week w (5 is the last) of month m.
    case weekday(month: Int, week: Int, weekday: Int)

    func days(year: Int) -> Int64 {
      switch self {
      case .julian(let n):
        let afterFebruary = n >= 60 && DayCount.isLeap(year)
        return DayCount.days(year: year, month: 1, day: 1) + Int64(n - 1 + (afterFebruary ? 1 : 0))
      case .ordinal(let n):
        return DayCount.days(year: year, month: 1, day: 1) + Int64(n)
      case .weekday(let month, let week, let weekday):
        let first = DayCount.days(year: year, month: month, day: 1)
        var day = 1 + (weekday - DayCount.weekday(days: first) + 7) % 7 + (week - 1) * 7
        while day > DayCount.length(year: year, month: month) { day -= 7 }
        return first + Int64(day - 1)
      }
    }
  }

  /// Adds the periods this rule makes from the last listed one to the beginning of the year 2200.
  func extend(_ periods: inout [ZoneRules.Period]) {
    guard let last = periods.last else { return }
    // Without daylight saving the last listed transition has already led to the rule's offset.
    guard let daylight else { return }
    let firstYear = max(1900, DayCount.civil(days: floorDivide(max(last.start, -2_208_988_800), 86_400)).year)
    guard firstYear < 2200 else { return }
    for year in firstYear..<2200 {
      let start = daylight.start.day.days(year: year) * 86_400 + daylight.start.time - standard
      let end = daylight.end.day.days(year: year) * 86_400 + daylight.end.time - daylight.offset
      let changes = [(start, daylight.offset), (end, standard)]
      for (time, offset) in start <= end ? changes : changes.reversed() where time < ZoneRules.horizon {
        // A rule of daylight saving all year long ends and starts it at one instant.
        if let previous = periods.last, previous.start == time, time > last.start { periods.removeLast() }
        if let previous = periods.last, previous.start < time { periods.append(.init(start: time, offset: offset)) }
      }
    }
  }
}
