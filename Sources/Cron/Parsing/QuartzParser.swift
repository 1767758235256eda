/// Quartz's dialect, and Amazon's, which is the same without seconds and always with a year.
enum QuartzParser {
  static func parse(
    _ fields: [Range<Int>], of bytes: UnsafeBufferPointer<UInt8>, hasSeconds: Bool
  ) throws(Fault) -> FieldSets {
    var index = 0
    func next(_ field: CronField) -> FieldText {
      defer { index += 1 }
      return FieldText(
        bytes: bytes, range: fields[index], field: field, bounds: field == .dayOfWeek ? 1...7 : field.bounds)
    }
    var sets = FieldSets()
    func plain(_ text: FieldText) throws(Fault) -> UInt64 {
      var set = BitSet()
      try text.forEachItem { item throws(Fault) in try text.readQuartzItem(item, into: &set) }
      if text.beginsWithStarOrStep { sets.isWildcard = true }
      return set.bits
    }
    if hasSeconds { sets.seconds = try plain(next(.second)) }
    sets.minutes = try plain(next(.minute))
    sets.hours = UInt32(truncatingIfNeeded: try plain(next(.hour)))
    let dayOfMonth = next(.dayOfMonth)
    sets.days.dayOfMonth = try dayOfMonth.quartzDayOfMonth()
    let month = next(.month)
    let dayOfWeek = next(.dayOfWeek)
    guard dayOfMonth.isText("?") != dayOfWeek.isText("?") else {
      throw dayOfWeek.fault(
        dayOfWeek.range, "exactly one of day of month and day of week must be ?")
    }
    var months = BitSet()
    try month.forEachItem { item throws(Fault) in try month.readQuartzItem(item, into: &months) }
    sets.months = UInt16(truncatingIfNeeded: months.bits)
    sets.days.dayOfWeek = try dayOfWeek.quartzDayOfWeek()
    if index < fields.count {
      let year = next(.year)
      if !year.isText("*") {
        sets.years = YearSet()
        try year.forEachItem { item throws(Fault) in try year.readQuartzItem(item, into: &sets.years) }
      }
    }
    return sets
  }
}

extension FieldText {
  /// `*` or digits and a slash at the start: such a schedule follows the clocks as they are.
  fileprivate var beginsWithStarOrStep: Bool {
    let rest = bytes[range].drop { $0 >= 48 && $0 <= 57 }
    return beginsWithStar || rest.first == UInt8(ascii: "/")
  }

  /// The largest step Quartz takes.
  private var largestStep: Int {
    switch field {
    case .second, .minute: 59
    case .hour: 23
    case .dayOfMonth: 31
    case .month: 12
    case .dayOfWeek: 7
    case .year, .week, .macro: 999_999_999
    }
  }

  /// A value; weekdays are counted from SUN = 1.
  private func quartzValue(_ part: Range<Int>) throws(Fault) -> Int {
    if field == .dayOfWeek, let name = name(part) { return name + 1 }
    return try value(part)
  }

  /// `*`, `a`, `a-b` (which may run over the end of the field), `/n`, `*/n`, `a/n`, `a-b/n`.
  fileprivate func readQuartzItem(_ item: Range<Int>, into set: inout some ValueSet) throws(Fault) {
    let slash = position(of: UInt8(ascii: "/"), in: item)
    var step = 1
    if let slash {
      let part = slash + 1..<item.upperBound
      step = try self.step(part)
      guard step <= largestStep else { throw fault(part, "the step of \(field) must be 1-\(largestStep)") }
    }
    let base = item.lowerBound..<(slash ?? item.upperBound)
    if isText("*", base) || (base.isEmpty && slash != nil) {
      set.insert(from: bounds.lowerBound, through: bounds.upperBound, step: step)
      return
    }
    guard let dash = position(of: UInt8(ascii: "-"), in: base) else {
      let value = try quartzValue(base)
      set.insert(from: value, through: slash == nil ? value : bounds.upperBound, step: step)
      return
    }
    let (start, end) = (
      try quartzValue(base.lowerBound..<dash), try quartzValue(dash + 1..<base.upperBound)
    )
    if start <= end {
      set.insert(from: start, through: end, step: step)
      return
    }
    guard field != .year else { throw fault(item, "a range of years must run forwards") }
    // Over the end of the field and on from its beginning, the step counted through.
    let size = bounds.count
    var value = start
    while value <= end + size {
      let wrapped = value > bounds.upperBound ? value - size : value
      set.insert(from: wrapped, through: wrapped, step: 1)
      value += step
    }
  }

  /// Upper case of an ASCII letter.
  private func letter(_ index: Int) -> UInt8 { bytes[index] & ~(bytes[index] >= 97 && bytes[index] <= 122 ? 32 : 0) }

  /// Besides plain items one of `L`, `L-n`, `LW`, `L-nW`, `nW`, alone.
  fileprivate func quartzDayOfMonth() throws(Fault) -> DaySet {
    if isText("*") || isText("?") { return .all }
    var set = DaySet()
    let last = range.upperBound - 1
    let endsWithW = letter(last) == UInt8(ascii: "W")
    if letter(range.lowerBound) == UInt8(ascii: "L") {
      if hasList { throw fault(range, "L stands alone in Quartz, not in a list") }
      let rest = range.lowerBound + 1..<(endsWithW ? last : range.upperBound)
      var offset = 0
      if !rest.isEmpty {
        guard bytes[rest.lowerBound] == UInt8(ascii: "-"),
          let number = number(rest.lowerBound + 1..<rest.upperBound), (1...30).contains(number)
        else { throw fault(range, "after L comes -n with n 1-30, W, or both, as in L-3, LW and L-3W", write: "L-3") }
        offset = number
      }
      if endsWithW { set.nearestFromLast = 1 << UInt32(offset) } else { set.fromLast = 1 << UInt32(offset) }
      return set
    }
    if endsWithW, let day = number(range.lowerBound..<last) {
      guard bounds.contains(day) else { throw fault(range, "\(field) must be \(expected)") }
      set.nearest = 1 << UInt32(day)
      return set
    }
    var plain = BitSet()
    try forEachItem { item throws(Fault) in try readQuartzItem(item, into: &plain) }
    set.days = UInt32(truncatingIfNeeded: plain.bits)
    return set
  }

  /// Besides plain items one of `L` (Saturday), `nL`, `n#k`, alone.
  fileprivate func quartzDayOfWeek() throws(Fault) -> DaySet {
    if isText("*") || isText("?") { return .all }
    var set = DaySet()
    let last = range.upperBound - 1
    if letter(last) == UInt8(ascii: "L"), position(of: UInt8(ascii: "-"), in: range) == nil {
      if hasList { throw fault(range, "L stands alone in Quartz, not in a list") }
      if range.count == 1 {
        set.weekdays = 1 << 6
      } else {
        set.last = 1 << UInt8(try quartzValue(range.lowerBound..<last) - 1)
      }
      return set
    }
    if let mark = position(of: UInt8(ascii: "#"), in: range) {
      guard let ordinal = number(mark + 1..<range.upperBound), (1...5).contains(ordinal) else {
        throw fault(range, "after # comes the week of the month, 1-5, and nothing more", write: "MON#1")
      }
      set.insert(ordinal: ordinal, weekday: try quartzValue(range.lowerBound..<mark) - 1)
      return set
    }
    var plain = BitSet()
    try forEachItem { item throws(Fault) in try readQuartzItem(item, into: &plain) }
    set.weekdays = UInt8(truncatingIfNeeded: plain.bits >> 1)
    return set
  }
}
