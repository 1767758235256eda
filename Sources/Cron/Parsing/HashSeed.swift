/// Where `H` gets its values: a stable hash of a seed and the field.
///
/// The values are part of this library's contract, for replicas of different builds must agree: FNV-1a (64 bits) over
/// the seed's UTF-8 and the field's name, then the finalizer of SplitMix64 so that near seeds are far apart.
struct HashSeed: Hashable, Sendable {
  private let state: UInt64

  init(_ seed: String) { state = Self.fnv(0xCBF2_9CE4_8422_2325, seed.utf8) }

  func value(_ field: CronField) -> UInt64 {
    var mixed = Self.fnv(state, "/\(field.rawValue)".utf8)
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  private static func fnv(_ start: UInt64, _ bytes: String.UTF8View) -> UInt64 {
    bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

extension FieldText {
  /// Reads `H`, `H/n`, `H(a-b)` and `H(a-b)/n`; false where the item is something else.
  func readHash(_ item: Range<Int>, into set: inout some ValueSet, seed: HashSeed?) throws(Fault) -> Bool {
    guard bytes[item.lowerBound] == UInt8(ascii: "H") else { return false }
    guard field != .year else { throw fault(item, "H is not for years") }
    var position = item.lowerBound + 1
    // Every month has the days 1 to 28.
    var (low, high) = (field.bounds.lowerBound, field == .dayOfMonth ? 28 : field.bounds.upperBound)
    if position < item.upperBound, bytes[position] == UInt8(ascii: "(") {
      guard let close = self.position(of: UInt8(ascii: ")"), in: item),
        let dash = self.position(of: UInt8(ascii: "-"), in: position..<close)
      else { throw fault(item, "after H( comes a range", write: "H(0-29)") }
      (low, high) = (try value(position + 1..<dash), try value(dash + 1..<close))
      guard low <= high else { throw fault(item, "the range runs backwards") }
      position = close + 1
    }
    var step: Int?
    if position < item.upperBound {
      guard bytes[position] == UInt8(ascii: "/") else {
        throw fault(item, "H is written alone, with a range as in H(0-29), or with a step as in H/15", write: "H")
      }
      step = try self.step(position + 1..<item.upperBound)
    }
    guard let seed else {
      throw fault(item, "H needs a seed, such as the job's id: give the parameter `seed`")
    }
    let span = high - low + 1
    let start = low + Int(seed.value(field) % UInt64(min(step ?? span, span)))
    set.insert(from: start, through: step == nil ? start : high, step: step ?? 1)
    return true
  }
}
