/// The texts that begin with `@` and stand for a whole expression.
enum Macro {
  case fields(StaticString)
  case interval(nanoseconds: Int64)
  case startup

  /// Reads the macro at `range`, which holds neither leading nor trailing blanks.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws(Fault) -> Macro {
    let name = bytes[range].prefix { $0 != 32 && $0 != 9 }
    var rest = name.endIndex
    while rest < range.upperBound, bytes[rest] == 32 || bytes[rest] == 9 { rest += 1 }
    let argument = rest..<range.upperBound
    func fault(_ part: Range<Int>, _ reason: String, _ suggestion: String? = nil) -> Fault {
      Fault(field: .macro, range: part, reason: reason, suggestion: suggestion)
    }
    func isNamed(_ text: StaticString) -> Bool { text.withUTF8Buffer { $0.elementsEqual(name) } }

    if isNamed("@every") {
      guard !argument.isEmpty else { throw fault(range, "@every needs a duration", "@every 1h30m") }
      return .interval(nanoseconds: try duration(bytes, argument))
    }
    let macro: Macro
    if isNamed("@reboot") {
      macro = .startup
    } else if let fields = named.first(where: { isNamed($0.name) })?.fields {
      macro = .fields(fields)
    } else {
      let lower = String(decoding: name.prefix(20), as: UTF8.self).lowercased()
      let known = lower == "@reboot" || named.contains { "\($0.name)" == lower }
      throw fault(
        name.startIndex..<name.endIndex,
        known
          ? "macros are written in lower case"
          : "there is no such macro: the macros are @yearly @annually @monthly @weekly @daily @midnight @hourly @every "
            + "@reboot",
        known ? lower : nil)
    }
    guard argument.isEmpty else { throw fault(range, "a macro stands alone") }
    return macro
  }

  private static let named: [(name: StaticString, fields: StaticString)] = [
    ("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"), ("@monthly", "0 0 1 * *"), ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"), ("@midnight", "0 0 * * *"), ("@hourly", "0 * * * *"),
  ]

  /// A duration as Go writes it: numbers, with or without a fraction, each with its unit: `1h30m`, `1.5h`, `250ms`.
  private static func duration(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws(Fault) -> Int64 {
    func fault(_ reason: String) -> Fault {
      Fault(field: .macro, range: range, reason: reason, suggestion: "1h30m")
    }
    var total: Int64 = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let digits = bytes[index..<range.upperBound].prefix { $0 >= 48 && $0 <= 57 }
      index = digits.endIndex
      var fraction = digits[digits.endIndex...]
      if index < range.upperBound, bytes[index] == UInt8(ascii: ".") {
        fraction = bytes[index + 1..<range.upperBound].prefix { $0 >= 48 && $0 <= 57 }
        index = fraction.endIndex
      }
      let letters = bytes[index..<range.upperBound].prefix { $0 >= 97 && $0 <= 122 }
      index = letters.endIndex
      guard !digits.isEmpty || !fraction.isEmpty, digits.count <= 12, fraction.count <= 9,
        let unit = unit(letters)
      else { throw fault("'\(String(decoding: bytes[range].prefix(40), as: UTF8.self))' is not a duration") }
      let whole = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
      var part = unit
      var fractional: Int64 = 0
      for byte in fraction {
        part /= 10
        fractional += part * Int64(byte - 48)
      }
      let (scaled, overflow) = whole.multipliedReportingOverflow(by: unit)
      let (sum, overflowSum) = total.addingReportingOverflow(scaled)
      let (withFraction, overflowFraction) = sum.addingReportingOverflow(fractional)
      guard !overflow, !overflowSum, !overflowFraction else { throw fault("the duration is longer than 292 years") }
      total = withFraction
    }
    guard total >= 1_000_000 else { throw fault("the duration must be at least 1ms") }
    return total
  }

  private static func unit(_ letters: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
    switch String(decoding: letters, as: UTF8.self) {
    case "h": 3_600_000_000_000
    case "m": 60_000_000_000
    case "s": 1_000_000_000
    case "ms": 1_000_000
    case "us": 1_000
    case "ns": 1
    default: nil
    }
  }
}
