/// A field's place in the bytes of an expression, with the readers that every dialect shares.
struct FieldText {
  let bytes: UnsafeBufferPointer<UInt8>
  let range: Range<Int>
  let field: CronField
  /// The smallest and largest number that may be written.
  let bounds: ClosedRange<Int>

  subscript(_ range: Range<Int>) -> Slice<UnsafeBufferPointer<UInt8>> { bytes[range] }

  /// Whether the whole field, or a part of it, is this text.
  func isText(_ text: StaticString, _ part: Range<Int>? = nil) -> Bool {
    text.withUTF8Buffer { $0.elementsEqual(bytes[part ?? range]) }
  }

  var hasList: Bool { bytes[range].contains(UInt8(ascii: ",")) }

  /// Calls `body` with the place of every item of the list.
  func forEachItem(_ body: (Range<Int>) throws(Fault) -> Void) throws(Fault) {
    var start = range.lowerBound
    while true {
      let end = position(of: UInt8(ascii: ","), in: start..<range.upperBound) ?? range.upperBound
      if start == end { throw notAValue(start..<end) }
      try body(start..<end)
      if end == range.upperBound { return }
      start = end + 1
    }
  }

  func position(of byte: UInt8, in part: Range<Int>) -> Int? {
    var index = part.lowerBound
    while index < part.upperBound {
      if bytes[index] == byte { return index }
      index += 1
    }
    return nil
  }

  /// A number of one to nine ASCII digits; nil where the text is none.
  func number(_ part: Range<Int>) -> Int? {
    guard !part.isEmpty, part.count <= 9 else { return nil }
    var value = 0
    for byte in bytes[part] {
      guard byte >= 48, byte <= 57 else { return nil }
      value = value &* 10 &+ Int(byte &- 48)
    }
    return value
  }

  /// A month's or weekday's number by its three-letter name in any case: JAN is 1, SUN is 0.
  func name(_ part: Range<Int>) -> Int? {
    guard part.count == 3, field == .month || field == .dayOfWeek else { return nil }
    let first = part.lowerBound
    let letters =
      (UInt32(bytes[first]) << 16 | UInt32(bytes[first + 1]) << 8 | UInt32(bytes[first + 2])) | 0x20_2020
    return field == .month ? Names.month(letters) : Names.weekday(letters)
  }

  /// A value within the field's bounds, by number or name.
  func value(_ part: Range<Int>) throws(Fault) -> Int {
    if let number = number(part) {
      guard bounds.contains(number) else { throw fault(part, "\(field) must be \(expected)") }
      return number
    }
    if let name = name(part) { return name }
    throw notAValue(part)
  }

  /// The number after a slash, at least 1.
  func step(_ part: Range<Int>) throws(Fault) -> Int {
    guard let step = number(part) else {
      throw fault(part, part.isEmpty ? "a number is missing after the slash" : "a step must be a whole number from 1")
    }
    guard step >= 1 else { throw fault(part, "a step must be 1 or more") }
    return step
  }

  func fault(_ part: Range<Int>, _ reason: String, write suggestion: String? = nil) -> Fault {
    Fault(field: field, range: part, reason: reason, suggestion: suggestion)
  }

  func text(_ part: Range<Int>) -> String { String(decoding: bytes[part.prefix(40)], as: UTF8.self) }

  /// "0-23", "1-12 or JAN-DEC".
  var expected: String {
    switch field {
    case .month: "\(bounds.lowerBound)-\(bounds.upperBound) or JAN-DEC"
    case .dayOfWeek: "\(bounds.lowerBound)-\(bounds.upperBound) or SUN-SAT"
    default: "\(bounds.lowerBound)-\(bounds.upperBound)"
    }
  }
}

enum Names {
  static func month(_ letters: UInt32) -> Int? {
    switch letters {
    case 0x6A_616E: 1
    case 0x66_6562: 2
    case 0x6D_6172: 3
    case 0x61_7072: 4
    case 0x6D_6179: 5
    case 0x6A_756E: 6
    case 0x6A_756C: 7
    case 0x61_7567: 8
    case 0x73_6570: 9
    case 0x6F_6374: 10
    case 0x6E_6F76: 11
    case 0x64_6563: 12
    default: nil
    }
  }

  static func weekday(_ letters: UInt32) -> Int? {
    switch letters {
    case 0x73_756E: 0
    case 0x6D_6F6E: 1
    case 0x74_7565: 2
    case 0x77_6564: 3
    case 0x74_6875: 4
    case 0x66_7269: 5
    case 0x73_6174: 6
    default: nil
    }
  }
}
