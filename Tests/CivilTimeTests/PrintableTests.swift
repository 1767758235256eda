import CivilTime
import Testing

@Suite struct PrintableTests {
  @Test(arguments: [
    ("plain", "plain"), ("caf\u{e9} 日本", "caf\u{e9} 日本"), ("a\nb\r\u{1B}[2J", "a\u{FFFD}b\u{FFFD}\u{FFFD}[2J"),
    ("\u{9B}31m", "\u{FFFD}31m"), ("a\u{202E}b\u{2066}c\u{200F}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
    ("a\u{2028}b\u{2029}", "a\u{FFFD}b\u{FFFD}"), ("\u{7F}\u{0}", "\u{FFFD}\u{FFFD}"),
  ])
  func foreignTextStaysOnItsLine(_ text: String, _ shown: String) { #expect(text.printable() == shown) }

  @Test func lengthCountsBytes() {
    let accents = "a" + String(repeating: "\u{301}", count: 1_000_000)
    #expect(accents.printable(bytes: 100).utf8.count <= 103)
    #expect(String(repeating: "x", count: 128).printable().count == 128)
    #expect(String(repeating: "x", count: 129).printable() == String(repeating: "x", count: 128) + "…")
  }

  @Test func linesAreKeptWhereTheyAreAskedFor() {
    #expect("a\nb\u{1B}".printable(keepingLines: true) == "a\nb\u{FFFD}")
  }

  @Test func errorsOfTimestampsAndZonesRepeatLittleOfAText() {
    let long = "\u{1B}[2J\n::error::" + String(repeating: "x", count: 1 << 20)
    let timestamp = #expect(throws: TimestampError.self) { try Instant(rfc3339: long) }
    let zone = #expect(throws: ZoneError.self) { try Zone(named: long) }
    for text in ["\(timestamp as Any)", "\(zone as Any)"] {
      #expect(text.utf8.count < 2_000)
    }
    for text in [timestamp?.description, zone?.description] {
      #expect(text?.unicodeScalars.filter { !$0.isPrintable }.isEmpty == true)
    }
  }
}
