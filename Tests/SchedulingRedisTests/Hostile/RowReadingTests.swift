#if Redis
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("Whatever lies in Redis is read or refused, and traps nowhere")
  struct RowReadingTests {
    /// The same numbers in every run.
    private struct Dice: RandomNumberGenerator {
      var state: UInt64
      mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
      }
    }

    private static let words = [
      "-9223372036854775808", "9223372036854775807", "9223372036854775808", "-1", "0", "", "|", "||", "%", "%zz",
      "1e999",
      "nan", "inf", "-inf", "0x10", "+5", "\u{0}", "\u{301}", "\u{202E}", "all(9223372036854775807)", "queueAll(-1)",
      " ",
    ]

    private static func mutated(_ text: String, _ dice: inout Dice) -> String {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &dice) {
        let place = Int.random(in: 0...bytes.count, using: &dice)
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &dice) }
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...8, using: &dice)))
        case 2: bytes.insert(contentsOf: words.randomElement(using: &dice)?.utf8 ?? "".utf8, at: place)
        default:
          // One whole field.
          var fields = bytes.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map(Array.init)
          fields[Int.random(in: 0..<fields.count, using: &dice)] = Array((words.randomElement(using: &dice) ?? "").utf8)
          bytes = Array(fields.joined(separator: [UInt8(ascii: "|")]))
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    @Test("rows, messages and cards, changed at random", arguments: RedisRows.allCases)
    func rows(_ kind: RedisRows) {
      var dice = Dice(state: 7)
      kind.read(kind.example)
      for word in Self.words { kind.read(word) }
      for _ in 0..<3_000 { kind.read(Self.mutated(kind.example, &dice)) }
    }

    @Test("definitions, changed at random, and those that add refuses")
    func definitions() {
      let trigger = #"{"every":"1s","kind":"interval"}"#
      let good = #"{"handler":"h","options":{"coalesce":"all(5)","lease":"30s"},"trigger":\#(trigger)}"#
      var dice = Dice(state: 11)
      for _ in 0..<3_000 { _ = StoredRows.handler(of: Self.mutated(good, &dice)) }
      for option in [
        #""coalesce":"all(9223372036854775807)""#, #""overlap":"queueAll(9223372036854775807)""#, #""maxInstances":17"#,
        #""lease":"1ms""#, #""jitter":"-1s""#, #""lock":"""#, #""priority":99999"#,
      ] {
        #expect(StoredRows.handler(of: #"{"handler":"h","options":{\#(option)},"trigger":\#(trigger)}"#) == nil)
      }
    }

    @Test(
      "numbers out of range make a run's row unreadable",
      arguments: [
        "a|0|scheduled|a|0|9223372036854775807|0|1|o|1|", "a|0|scheduled|a|0|1|-9223372036854775808|1|o|1|",
        "a|0|scheduled|a|16|1|0|1|o|1|", "a|0|scheduled|a|-1|1|0|1|o|1|",
        "a|9223372036854775807|scheduled|a|0|1|0|1|o|1|",
        "a|0|scheduled|a|0|1|0|9223372036854775807|o|1|",
      ])
    func ranges(_ row: String) {
      #expect(
        RunCoding.crashed(token: "00000000000000070000000000000005", run: row) == nil || RunCoding.place(row) == nil)
    }
  }
#endif
