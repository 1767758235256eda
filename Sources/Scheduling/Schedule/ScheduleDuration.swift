import CivilTime

/// The durations of schedule files: a whole number and a unit, `250ms`, `15s`, `10m`, `2h`, `1d` (24 hours).
package enum ScheduleDuration {
  package static let expected = "a whole number and a unit (ms, s, m, h, d) such as 15s"

  private static let nanoseconds: [String: Int64] = [
    "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000, "d": 86_400_000_000_000,
  ]

  /// Nil for anything else, for a sign, a fraction, and more than 292 years.
  package static func parse(_ text: String) -> Duration? {
    let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty, let count = Int64(Substring(digits)) else { return nil }
    guard let unit = nanoseconds[String(text.dropFirst(digits.count))] else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? nil : .nanoseconds(product)
  }

  /// As ``parse(_:)`` reads it; nil for what cannot be written so: negative, or not whole milliseconds.
  package static func text(_ duration: Duration) -> String? {
    let nanoseconds = duration.nanoseconds
    return nanoseconds >= 0 && nanoseconds % 1_000_000 == 0 ? durationText(nanoseconds) : nil
  }
}
