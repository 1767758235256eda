import CivilTime

private let durationUnits: [(nanoseconds: Int64, symbol: String, word: String)] = [
  (86_400_000_000_000, "d", "day"), (3_600_000_000_000, "h", "hour"), (60_000_000_000, "m", "minute"),
  (1_000_000_000, "s", "second"), (1_000_000, "ms", "millisecond"), (1_000, "us", "microsecond"),
  (1, "ns", "nanosecond"),
]

/// A duration as schedule files write it: the largest unit that divides it, such as `90m`, `15s` or `250ms`.
package func durationText(_ nanoseconds: Int64) -> String {
  guard nanoseconds != 0, let unit = durationUnits.first(where: { nanoseconds % $0.nanoseconds == 0 }) else {
    return "0s"
  }
  return "\(nanoseconds / unit.nanoseconds)\(unit.symbol)"
}

/// A positive duration in words, such as `5 minutes` or `hour`.
package func durationWords(_ nanoseconds: Int64) -> String {
  guard nanoseconds != 0, let unit = durationUnits.first(where: { nanoseconds % $0.nanoseconds == 0 }) else {
    return "0 seconds"
  }
  let count = nanoseconds / unit.nanoseconds
  return count == 1 ? unit.word : "\(count) \(unit.word)s"
}

/// Reads what `durationText` writes.
package func parsedDuration(_ text: String) throws(SchedulerError) -> Duration {
  let digits = text.prefix { $0.isASCII && $0.isNumber }
  let symbol = text.dropFirst(digits.count)
  guard let count = Int64(digits), let unit = durationUnits.first(where: { $0.symbol == symbol }) else {
    throw SchedulerError(
      .invalidTrigger, "'\(text.cut(toBytes: 40))' is not a duration: write for example 90m, 15s or 250ms")
  }
  let (nanoseconds, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
  guard !overflow else { throw SchedulerError(.invalidTrigger, "\(text) is longer than 292 years") }
  return .nanoseconds(nanoseconds)
}
