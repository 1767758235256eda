/// Something about a schedule that is allowed and that its author may not have meant.
public struct CronFinding: Hashable, Sendable, CustomStringConvertible {
  /// How bad it is.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Severity: Int, Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Good to know.
    case note
    /// Likely not what was meant.
    case warning
    /// The schedule cannot do what it is for.
    case error

    /// Whether the first is the milder one.
    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }

    /// "note", "warning" or "error".
    public var description: String {
      switch self {
      case .note: "note"
      case .warning: "warning"
      case .error: "error"
      }
    }
  }

  /// What was looked for. The raw values are stable names for programs.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// The dates named do not exist in any year.
    case impossibleDate = "impossible-date"
    /// All instants lie in the past.
    case past
    /// Clocks will be moved over one of its times, or back over it.
    case movedClocks = "moved-clocks"
    /// Both day fields are restricted, and either may match.
    case eitherDay = "either-day"
    /// A day field begins with `*` and the other is restricted: daemons and libraries read it differently.
    case starredDay = "starred-day"
    /// A step that does not divide the field, so that one distance is shorter.
    case unevenStep = "uneven-step"
    /// A step so large that only the first value is left.
    case largeStep = "large-step"
    /// Days or weeks that some months do not have.
    case missingDay = "missing-day"
    /// Every minute of an hour, or every second of a minute, beneath a fixed larger unit.
    case everyUnit = "every-unit"
    /// On the hour, where everybody else runs too.
    case herd
    /// Another dialect reads the text too and means something else.
    case otherDialect = "other-dialect"
  }

  /// What was looked for.
  public let rule: Rule
  /// How bad it is.
  public let severity: Severity
  /// The place in the expression's text, in UTF-8 offsets.
  public let range: Range<Int>
  /// What was found.
  public let message: String
  /// What to write instead, or what to do.
  public let suggestion: String?

  /// "warning: either of the day fields suffices … (moved to AND by a plus: …)".
  public var description: String {
    "\(severity): \(message)" + (suggestion.map { "; \($0)" } ?? "")
  }
}
