/// A scalar and what it stands for without quotes: the core schema of YAML 1.2, as far as YAML 1.1 reads it the same.
struct YAMLScalar {
  var text: String
  /// Written without quotes, so that it may be more than a text.
  var isPlain: Bool

  enum Meaning: Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text
    /// A number that is out of range.
    case tooLarge
    /// A number to one version of YAML and something else to the other: `010`, `0x1F`, `1:30`, `1_000`, `.5`, `.inf`.
    case ambiguous
  }

  var isNull: Bool { isPlain && Self.nulls.contains(text) }

  var meaning: Meaning {
    guard isPlain else { return .text }
    if Self.nulls.contains(text) { return .null }
    if let value = Self.truths[text] { return .bool(value) }
    let bytes = Array(text.utf8)
    if let isWhole = Self.number(bytes) {
      if isWhole { return Int64(text).map(Meaning.int) ?? .tooLarge }
      guard let value = Double(text), value.isFinite else { return .tooLarge }
      return .double(value)
    }
    return Self.looksLikeNumber(bytes) ? .ambiguous : .text
  }

  /// Whether the text can stand in a file without quotes and still be a text, to readers of YAML 1.1 as well.
  static func isSafe(_ text: String) -> Bool {
    YAMLScalar(text: text, isPlain: true).meaning == .text && !words11.contains(text.lowercased()) && text != "<<"
      && text != "="
  }

  private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]
  private static let truths: [String: Bool] = [
    "true": true, "True": true, "TRUE": true, "false": false, "False": false, "FALSE": false,
  ]
  private static let words11: Set<String> = ["y", "n", "yes", "no", "on", "off"]

  /// True for a whole number of JSON, false for another number of JSON, nil for what is none: `+1`, `.5`, `012`, `0x1F`.
  private static func number(_ text: [UInt8]) -> Bool? {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    func digits() -> Int {
      let count = rest.prefix { (0x30...0x39).contains($0) }.count
      rest.removeFirst(count)
      return count
    }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole == 1 || (whole > 1 && !startsWithZero) else { return nil }
    var isWhole = true
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      isWhole = false
      guard digits() > 0 else { return nil }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      isWhole = false
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard digits() > 0 else { return nil }
    }
    return rest.isEmpty ? isWhole : nil
  }

  /// What some version of YAML reads as a number: signs, leading zeros, other bases, base 60, digits with `_`, `.inf`.
  private static func looksLikeNumber(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let word = String(decoding: rest, as: UTF8.self).lowercased()
    if word == ".inf" || word == ".nan" { return true }
    guard let first = rest.first else { return false }
    if word.hasPrefix("0x") || word.hasPrefix("0o") || word.hasPrefix("0b") {
      let digits = word.dropFirst(2)
      return !digits.isEmpty && digits.utf8.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) || $0 == 0x5F }
    }
    guard isDigit(first) || (first == UInt8(ascii: ".") && rest.dropFirst().first.map(isDigit) == true) else {
      return false
    }
    if rest.contains(UInt8(ascii: ":")) {
      let parts = rest.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { isDigit($0) || $0 == 0x5F || $0 == 0x2E } }
    }
    return rest.allSatisfy { isDigit($0) || "_.eE+-".utf8.contains($0) } && !isDate(rest)
  }

  /// `2026-11-21` is a text to YAML 1.2 and to everything that reads schedules.
  private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
    text.dropFirst().contains(UInt8(ascii: "-")) && text.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
