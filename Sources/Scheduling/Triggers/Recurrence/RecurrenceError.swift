public import CivilTime

/// Why a text is not a recurrence rule: the part, the place, the reason, and often what to write instead.
///
/// Its description points at the place:
/// ```
/// FREQ=MONTHLY;BYDAY=-1FT
///                    ^^^^ BYDAY: '-1FT' is not a weekday (write MO, 2TU or -1FR)
/// ```
public struct RecurrenceError: SchedulingError, Hashable {
  /// The rule as it was given.
  public let text: String
  /// The name of the part at fault, such as `BYDAY`; nil for a fault of no one part.
  public let part: String?
  /// The place of the fault, in UTF-8 offsets from the start of the text; empty where something is missing.
  public let range: Range<Int>
  /// What is wrong, "INTERVAL must be 1-999999999".
  public let reason: String
  /// What to write instead, where there is such a thing.
  public let suggestion: String?

  /// Always `invalidInput`.
  public var kind: SchedulingErrorKind { .invalidInput }

  /// Reason and suggestion in one line.
  public var message: String { suggestion.map { "\(reason) (write \($0))" } ?? reason }

  /// The text, and below it a mark under the fault with the message.
  public var description: String {
    let bytes = Array(text.utf8)
    let start = min(range.lowerBound, bytes.count)
    let shownFrom = max(0, start - 100)
    let shown = bytes[shownFrom..<min(bytes.count, start + 140)]
    let scalars = String(decoding: shown, as: UTF8.self).unicodeScalars
    let printed = String(String.UnicodeScalarView(scalars.map { $0.isPrintable ? $0 : " " }))
    let marks = max(1, min(range.upperBound, shown.endIndex) - start)
    return (shownFrom > 0 ? "…" : "") + printed + "\n"
      + String(repeating: " ", count: start - shownFrom + (shownFrom > 0 ? 1 : 0))
      + String(repeating: "^", count: marks) + " " + message.printable(bytes: 1_000)
  }
}
