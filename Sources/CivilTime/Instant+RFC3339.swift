/// What is wrong with a time stamp: the text, the place, and what was expected there.
public struct TimestampError: SchedulingError, Hashable {
  /// The text as it was given.
  public let text: String
  /// The UTF-8 offset of the fault.
  public let offset: Int
  /// What was expected there.
  public let reason: String

  /// Always `invalidInput`.
  public var kind: SchedulingErrorKind { .invalidInput }

  /// The fault, the place, and what a time stamp looks like.
  public var description: String {
    "'\(text.printable(bytes: 64))' is not an RFC 3339 time stamp (like 2027-03-28T02:30:00Z or 2027-03-28T02:30:00+02:00): "
      + "\(reason) at offset \(offset)"
  }
}

extension Instant {
  /// Reads an RFC 3339 time stamp such as `2027-03-28T02:30:00.25+02:00`, with up to nine digits of fraction.
  ///
  /// The offset is required: a time without one is not an instant. Beyond the RFC it may have seconds (`-00:44:30`), as
  /// zones had before 1972. Leap seconds (`:60`) are refused.
  ///
  /// - Throws: ``TimestampError``, also for a time outside the years 1677 to 2262.
  public init(rfc3339 text: String) throws(TimestampError) {
    var cursor = ByteCursor(text)
    func fail(_ reason: String) -> TimestampError {
      TimestampError(text: text, offset: cursor.index, reason: reason)
    }
    let local = try CivilDateTime(reading: &cursor, of: text)
    var offset = 0
    if cursor.take("Zz") == nil {
      guard let sign = cursor.take("+-") else { throw fail("expected Z or an offset like +02:00") }
      guard let hours = cursor.number(digits: 2), hours <= 23, cursor.take(":") != nil,
        let minutes = cursor.number(digits: 2), minutes <= 59
      else { throw fail("expected an offset like +02:00") }
      var seconds = 0
      if cursor.take(":") != nil {
        guard let part = cursor.number(digits: 2), part <= 59 else { throw fail("expected an offset like +02:00") }
        seconds = part
      }
      offset = (hours * 3_600 + minutes * 60 + seconds) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
    guard cursor.isAtEnd else { throw fail("unexpected text") }
    guard let instant = Instant(local: local, offset: offset) else {
      throw TimestampError(text: text, offset: 0, reason: "out of range: an instant lies in the years 1677 to 2262")
    }
    self = instant
  }

  /// The instant at which a clock `offset` seconds east of UTC shows `local`, or nil outside the years 1677 to 2262.
  package init?(local: CivilDateTime, offset: Int) {
    let seconds = local.secondsSince1970 - Int64(offset)
    // Toward zero first: the whole seconds of the earliest instant are themselves out of range.
    let isNegative = seconds < 0
    let (scaled, overflow) = (isNegative ? seconds + 1 : seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let rest = Int64(local.nanosecond) - (isNegative ? 1_000_000_000 : 0)
    let (sum, overflowSum) = scaled.addingReportingOverflow(rest)
    if overflow || overflowSum { return nil }
    self.init(nanosecondsSince1970: sum)
  }

  /// The nanosecond within the second, 0 to 999,999,999.
  package var nanosecondOfSecond: Int {
    let remainder = Int(nanosecondsSince1970 % 1_000_000_000)
    return remainder < 0 ? remainder + 1_000_000_000 : remainder
  }

  /// This instant as an RFC 3339 time stamp in UTC, "2027-03-28T00:30:00Z"; the fraction is written where there is one.
  public var rfc3339: String {
    var bytes: [UInt8] = []
    bytes.append(rfc3339: self)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// This instant as an RFC 3339 time stamp with the zone's offset, "2027-03-28T03:00:00+02:00".
  ///
  /// Offsets with seconds, as zones had before about 1972, are written as whole minutes; the local time is written for
  /// that offset, so that the stamp names the same instant.
  public func rfc3339(in zone: Zone) -> String { rfc3339(offset: zone.offset(at: self)) }

  func rfc3339(offset: Int) -> String {
    let wholeMinutes = offset / 60 * 60
    let seconds = floorDivide(nanosecondsSince1970, 1_000_000_000) + Int64(wholeMinutes)
    guard let local = CivilDateTime(secondsSince1970: seconds, nanosecond: nanosecondOfSecond) else { return "" }
    if offset == 0 { return "\(local)Z" }
    let minutes = abs(wholeMinutes) / 60
    return "\(local)\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
  }
}

extension Instant: CustomStringConvertible {
  /// The RFC 3339 time stamp in UTC.
  public var description: String { rfc3339 }
}

extension CivilDateTime {
  /// Reads a local time such as `2027-03-28T02:30:00`, without an offset.
  ///
  /// - Throws: ``TimestampError``.
  public init(_ text: String) throws(TimestampError) {
    var cursor = ByteCursor(text)
    self = try CivilDateTime(reading: &cursor, of: text)
    guard cursor.isAtEnd else {
      throw TimestampError(text: text, offset: cursor.index, reason: "unexpected text after a local time")
    }
  }

  init(reading cursor: inout ByteCursor, of text: String) throws(TimestampError) {
    let start = cursor.index
    guard let year = cursor.number(digits: 4), cursor.take("-") != nil,
      let month = cursor.number(digits: 2), cursor.take("-") != nil,
      let day = cursor.number(digits: 2)
    else { throw TimestampError(text: text, offset: cursor.index, reason: "expected a date like 2027-03-28") }
    guard let date = CivilDate(year: year, month: month, day: day) else {
      throw TimestampError(text: text, offset: start, reason: "no such date")
    }
    guard cursor.take("Tt ") != nil else {
      throw TimestampError(text: text, offset: cursor.index, reason: "expected T and a time")
    }
    let timeStart = cursor.index
    guard let hour = cursor.number(digits: 2), cursor.take(":") != nil,
      let minute = cursor.number(digits: 2), cursor.take(":") != nil,
      let second = cursor.number(digits: 2)
    else { throw TimestampError(text: text, offset: cursor.index, reason: "expected a time like 02:30:00") }
    var nanosecond = 0
    if cursor.take(".") != nil {
      guard let (value, digits) = cursor.number(upToDigits: 9) else {
        throw TimestampError(text: text, offset: cursor.index, reason: "expected one to nine digits of fraction")
      }
      nanosecond = (digits..<9).reduce(value) { scaled, _ in scaled * 10 }
    }
    guard let time = CivilDateTime(date: date, hour: hour, minute: minute, second: second, nanosecond: nanosecond)
    else { throw TimestampError(text: text, offset: timeStart, reason: "no such time of day") }
    self = time
  }
}
