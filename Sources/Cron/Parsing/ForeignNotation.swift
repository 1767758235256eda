/// Notations of other systems around an expression, which would fail at some place that explains nothing.
enum ForeignNotation {
  /// What to say of an expression with a crontab's zone before it, or in AWS's wrapping; nil for any other.
  static func fault(
    _ bytes: UnsafeBufferPointer<UInt8>, _ whole: Range<Int>, _ fields: [Range<Int>], _ dialect: CronDialect
  ) -> Fault? {
    if dialect != .apscheduler, let prefix = ["CRON_TZ=", "TZ="].first(where: { bytes[whole].starts(with: $0.utf8) }) {
      let first = fields[0]
      let rest = fields.count > 1 ? fields[1].lowerBound..<whole.upperBound : whole.upperBound..<whole.upperBound
      let zone = text(bytes, first.lowerBound + prefix.utf8.count..<first.upperBound)
      let field: CronField? = fields.count >= 6 ? .second : fields.count == 5 ? .minute : nil
      return Fault(
        field: field, range: whole,
        reason: "a time zone is not a part of an expression: give \(zone.isEmpty ? "it" : zone) as its timezone",
        suggestion: text(bytes, rest, limit: 200))
    }
    guard bytes[whole.upperBound - 1] == UInt8(ascii: ")"),
      let open = bytes[whole].firstIndex(of: UInt8(ascii: "("))
    else { return nil }
    let inner = open + 1..<whole.upperBound - 1
    switch text(bytes, whole.lowerBound..<open).lowercased() {
    case "cron":
      return Fault(
        field: nil, range: whole,
        reason: "cron(…) is AWS's wrapping: write what is in it alone, in the dialect aws",
        suggestion: text(bytes, inner, limit: 200))
    case "rate":
      let words = text(bytes, inner).split(separator: " ")
      let units = ["minute": "m", "minutes": "m", "hour": "h", "hours": "h", "day": "d", "days": "d"]
      var interval: String?
      if words.count == 2, let count = Int(words[0]), (1...99_999).contains(count),
        let unit = units[words[1].lowercased()]
      {
        // @every has no days.
        interval = unit == "d" ? "\(count * 24)h" : "\(count)\(unit)"
      }
      return Fault(
        field: nil, range: whole, reason: "rate(…) is AWS's notation for an interval",
        suggestion: interval.map { "@every \($0)" })
    case "at":
      return Fault(
        field: nil, range: whole,
        reason: "at(…) is AWS's notation for a date: that is a trigger of its own, not an expression")
    default: return nil
    }
  }

  private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, limit: Int = 40) -> String {
    String(decoding: bytes[range].prefix(limit), as: UTF8.self)
  }
}
