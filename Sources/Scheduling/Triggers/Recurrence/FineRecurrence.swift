import CivilTime

/// The local times of a rule that goes by hours, minutes or seconds.
struct FineRecurrence: Sendable {
  let followsTheWall: Bool

  /// The unit in seconds, and how many units apart periods lie.
  private let unit: Int64
  private let interval: Int64
  private let days: RecurrenceDays
  /// The starts of units that the rule's hours, minutes and seconds admit.
  private let units: TimesOfDay
  /// The times within an admitted unit, in order: seconds from its start.
  private let offsets: [Int64]
  private let start: Int64
  private let base: Int64

  init(_ rule: RecurrenceRule, start: CivilDateTime) {
    followsTheWall = rule.followsTheWall
    interval = Int64(rule.interval)
    days = RecurrenceDays(rule, start: start.date)
    func given(_ list: [Int], or all: Int) -> [Int] { list.isEmpty ? Array(0..<all) : list }
    let hours = given(rule.hours, or: 24)
    let minutes = given(rule.minutes, or: 60)
    let ownSeconds = rule.seconds.isEmpty ? [start.second] : rule.seconds
    var offsets: [Int]
    switch rule.frequency {
    case .hourly:
      unit = 3_600
      units = TimesOfDay(hours: hours, minutes: [0], seconds: [0])
      let ownMinutes = rule.minutes.isEmpty ? [start.minute] : rule.minutes
      offsets = ownMinutes.flatMap { minute in ownSeconds.map { minute * 60 + $0 } }
    case .minutely:
      unit = 60
      units = TimesOfDay(hours: hours, minutes: minutes, seconds: [0])
      offsets = ownSeconds
    default:
      unit = 1
      units = TimesOfDay(hours: hours, minutes: minutes, seconds: given(rule.seconds, or: 60))
      offsets = [0]
    }
    if !rule.positions.isEmpty {
      let indices = rule.positions.map { $0 > 0 ? $0 - 1 : offsets.count + $0 }
      offsets = Set(indices.filter(offsets.indices.contains)).sorted().map { offsets[$0] }
    }
    self.start = start.secondsSince1970
    base = floorDivide(self.start, unit)
    self.offsets = Self.isReachable(units, unit: unit, interval: interval, base: base) ? offsets.map(Int64.init) : []
  }

  /// Whether the steps ever meet an admitted time of day: steps of two hours from ten o'clock never meet nine.
  private static func isReachable(_ units: TimesOfDay, unit: Int64, interval: Int64, base: Int64) -> Bool {
    var (common, rest) = (interval * unit, Int64(86_400))
    while rest != 0 { (common, rest) = (rest, common % rest) }
    let wanted = (base * unit % common + common) % common
    return (0..<units.count).contains { Int64(units[$0]) % common == wanted }
  }

  func first(from local: Int64, within budget: inout SearchBudget) -> Int64? {
    guard !offsets.isEmpty else { return nil }
    var local = max(local, start)
    while budget.spend(1 + offsets.count / 64) {
      let number = floorDivide(local, unit)
      let ahead = (number - base) % interval
      if ahead != 0 { local = (number + interval - ahead) * unit }
      let unitStart = floorDivide(local, unit) * unit
      let day = floorDivide(unitStart, 86_400)
      guard let admitted = days.first(from: day, within: &budget) else { return nil }
      guard admitted == day else {
        local = admitted * 86_400
        continue
      }
      let time = Int(unitStart - day * 86_400)
      guard let next = units.first(from: time), next == time else {
        local = day * 86_400 + Int64(units.first(from: time) ?? 86_400)
        continue
      }
      if let offset = offsets.first(where: { unitStart + $0 >= local }) { return unitStart + offset }
      local = unitStart + unit
    }
    return nil
  }

  func last(through local: Int64, within budget: inout SearchBudget) -> Int64? {
    guard !offsets.isEmpty else { return nil }
    var local = min(local, RecurrenceDays.horizon * 86_400 + 86_399)
    while local >= start, budget.spend(1 + offsets.count / 64) {
      let number = floorDivide(local, unit)
      let ahead = (number - base) % interval
      if ahead != 0 { local = (number - ahead + 1) * unit - 1 }
      let unitStart = floorDivide(local, unit) * unit
      let day = floorDivide(unitStart, 86_400)
      guard let admitted = days.last(through: day, from: floorDivide(start, 86_400), within: &budget) else {
        return nil
      }
      guard admitted == day else {
        local = admitted * 86_400 + 86_399
        continue
      }
      let time = Int(unitStart - day * 86_400)
      guard let previous = units.last(through: time), previous == time else {
        let end = units.last(through: time).map { Int64($0) + unit }
        local = day * 86_400 + (end ?? 0) - 1
        continue
      }
      if let offset = offsets.last(where: { unitStart + $0 <= local }) {
        return unitStart + offset >= start ? unitStart + offset : nil
      }
      local = unitStart - 1
    }
    return nil
  }
}
