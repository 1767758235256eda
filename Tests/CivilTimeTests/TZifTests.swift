import Testing

@testable import CivilTime

@Suite("TZif files")
struct TZifTests {
  private func reason(_ bytes: [UInt8]) -> TZif.Failure? {
    do {
      _ = try TZif.periods(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test("A file cut off at any byte is an error, never a shorter zone")
  func truncated() throws {
    for name in ["America/New_York", "Africa/Monrovia", "UTC"] {
      let bytes = try SystemZones.bytes(name)
      for length in 0..<bytes.count {
        #expect(reason(Array(bytes[..<length])) != nil, "\(name) cut to \(length)")
      }
    }
  }

  @Test("A file with any one byte changed is a zone or an error; it neither traps nor grows without bound")
  func flipped() async throws {
    let bytes = try SystemZones.bytes("Europe/Dublin")
    // The headers and the footer byte by byte, the tables here and there.
    for index in bytes.indices where index < 60 || index > bytes.count - 60 || index % 23 == 0 {
      await Task.yield()  // Other tests wait for servers, whose time does not stand still.
      for value in [0, 0xFF, bytes[index] ^ 0x80] as [UInt8] {
        var damaged = bytes
        damaged[index] = value
        guard let periods = try? TZif.periods(damaged) else { continue }
        #expect(periods.count < 2_000)
        let zone = Zone(rules: ZoneRules(identifier: "damaged", periods: periods, fingerprint: 1))
        for instant in [Instant.min, .epoch, .max] { _ = zone.resolve(zone.localTime(at: instant)) }
      }
    }
  }

  @Test("What is not TZif, is of version 1, counts leap seconds or has absurd counts is told apart")
  func kinds() throws {
    var bytes = try SystemZones.bytes("Europe/Berlin")
    #expect(reason([]) == .notTZif)
    #expect(reason(Array("TZjf".utf8) + bytes) == .notTZif)
    bytes[4] = 0
    #expect(reason(bytes) == .version1)
    bytes[4] = UInt8(ascii: "2")
    bytes[32] = 0xFF
    #expect(reason(bytes)?.reason.contains("count") == true)
    #expect(reason([UInt8](repeating: 0, count: TZif.largestFile + 1))?.reason.contains("larger") == true)
    #expect(reason(try SystemZones.bytes("right/Europe/Berlin")) == .leapSeconds)
  }
}

@Suite("Rules of the years after the last listed transition")
struct POSIXRuleTests {
  @Test(
    "Rules are read in every form the tz database uses",
    arguments: [
      "CET-1CEST,M3.5.0,M10.5.0/3", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "IST-1GMT0,M10.5.0,M3.5.0/1", "UTC0",
      "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "EST5EDT,0/0,J365/25", "XXX-3YYY,J60/2,299/167:59:59",
    ])
  func valid(text: String) {
    #expect(POSIXRule(text) != nil)
  }

  @Test(
    "What is no rule is refused",
    arguments: [
      "", "CET", "CE-1", "CET-1CEST", "CET-25", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
      "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M10.5.0/168",
      "CET-1CEST,M3.5.0,M10.5.0x", "<CET-1", "CET-1:60",
    ])
  func invalid(text: String) {
    #expect(POSIXRule(text) == nil)
  }

  @Test("Daylight saving all year long is one period without end")
  func allYear() throws {
    let rule = try #require(POSIXRule("EST5EDT,0/0,J365/25"))
    var periods = [ZoneRules.Period(start: .min, offset: rule.standard), .init(start: 0, offset: -14_400)]
    rule.extend(&periods)
    let rules = ZoneRules(identifier: "all year", periods: periods, fingerprint: 1)
    #expect(rules.count == 2)
  }
}
