import Foundation

/// SplitMix64: the same cases on every run, so that a failure can be looked at.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &self)] }
  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }

  /// How many cases to run, multiplied by the variable SCHEDULING_PROPERTY_SCALE.
  static func cases(_ count: Int) -> Int {
    count * (Int(ProcessInfo.processInfo.environment["SCHEDULING_PROPERTY_SCALE"] ?? "") ?? 1)
  }
}
