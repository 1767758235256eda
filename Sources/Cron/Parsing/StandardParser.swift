/// The standard dialect: which text is which field, and how the day fields are taken together.
enum StandardParser {
  static func parse(
    _ fields: [Range<Int>], of bytes: UnsafeBufferPointer<UInt8>, seed: HashSeed?, dayMatch: CronDayMatch
  ) throws(Fault) -> FieldSets {
    let hasSeconds = fields.count >= 6
    var index = 0
    func next(_ field: CronField, _ bounds: ClosedRange<Int>? = nil) -> FieldText {
      defer { index += 1 }
      return FieldText(bytes: bytes, range: fields[index], field: field, bounds: bounds ?? field.bounds)
    }
    var sets = FieldSets()
    if hasSeconds { sets.seconds = try plain(next(.second), seed, &sets.isWildcard) }
    sets.minutes = try plain(next(.minute), seed, &sets.isWildcard)
    sets.hours = UInt32(truncatingIfNeeded: try plain(next(.hour), seed, &sets.isWildcard))
    let dayOfMonth = next(.dayOfMonth)
    sets.days.dayOfMonth = try dayOfMonth.standardDayOfMonth(seed: seed)
    var ignored = false
    sets.months = UInt16(truncatingIfNeeded: try plain(next(.month), seed, &ignored))
    try readDayOfWeek(next(.dayOfWeek, 0...7), after: dayOfMonth, into: &sets.days, seed: seed, dayMatch: dayMatch)
    if fields.count == 7 {
      let year = next(.year)
      if !year.isText("*") {
        sets.years = YearSet()
        try year.forEachItem { item throws(Fault) in
          if try !year.readHash(item, into: &sets.years, seed: seed) { try year.readItem(item, into: &sets.years) }
        }
      }
    }
    return sets
  }

  private static func plain(_ text: FieldText, _ seed: HashSeed?, _ isWildcard: inout Bool) throws(Fault) -> UInt64 {
    var set = BitSet()
    try text.forEachItem { item throws(Fault) in
      if try !text.readHash(item, into: &set, seed: seed) { try text.readItem(item, into: &set) }
    }
    if text.beginsWithStar { isWildcard = true }
    return set.bits
  }

  /// Both day fields restricted: either may match, unless `+` or the daemon's rule says both.
  private static func readDayOfWeek(
    _ text: FieldText, after dayOfMonth: FieldText, into days: inout DayRule, seed: HashSeed?, dayMatch: CronDayMatch
  ) throws(Fault) {
    var wanted = text
    let hasPlus = text.bytes[text.range.lowerBound] == UInt8(ascii: "+")
    if hasPlus {
      let rest = text.range.lowerBound + 1..<text.range.upperBound
      wanted = FieldText(bytes: text.bytes, range: rest, field: text.field, bounds: text.bounds)
      if wanted.isText("?") { throw wanted.fault(rest, "? stands alone, and only in day of month or day of week") }
    }
    days.dayOfWeek = try wanted.standardDayOfWeek(seed: seed)
    if hasPlus { return }
    let bothRestricted =
      switch dayMatch {
      case .standard: !dayOfMonth.isUnrestrictedDay && !text.isUnrestrictedDay
      case .vixie:
        !dayOfMonth.isUnrestrictedDay && !text.isUnrestrictedDay && !dayOfMonth.beginsWithStar && !text.beginsWithStar
      }
    if bothRestricted { days.combination = .either }
  }
}

extension FieldText {
  var beginsWithStar: Bool { bytes[range.lowerBound] == UInt8(ascii: "*") }
  /// Exactly `*` or `?`.
  var isUnrestrictedDay: Bool { isText("*") || isText("?") }
}
