import CivilTime

/// A recurrence rule of RFC 5545, section 3.3.10, as it was written; what it leaves out comes from the start.
struct RecurrenceRule: Hashable, Sendable {
  /// The unit of the periods that a rule goes through.
  enum Frequency: String, CaseIterable, Comparable, Sendable {
    case secondly = "SECONDLY"
    case minutely = "MINUTELY"
    case hourly = "HOURLY"
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"

    /// The finer unit is the lesser one.
    static func < (a: Frequency, b: Frequency) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// A weekday, or the nth one of a month or year, counted from its end when negative.
  struct Day: Hashable, Sendable {
    var weekday: Weekday
    var ordinal: Int?
  }

  /// The last instant that may be; what it means depends on the zone when it is not in UTC.
  enum Until: Hashable, Sendable {
    case instant(Instant)
    case local(CivilDateTime)
  }

  var frequency = Frequency.yearly
  var interval = 1
  var count: Int?
  var until: Until?
  var months: [Int] = []
  var weeks: [Int] = []
  var yearDays: [Int] = []
  var monthDays: [Int] = []
  var days: [Day] = []
  var hours: [Int] = []
  var minutes: [Int] = []
  var seconds: [Int] = []
  var positions: [Int] = []
  var weekStart = Weekday.monday

  /// The most instants that `COUNT` may ask for: they are counted when the trigger is made.
  static let largestCount = 1_000_000

  /// Whether the unit of hours, minutes or seconds is left to run freely, as a star is in a cron expression.
  var followsTheWall: Bool {
    switch frequency {
    case .secondly: hours.isEmpty || minutes.isEmpty || seconds.isEmpty
    case .minutely: hours.isEmpty || minutes.isEmpty
    case .hourly: hours.isEmpty
    case .daily, .weekly, .monthly, .yearly: false
    }
  }
}
