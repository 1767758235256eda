public import CivilTime

/// Why a text is not a cron expression: the field, the place, the reason, and often what to write instead.
///
/// Its description points at the place:
/// ```
/// 0 25 * * *
///   ^^ hour must be 0-23
/// ```
public struct CronError: SchedulingError, Hashable {
  /// The text as it was given.
  public let text: String
  /// The field at fault; nil for a fault of no one field: a wrong number of fields, a character outside the grammar.
  public let field: CronField?
  /// The place of the fault, in UTF-8 offsets from the start of the text; empty where something is missing.
  public let range: Range<Int>
  /// What is wrong, "hour must be 0-23".
  public let reason: String
  /// What to write instead, "5-59/15", where there is such a thing.
  public let suggestion: String?

  package init(text: String, field: CronField?, range: Range<Int>, reason: String, suggestion: String? = nil) {
    self.text = text
    self.field = field
    self.range = range
    self.reason = reason
    self.suggestion = suggestion
  }

  /// Always `invalidInput`.
  public var kind: SchedulingErrorKind { .invalidInput }

  /// Reason and suggestion in one line.
  public var message: String { suggestion.map { "\(reason) (write \($0))" } ?? reason }

  /// The text (of a long one, the part around the fault), and below it a mark under the fault with the message.
  public var description: String {
    let bytes = Array(text.utf8)
    let window = max(0, range.lowerBound - 60)..<min(bytes.count, max(range.upperBound, range.lowerBound + 1) + 40)
    let shown = window.count > 240 ? window.lowerBound..<window.lowerBound + 240 : window
    func printed(_ part: Range<Int>) -> String {
      let clamped = part.clamped(to: shown)
      let scalars = String(decoding: bytes[clamped], as: UTF8.self).unicodeScalars
      // The mark below stands in its place where each scalar takes one.
      return String(String.UnicodeScalarView(scalars.map { $0.isPrintable ? $0 : " " }))
    }
    let before = (shown.lowerBound > 0 ? "…" : "") + printed(0..<max(range.lowerBound, 0))
    let marks = max(1, printed(range).count)
    let after = printed(min(range.upperBound, bytes.count)..<bytes.count) + (shown.upperBound < bytes.count ? "…" : "")
    return before + printed(range) + after + "\n" + String(repeating: " ", count: before.count)
      + String(repeating: "^", count: marks) + " " + message
  }
}

/// A fault as the parser reports it, without the text.
struct Fault: Error {
  let field: CronField?
  let range: Range<Int>
  let reason: String
  var suggestion: String?
}
