extension [UInt8] {
  /// Appends a whole number.
  package mutating func append(digitsOf number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    if rest < 10 { return append(48 + UInt8(rest)) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var first = 20
      while rest > 0 {
        first -= 1
        digits[first] = 48 + UInt8(rest % 10)
        rest /= 10
      }
      append(contentsOf: digits[first...])
    }
  }

  /// Appends ``Instant/rfc3339`` without a text for each of its parts.
  package mutating func append(rfc3339 instant: Instant) {
    let seconds = floorDivide(instant.nanosecondsSince1970, 1_000_000_000)
    let days = floorDivide(seconds, 86_400)
    let (year, month, day) = DayCount.civil(days: days)
    let ofDay = Int(seconds - days * 86_400)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 30) { text in
      var at = 0
      func put(_ value: Int, _ width: Int, _ end: UInt8) {
        var rest = value
        for place in stride(from: at + width - 1, through: at, by: -1) {
          text[place] = 48 + UInt8(truncatingIfNeeded: rest % 10)
          rest /= 10
        }
        text[at + width] = end
        at += width + 1
      }
      put(year, 4, UInt8(ascii: "-"))
      put(month, 2, UInt8(ascii: "-"))
      put(day, 2, UInt8(ascii: "T"))
      put(ofDay / 3_600, 2, UInt8(ascii: ":"))
      put(ofDay / 60 % 60, 2, UInt8(ascii: ":"))
      put(ofDay % 60, 2, UInt8(ascii: "Z"))
      let nanosecond = instant.nanosecondOfSecond
      if nanosecond != 0 {
        text[at - 1] = UInt8(ascii: ".")
        put(nanosecond, 9, UInt8(ascii: "Z"))
        at -= 1
        while text[at - 1] == UInt8(ascii: "0") { at -= 1 }
        text[at] = UInt8(ascii: "Z")
        at += 1
      }
      append(contentsOf: text[..<at])
    }
  }
}
