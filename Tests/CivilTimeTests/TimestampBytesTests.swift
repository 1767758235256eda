import Testing

@testable import CivilTime

@Suite("Timestamps and numbers as bytes")
struct TimestampBytesTests {
  @Test("A timestamp is the same whichever way it is written")
  func same() {
    var all: [Int64] = [.min, .max, 0, -1, 1, -1_000_000_000, 999_999_999, 1_000_000_000, 951_782_399_000_000_000]
    for _ in 0..<20_000 { all.append(.random(in: .min ... .max)) }
    for number in 0..<3_000 as Range<Int64> {
      all.append(
        .random(in: -9_000_000_000...9_000_000_000) * 1_000_000_000 + [0, 1_000, 500_000_000][Int(number % 3)])
    }
    for nanoseconds in all {
      let instant = Instant(nanosecondsSince1970: nanoseconds)
      // Written through its parts.
      #expect(instant.rfc3339 == instant.rfc3339(offset: 0))
    }
  }

  @Test("A number is the same as in a text")
  func numbers() {
    for number in [Int64.min, .max, 0, 9, 10, -1, -10, 99, 100, 12_345_678_901] {
      var bytes: [UInt8] = []
      bytes.append(digitsOf: number)
      #expect(String(decoding: bytes, as: UTF8.self) == "\(number)")
    }
  }
}
