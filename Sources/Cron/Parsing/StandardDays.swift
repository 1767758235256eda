extension FieldText {
  /// Day of month of the standard dialect: besides plain items `L`, `L-n`, `LW` and `nW`.
  func standardDayOfMonth(seed: HashSeed?) throws(Fault) -> DaySet {
    if isText("*") || isText("?") { return .all }
    var set = DaySet()
    var plain = BitSet()
    try forEachItem { item throws(Fault) in
      if try readHash(item, into: &plain, seed: seed) { return }
      if try !readSpecialDay(item, into: &set) { try readItem(item, into: &plain) }
    }
    set.days = UInt32(truncatingIfNeeded: plain.bits)
    return set
  }

  private func readSpecialDay(_ item: Range<Int>, into set: inout DaySet) throws(Fault) -> Bool {
    let afterFirst = item.lowerBound + 1
    if bytes[item.lowerBound] == UInt8(ascii: "L") {
      if item.count == 1 {
        set.fromLast |= 1
        return true
      }
      if isText("LW", item) {
        if hasList { throw fault(item, "LW stands alone, not in a list") }
        set.nearestFromLast |= 1
        return true
      }
      guard bytes[afterFirst] == UInt8(ascii: "-") else { throw notAValue(item) }
      let part = afterFirst + 1..<item.upperBound
      guard let offset = number(part), (1...30).contains(offset) else {
        throw fault(item, "after L- comes the number of days before the last, 1-30", write: "L-3")
      }
      set.fromLast |= 1 << UInt32(offset)
      return true
    }
    let digits = item.lowerBound..<item.upperBound - 1
    guard bytes[item.upperBound - 1] == UInt8(ascii: "W"), let day = number(digits) else { return false }
    guard bounds.contains(day) else { throw fault(item, "\(field) must be \(expected)") }
    if hasList { throw fault(item, "W stands alone, not in a list") }
    set.nearest |= 1 << UInt32(day)
    return true
  }

  /// Day of week of the standard dialect, after a leading `+`: besides plain items `nL`, `n#L` and `n#k`.
  func standardDayOfWeek(seed: HashSeed?) throws(Fault) -> DaySet {
    if isText("*") || isText("?") { return .all }
    var set = DaySet()
    var plain = BitSet()
    try forEachItem { item throws(Fault) in
      if try readHash(item, into: &plain, seed: seed) { return }
      if try !readSpecialWeekday(item, into: &set) { try readItem(item, into: &plain) }
    }
    set.weekdays = Self.weekdays(plain)
    return set
  }

  /// Sunday may be written 0 or 7.
  static func weekdays(_ set: BitSet) -> UInt8 { UInt8(truncatingIfNeeded: (set.bits | set.bits >> 7) & 0x7F) }

  private func readSpecialWeekday(_ item: Range<Int>, into set: inout DaySet) throws(Fault) -> Bool {
    if let mark = position(of: UInt8(ascii: "#"), in: item) {
      guard let weekday = try? value(item.lowerBound..<mark) % 7, item.upperBound == mark + 2 else {
        throw notAValue(item)
      }
      let which = bytes[mark + 1]
      if which == UInt8(ascii: "L") {
        set.last |= 1 << UInt8(weekday)
      } else if (UInt8(ascii: "1")...UInt8(ascii: "5")).contains(which) {
        set.insert(ordinal: Int(which - 48), weekday: weekday)
      } else {
        throw notAValue(item)
      }
      return true
    }
    let before = item.lowerBound..<item.upperBound - 1
    guard item.count >= 2, bytes[item.upperBound - 1] == UInt8(ascii: "L") else { return false }
    if let number = number(before), !bounds.contains(number) { throw fault(item, "\(field) must be \(expected)") }
    guard let weekday = number(before) ?? name(before) else { return false }
    set.last |= 1 << UInt8(weekday % 7)
    return true
  }
}
