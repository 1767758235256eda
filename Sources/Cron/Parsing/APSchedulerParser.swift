/// APScheduler's fields, written `name=value` and separated by semicolons.
struct APSchedulerParser {
  let bytes: UnsafeBufferPointer<UInt8>
  /// The places of the values given, by the position of their fields in `order`.
  private var given = [Range<Int>?](repeating: nil, count: order.count)

  /// From the most significant field to the least.
  private static let order: [(name: StaticString, field: CronField)] = [
    ("year", .year), ("month", .month), ("day", .dayOfMonth), ("week", .week), ("day_of_week", .dayOfWeek),
    ("hour", .hour), ("minute", .minute), ("second", .second),
  ]

  static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> FieldSets {
    var parser = APSchedulerParser(bytes: bytes)
    try parser.assign()
    return try parser.sets()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func assign() throws(Fault) {
    var start = 0
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
      let part = trimmed(start..<end)
      start = end + 1
      if part.isEmpty { continue }
      guard let equals = bytes[part].firstIndex(of: UInt8(ascii: "=")) else {
        throw Fault(field: nil, range: part, reason: "expected a field and its value", suggestion: "hour=4; minute=30")
      }
      let name = trimmed(part.lowerBound..<equals)
      let position = Self.order.firstIndex { known in
        known.name.withUTF8Buffer { $0.elementsEqual(bytes[name]) }
      }
      guard let position else {
        throw Fault(
          field: nil, range: name,
          reason: "there is no such field: they are year, month, day, week, day_of_week, hour, minute and second")
      }
      guard given[position] == nil else {
        throw Fault(field: Self.order[position].field, range: name, reason: "the field is given twice")
      }
      given[position] = trimmed(equals + 1..<part.upperBound)
    }
  }

  private func sets() throws(Fault) -> FieldSets {
    guard let least = given.lastIndex(where: { $0 != nil }) else {
      throw Fault(
        field: nil, range: 0..<bytes.count, reason: "at least one field must be given", suggestion: "hour=4; minute=30")
    }
    var sets = FieldSets()
    for (position, known) in Self.order.enumerated() {
      let field = known.field
      guard let range = given[position] else {
        // What is finer than the finest field given is at its minimum, which the sets are from the start.
        let isMinimum = position > least && field != .week && field != .dayOfWeek
        if !isMinimum { sets.setAll(field) } else { sets.setMinimum(field) }
        continue
      }
      let text = FieldText(bytes: bytes, range: range, field: field, bounds: field.bounds)
      try text.readFields(into: &sets)
      if text.beginsWithStar, [.hour, .minute, .second].contains(field) { sets.isWildcard = true }
    }
    return sets
  }

  private func trimmed(_ part: Range<Int>) -> Range<Int> { bytes.trimmed(part) }
}

extension UnsafeBufferPointer<UInt8> {
  /// A part without blanks at its ends.
  fileprivate func trimmed(_ part: Range<Int>) -> Range<Int> {
    var (low, high) = (part.lowerBound, part.upperBound)
    while low < high, self[low] == 32 || self[low] == 9 { low += 1 }
    while low < high, self[high - 1] == 32 || self[high - 1] == 9 { high -= 1 }
    return low..<high
  }
}

extension FieldSets {
  fileprivate mutating func setAll(_ field: CronField) {
    switch field {
    case .second: seconds = Self.everyMinute
    case .minute: minutes = Self.everyMinute
    case .hour: hours = Self.everyHour
    default: return
    }
    isWildcard = true
  }

  fileprivate mutating func setMinimum(_ field: CronField) {
    switch field {
    case .dayOfMonth: days.dayOfMonth = DaySet(days: 1 << 1)
    case .month: months = 1 << 1
    default: return
    }
  }
}

extension FieldText {
  fileprivate func readFields(into sets: inout FieldSets) throws(Fault) {
    switch field {
    case .second: sets.seconds = try plain()
    case .minute: sets.minutes = try plain()
    case .hour: sets.hours = UInt32(truncatingIfNeeded: try plain())
    case .month: sets.months = UInt16(truncatingIfNeeded: try plain())
    case .week: sets.days.weeks = try plain()
    case .dayOfWeek:
      // Monday is 0 here and 1 in a set.
      let bits = try plain()
      sets.days.dayOfWeek =
        bits == 0x7F ? .all : DaySet(weekdays: UInt8(truncatingIfNeeded: (bits << 1 | bits >> 6) & 0x7F))
    case .dayOfMonth: sets.days.dayOfMonth = try days()
    case .year:
      sets.years = YearSet()
      try forEachItem { item throws(Fault) in try readFieldItem(bytes.trimmed(item), into: &sets.years) }
    case .macro: return
    }
  }

  private func plain() throws(Fault) -> UInt64 {
    var set = BitSet()
    try forEachItem { item throws(Fault) in try readFieldItem(bytes.trimmed(item), into: &set) }
    return set.bits
  }

  private func days() throws(Fault) -> DaySet {
    var set = DaySet()
    var plain = BitSet()
    try forEachItem { untrimmed throws(Fault) in
      let item = bytes.trimmed(untrimmed)
      let words = bytes[item].split { $0 == 32 || $0 == 9 }.map { String(decoding: $0, as: UTF8.self).lowercased() }
      if words == ["last"] {
        set.fromLast |= 1
      } else if words.count == 2, let which = ["1st", "2nd", "3rd", "4th", "5th", "last"].firstIndex(of: words[0]) {
        let letters = words[1].utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard words[1].utf8.count == 3, let weekday = Names.weekday(letters) else {
          throw fault(item, "'\(words[1].prefix(20))' is not a weekday: it must be mon-sun")
        }
        if which == 5 { set.last |= 1 << UInt8(weekday) } else { set.insert(ordinal: which + 1, weekday: weekday) }
      } else {
        try readFieldItem(item, into: &plain)
      }
    }
    set.days = UInt32(truncatingIfNeeded: plain.bits)
    return set
  }

  private func fieldValue(_ part: Range<Int>) throws(Fault) -> Int {
    if field == .dayOfWeek, let name = name(part) { return (name + 6) % 7 }
    return try value(part)
  }

  /// `*`, `*/n`, `a`, `a-b`, `a/n`, `a-b/n`; a step may not be larger than the span it steps through.
  private func readFieldItem(_ item: Range<Int>, into set: inout some ValueSet) throws(Fault) {
    let slash = position(of: UInt8(ascii: "/"), in: item)
    let base = item.lowerBound..<(slash ?? item.upperBound)
    var (start, end) = (bounds.lowerBound, bounds.upperBound)
    if !isText("*", base) {
      if let dash = position(of: UInt8(ascii: "-"), in: base) {
        start = try fieldValue(base.lowerBound..<dash)
        end = try fieldValue(dash + 1..<base.upperBound)
        guard start <= end else { throw fault(item, "the range runs backwards") }
      } else {
        start = try fieldValue(base)
        if slash == nil { end = start }
      }
    }
    guard let slash else { return set.insert(from: start, through: end, step: 1) }
    let part = slash + 1..<item.upperBound
    let step = try self.step(part)
    // A range with a name is not held to that.
    let isNumeric = !bytes[base].contains { $0 >= 65 }
    guard step <= end - start || !isNumeric else {
      throw fault(part, "the step is larger than the span of \(end - start)")
    }
    set.insert(from: start, through: end, step: step)
  }
}
