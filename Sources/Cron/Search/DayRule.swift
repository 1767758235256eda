import CivilTime

/// Which days a schedule admits: day of month and day of week, taken together as the expression says, and ISO weeks.
struct DayRule: Hashable, Sendable {
  enum Combination: Hashable, Sendable {
    /// Both must hold; an unrestricted field always does.
    case both
    /// One must hold.
    case either
  }

  var dayOfMonth = DaySet.all
  var dayOfWeek = DaySet.all
  var combination = Combination.both
  /// Bit w: ISO week w, 1 to 53.
  var weeks = Self.everyWeek

  static let everyWeek: UInt64 = (1 << 54) - 2
  static let everyDay = DayRule()

  /// Whether days are named by number alone, so that the month's length decides the rest.
  var isNumbered: Bool { dayOfMonth.isPlain && dayOfWeek.isPlain && weeks == Self.everyWeek }

  /// The matching days of a month; bit d is day d.
  @inline(__always)
  func mask(year: Int, month: Int, firstDay: Int64) -> UInt32 {
    let length = DayCount.length(year: year, month: month)
    let mask = mask(length: length, first: DayCount.weekday(days: firstDay))
    return weeks == Self.everyWeek ? mask : mask & weekMask(firstDay: firstDay, length: length)
  }

  /// The matching days of a month of a length and first weekday, weeks left aside.
  @inline(__always)
  func mask(length: Int, first: Int) -> UInt32 {
    let a = dayOfMonth.mask(length: length, first: first)
    let b = dayOfWeek.mask(length: length, first: first)
    return combination == .both ? a & b : a | b
  }

  /// The days of a month that lie in the admitted ISO weeks.
  private func weekMask(firstDay: Int64, length: Int) -> UInt32 {
    var mask: UInt32 = 0
    var day = 1
    while day <= length {
      let date = CivilDate(daysSince1970: firstDay + Int64(day - 1))
      // To the end of this ISO week, or of the month.
      let days = min(8 - (date?.weekday.isoNumber ?? 1), length - day + 1)
      if let week = date?.isoWeek.week, weeks >> UInt64(week) & 1 == 1 {
        mask |= (1 << UInt32(days) - 1) << UInt32(day)
      }
      day += days
    }
    return mask
  }
}
