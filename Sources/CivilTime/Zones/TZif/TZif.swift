/// A reader of TZif, the tz database's compiled form (RFC 9636): the 64-bit block and the footer's rule.
///
/// The bytes are not trusted: every count is checked against what is there, and the work is bounded by the file's size.
enum TZif {
  /// Why bytes are not a zone this library can follow.
  enum Failure: Error, Hashable {
    case notTZif
    case version1
    case truncated
    case leapSeconds
    case malformed(String)

    var reason: String {
      switch self {
      case .notTZif: "it is not a TZif file"
      case .version1: "it is a TZif file of version 1, which ends in 2038; version 2 or later is needed"
      case .truncated: "it is cut off"
      case .leapSeconds: "it counts leap seconds (a 'right/' zone); use the zone of the same name without 'right/'"
      case .malformed(let what): "it is damaged (\(what))"
      }
    }
  }

  /// No real file is a tenth of this.
  static let largestFile = 262_144
  /// RFC 9636: offsets lie strictly between -25 and 26 hours.
  static let offsets: ClosedRange<Int64> = -89_999...93_599
  /// Transitions outside about the years -1200 to 5100 are treated as the ends of time.
  static let times: ClosedRange<Int64> = -100_000_000_000...100_000_000_000

  /// The zone's periods, the footer's rule expanded to the year 2200.
  static func periods(_ bytes: [UInt8]) throws(Failure) -> [ZoneRules.Period] {
    guard bytes.count <= largestFile else { throw .malformed("larger than \(largestFile) bytes") }
    var reader = ByteReader(bytes)
    let first = try Header(&reader)
    guard first.version >= UInt8(ascii: "2") else { throw .version1 }
    try reader.skip(first.bodySize(timeSize: 4))
    let header = try Header(&reader)
    guard header.leapCount == 0 else { throw .leapSeconds }
    guard header.typeCount >= 1, header.typeCount <= 256 else { throw .malformed("\(header.typeCount) time types") }
    // Before anything is allocated for it, the block must be there.
    guard header.bodySize(timeSize: 8) <= reader.remaining else { throw .truncated }

    var times: [Int64] = []
    times.reserveCapacity(header.timeCount)
    for _ in 0..<header.timeCount { times.append(try reader.int64()) }
    let types = try reader.bytes(header.timeCount)
    var offsets: [Int64] = []
    for _ in 0..<header.typeCount {
      let offset = Int64(try reader.int32())
      guard Self.offsets.contains(offset) else { throw .malformed("an offset of \(offset) s") }
      offsets.append(offset)
      try reader.skip(2)
    }
    try reader.skip(header.designationSize + header.standardCount + header.universalCount)

    var periods = [ZoneRules.Period(start: .min, offset: offsets[0])]
    for (time, type) in zip(times, types) {
      guard Int(type) < offsets.count else { throw .malformed("time type \(type) of \(offsets.count)") }
      if time < Self.times.lowerBound {
        // Some compilers write a first transition at the beginning of time.
        periods = [ZoneRules.Period(start: .min, offset: offsets[Int(type)])]
      } else if time <= Self.times.upperBound {
        guard periods.last.map({ $0.start < time }) ?? true else { throw .malformed("transitions out of order") }
        periods.append(ZoneRules.Period(start: time, offset: offsets[Int(type)]))
      }
    }
    if let rule = try footer(&reader) { rule.extend(&periods) }
    return periods
  }

  /// The rule between the two newlines at the end; nil where the file states none.
  private static func footer(_ reader: inout ByteReader) throws(Failure) -> POSIXRule? {
    guard reader.remaining > 0 else { throw .truncated }
    guard try reader.byte() == UInt8(ascii: "\n") else { throw .malformed("no footer") }
    let rest = try reader.bytes(reader.remaining)
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { throw .truncated }
    if end == rest.startIndex { return nil }
    guard let rule = POSIXRule(String(decoding: rest[..<end], as: UTF8.self)) else {
      throw .malformed("the rule in its footer")
    }
    return rule
  }

  /// One of the two headers of a file.
  private struct Header {
    let version: UInt8
    let universalCount, standardCount, leapCount, timeCount, typeCount, designationSize: Int

    init(_ reader: inout ByteReader) throws(Failure) {
      guard reader.remaining >= 4, try reader.bytes(4).elementsEqual("TZif".utf8) else { throw .notTZif }
      version = try reader.byte()
      try reader.skip(15)
      universalCount = try reader.count()
      standardCount = try reader.count()
      leapCount = try reader.count()
      timeCount = try reader.count()
      typeCount = try reader.count()
      designationSize = try reader.count()
    }

    func bodySize(timeSize: Int) -> Int {
      // Each count is below 2^24 (see `count`), so nothing here overflows.
      timeCount * (timeSize + 1) + typeCount * 6 + designationSize + leapCount * (timeSize + 4)
        + standardCount + universalCount
    }
  }
}

/// Big-endian numbers from bytes that may end at any place.
private struct ByteReader {
  private let data: [UInt8]
  private var position = 0

  init(_ data: [UInt8]) { self.data = data }

  var remaining: Int { data.count - position }

  mutating func skip(_ count: Int) throws(TZif.Failure) {
    guard count <= remaining else { throw .truncated }
    position += count
  }

  mutating func byte() throws(TZif.Failure) -> UInt8 {
    guard remaining >= 1 else { throw .truncated }
    position += 1
    return data[position - 1]
  }

  mutating func bytes(_ count: Int) throws(TZif.Failure) -> ArraySlice<UInt8> {
    let start = position
    try skip(count)
    return data[start..<position]
  }

  mutating func int32() throws(TZif.Failure) -> Int32 {
    Int32(bitPattern: try bytes(4).reduce(0) { $0 << 8 | UInt32($1) })
  }

  mutating func int64() throws(TZif.Failure) -> Int64 {
    Int64(bitPattern: try bytes(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// A count of the header: 32 bits without a sign, and in no honest file above 2^24.
  mutating func count() throws(TZif.Failure) -> Int {
    let value = Int(UInt32(bitPattern: try int32()))
    guard value < 1 << 24 else { throw .malformed("a count of \(value)") }
    return value
  }
}
