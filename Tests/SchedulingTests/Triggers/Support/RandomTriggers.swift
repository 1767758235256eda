import CivilTime
import Scheduling

/// Random triggers of every kind, the same on every run.
extension SeededGenerator {
  mutating func rule(_ frequency: String? = nil) -> String {
    let frequency = frequency ?? pick(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"])
    var parts = ["FREQ=\(frequency)"]
    if chance(50) {
      parts.append("INTERVAL=\(int(1...(["HOURLY", "MINUTELY", "SECONDLY"].contains(frequency) ? 90 : 5)))")
    }
    if chance(30) { parts.append("BYMONTH=\(list(1...12, 4))") }
    let isLarge = frequency == "YEARLY" || frequency == "MONTHLY"
    if frequency == "YEARLY", chance(20) {
      parts.append("BYWEEKNO=\(signed(1...53, 4))")
      if chance(60) { parts.append("BYDAY=\(weekdays(ordinals: nil))") }
    } else if chance(40) {
      parts.append("BYDAY=\(weekdays(ordinals: isLarge && chance(50) ? (frequency == "YEARLY" ? 20 : 5) : nil))")
    }
    if frequency != "WEEKLY", chance(20) { parts.append("BYMONTHDAY=\(signed(1...31, 6))") }
    if ["YEARLY", "HOURLY"].contains(frequency), chance(15) { parts.append("BYYEARDAY=\(signed(1...366, 20))") }
    let hasDays = parts.contains { $0.hasPrefix("BYDAY") || $0.hasPrefix("BYMONTHDAY") }
    if chance(30) { parts.append("BYHOUR=\(list(0...23, 3))") }
    if chance(25) { parts.append("BYMINUTE=\(list(0...59, 3))") }
    if chance(15) { parts.append("BYSECOND=\(list(0...59, 3))") }
    if hasDays, chance(25) { parts.append("BYSETPOS=\(signed(1...3, 2))") }
    if chance(30) { parts.append("WKST=\(pick(["MO", "SU", "WE"]))") }
    if chance(15) { parts.append("COUNT=\(int(1...9))") }
    return parts.joined(separator: ";")
  }

  private mutating func list(_ range: ClosedRange<Int>, _ most: Int) -> String {
    (0..<int(1...most)).map { _ in "\(int(range))" }.joined(separator: ",")
  }

  private mutating func signed(_ range: ClosedRange<Int>, _ most: Int) -> String {
    (0..<int(1...most)).map { _ in (chance(30) ? "-" : "") + "\(int(range))" }.joined(separator: ",")
  }

  private mutating func weekdays(ordinals most: Int?) -> String {
    (0..<int(1...4)).map { _ in
      let ordinal = most.map { (chance(30) ? "-" : "") + "\(int(1...$0))" } ?? ""
      return ordinal + pick(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
    }.joined(separator: ",")
  }

  mutating func zoneName() -> String {
    pick(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu"])
  }

  mutating func instant() -> Instant {
    Instant(secondsSince1970: Int64(int(1_500_000_000...1_900_000_000)))
  }

  mutating func simpleTrigger() throws -> any Trigger {
    let zone = TriggerTimeZone(zoneName())
    switch int(0...4) {
    case 0: return DateTrigger(instant())
    case 1: return try IntervalTrigger(.milliseconds(int(1...4_000) * 250), anchor: chance(50) ? .epoch : instant())
    case 2:
      let expression = pick([
        "*/5 * * * *", "30 2 * * *", "0 0 29 2 *", "15,45 1-3 * * MON-FRI", "*/20 * * * * *", "0 9 L * *",
        "0 0 1 1 * ", "H H * * *", "@every 7m30s", "30 1 * * SUN",
      ])
      let overlap = pick([Zone.OverlapPolicy.first, .last, .both])
      let trigger = try CronTrigger(expression, timeZone: zone, gap: pick([.shift, .skip]), overlap: overlap)
      return try trigger.prepared(for: JobID("job-\(int(1...9))"))
    case 3: return try RecurrenceTrigger(rule(), starting: instant(), timeZone: zone)
    default:
      let interval = CalendarInterval(int(1...5), pick(CalendarInterval.Unit.allCases))
      let anchor = CivilDate(daysSince1970: Int64(int(17_000...21_000)))
      guard let anchor else { return DateTrigger(instant()) }
      return try CalendarIntervalTrigger(
        every: interval, from: anchor, at: TimeOfDay(hour: int(0...23), minute: int(0...59)), timeZone: zone,
        dayOverflow: pick([.skip, .clamp]))
    }
  }

  mutating func exclusion() throws -> Exclusion {
    switch int(0...4) {
    case 0: return .weekdays(pick(Weekday.allCases), pick(Weekday.allCases))
    case 1: return .dates((0..<20).compactMap { _ in CivilDate(daysSince1970: Int64(int(17_000...21_000))) })
    case 2: return .annualDays(try AnnualDay(month: 12, day: 25), try AnnualDay(month: int(1...12), day: int(1...28)))
    case 3:
      return try .daily(from: TimeOfDay(hour: int(0...23), minute: 30), to: TimeOfDay(hour: int(0...23)))
    default: return try .cron(pick(["* 0-7 * * *", "0 9 * * MON", "*/10 */2 * * * *", "* * 1-7 * *"]))
    }
  }

  /// A trigger of any kind, with others within it down to a depth.
  mutating func trigger(depth: Int = 2) throws -> any Trigger {
    guard depth > 0, chance(60) else { return try simpleTrigger() }
    let base = try trigger(depth: depth - 1)
    switch int(0...4) {
    case 0: return try AnyOfTrigger([base, trigger(depth: depth - 1)])
    case 1:
      // Triggers that never meet cost a long search, here times thousands.
      return try AllOfTrigger([base, CronTrigger("* * * * * *")])
    case 2: return try base.excluding(exclusion(), exclusion(), timeZone: TriggerTimeZone(zoneName()))
    case 3: return try base.starting(at: instant()).limited(to: int(1...50))
    default: return base.starting(at: instant()).ending(at: instant())
    }
  }

  /// A trigger around another that is made to keep a search busy.
  mutating func hostile(around leaf: any Trigger, depth: Int) throws -> any Trigger {
    guard depth > 0 else { return leaf }
    let base = try hostile(around: leaf, depth: depth - 1)
    switch int(0...5) {
    case 0: return try AnyOfTrigger([base, simpleTrigger(), base])
    case 1:
      // Two that are due every other second, and never at once.
      let odd = try IntervalTrigger(.seconds(2), anchor: Instant(secondsSince1970: Int64(int(0...1))))
      return try AllOfTrigger([base, odd, CronTrigger("\(int(0...1))-59/2 * * * * *")])
    case 2:
      let step = int(2...5)
      return try base.excluding(
        (0..<step).map { try .cron("\($0)-59/\(step) * * * *") } + [exclusion()], timeZone: TriggerTimeZone(zoneName()))
    case 3: return try base.starting(at: instant()).limited(to: pick([1, 1_000, 1_000_000]))
    case 4:
      let positions = (1...pick([3, 40, 366])).map(String.init).joined(separator: ",")
      let days = "MO,TU,WE,TH,FR,SA,SU"
      let rule =
        "FREQ=\(pick(["MONTHLY", "YEARLY"]));COUNT=\(pick([10, 1_000_000]));BYDAY=\(days);BYSETPOS=\(positions)"
      return try AnyOfTrigger([
        base, RecurrenceTrigger(rule, starting: instant(), timeZone: TriggerTimeZone(zoneName())),
      ])
    default: return try AllOfTrigger([base, simpleTrigger()])
    }
  }
}
