/// What a text turned out to be.
enum ParsedExpression {
  case fields(FieldSets)
  case interval(nanoseconds: Int64)
  case startup
}

/// Takes a text apart into fields, or a macro, and hands them to the dialect.
struct ExpressionParser {
  let dialect: CronDialect
  let seed: HashSeed?
  let dayMatch: CronDayMatch

  /// The longest text that is read.
  static let longest = 4_096

  func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> ParsedExpression {
    guard bytes.count <= Self.longest else {
      throw Fault(
        field: nil, range: Self.longest..<bytes.count,
        reason: "an expression has at most \(Self.longest) bytes, and this one has \(bytes.count)")
    }
    let fields = try split(bytes)
    guard let first = fields.first, let last = fields.last else {
      throw Fault(field: nil, range: 0..<bytes.count, reason: "the expression is empty", suggestion: "0 3 * * *")
    }
    let whole = first.lowerBound..<last.upperBound
    if let fault = ForeignNotation.fault(bytes, whole, fields, dialect) { throw fault }
    if bytes[whole.lowerBound] == UInt8(ascii: "@"), dialect == .standard {
      return try macro(bytes, whole)
    }
    return .fields(try sets(fields, of: bytes, whole))
  }

  private func macro(_ bytes: UnsafeBufferPointer<UInt8>, _ whole: Range<Int>) throws(Fault) -> ParsedExpression {
    switch try Macro.parse(bytes, whole) {
    case .interval(let nanoseconds): return .interval(nanoseconds: nanoseconds)
    case .startup: return .startup
    case .fields(let text):
      let buffer = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
      return try parse(buffer)
    }
  }

  private func sets(
    _ fields: [Range<Int>], of bytes: UnsafeBufferPointer<UInt8>, _ whole: Range<Int>
  ) throws(Fault) -> FieldSets {
    func expect(_ counts: ClosedRange<Int>, _ what: String) throws(Fault) {
      guard counts.contains(fields.count) else {
        throw Fault(field: nil, range: whole, reason: "expected \(what), and found \(fields.count)")
      }
    }
    switch dialect {
    case .standard:
      try expect(
        5...7, "5 fields (minute, hour, day of month, month, day of week), 6 with seconds first or 7 with a year last")
      return try StandardParser.parse(fields, of: bytes, seed: seed, dayMatch: dayMatch)
    case .quartz:
      try expect(
        6...7, "6 fields (second, minute, hour, day of month, month, day of week) or 7 with a year last")
      return try QuartzParser.parse(fields, of: bytes, hasSeconds: true)
    case .aws:
      try expect(6...6, "6 fields (minute, hour, day of month, month, day of week, year)")
      return try QuartzParser.parse(fields, of: bytes, hasSeconds: false)
    case .apscheduler: return try APSchedulerParser.parse(bytes)
    }
  }

  /// The places of the fields, between runs of blanks.
  private func split(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    fields.reserveCapacity(7)
    var start: Int?
    for index in 0..<bytes.count {
      switch bytes[index] {
      case 32, 9:
        if let begun = start { fields.append(begun..<index) }
        start = nil
      case 33...126:
        if start == nil { start = index }
      default:
        var end = index + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        throw Fault(
          field: nil, range: index..<end,
          reason: bytes[index] < 128
            ? "fields are separated by spaces or tabs only" : "only ASCII characters may stand in an expression")
      }
    }
    if let begun = start { fields.append(begun..<bytes.count) }
    return fields
  }

  /// Whether a suggestion mends the fault at a place: what is written with it is an expression, or has another fault
  /// elsewhere.
  func accepts(_ suggestion: String, at place: Range<Int>, of text: String) -> Bool {
    var bytes = Array(text.utf8)
    bytes.replaceSubrange(place.clamped(to: 0..<bytes.count), with: suggestion.utf8)
    // A seed may be wanting elsewhere; that is another fault.
    let parser = ExpressionParser(dialect: dialect, seed: seed ?? HashSeed(""), dayMatch: dayMatch)
    let written = place.lowerBound..<place.lowerBound + suggestion.utf8.count
    let fault: Fault? = bytes.withUnsafeBufferPointer { bytes in
      do throws(Fault) {
        _ = try parser.parse(bytes)
        return nil
      } catch {
        return error
      }
    }
    return fault.map { $0.field != nil && !written.contains($0.range.lowerBound) } ?? true
  }
}
