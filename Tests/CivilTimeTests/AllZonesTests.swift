import CivilTime
import Foundation
import Testing

@Suite("All zones of the system")
struct AllZonesTests {
  @Test("Every zone loads and has the offsets of its own transition table, one second before and at each transition")
  func tables() async throws {
    let names = SystemZones.names()
    #expect(names.count > 300)
    for name in names {
      await Task.yield()  // Other tests wait for servers, whose time does not stand still.
      let zone = try Zone(named: name)
      let table = try SystemZones.table(name)
      var before = table.first
      for (time, after) in table.transitions {
        // Some files begin with a transition at the beginning of time.
        guard time > -9_000_000_000, time < 9_000_000_000 else {
          before = after
          continue
        }
        #expect(zone.offset(at: Instant(secondsSince1970: time - 1)) == before, "\(name) before \(time)")
        #expect(zone.offset(at: Instant(secondsSince1970: time)) == after, "\(name) at \(time)")
        before = after
      }
    }
  }

  @Test("Every zone's local times resolve to instants that show them, and gaps and overlaps are as wide as the shift")
  func resolution() throws {
    let range = Instant.epoch..<(try Instant(rfc3339: "2050-01-01T00:00:00Z"))
    for name in SystemZones.names() {
      let zone = try Zone(named: name)
      for transition in zone.transitions(in: range) {
        let shift = transition.offsetAfter - transition.offsetBefore
        let second = transition.instant.secondsSince1970 + Int64(min(transition.offsetBefore, transition.offsetAfter))
        guard let inside = CivilDateTime(secondsSince1970: second) else { continue }
        switch zone.resolve(inside) {
        case .gap(let instant, let skipped):
          #expect(shift > 0 && instant == transition.instant && skipped == shift, "\(name) \(inside)")
        case .ambiguous(let first, let second):
          #expect(shift < 0 && second.nanoseconds(since: first) == -Int64(shift) * 1_000_000_000, "\(name) \(inside)")
          #expect(zone.localTime(at: first) == inside && zone.localTime(at: second) == inside, "\(name) \(inside)")
        case .unique: Issue.record("\(name): \(inside) at \(transition.instant) is neither skipped nor shown twice")
        }
        let edge = CivilDateTime(secondsSince1970: second - 1)
        if let edge, case .unique(let instant) = zone.resolve(edge) {
          #expect(zone.localTime(at: instant) == edge, "\(name) \(edge)")
        }
      }
    }
  }

  @Test(
    "The odd shifts are as history had them",
    arguments: [
      ("Africa/Monrovia", "1972-01-07T00:44:30Z", 2_670), ("Australia/Lord_Howe", "2026-10-03T15:30:00Z", 1_800),
      ("Pacific/Apia", "2011-12-30T10:00:00Z", 86_400), ("Antarctica/Troll", "2026-03-29T01:00:00Z", 7_200),
      ("Asia/Kathmandu", "1985-12-31T18:30:00Z", 900), ("Europe/Dublin", "2026-03-29T01:00:00Z", 3_600),
      ("America/Sao_Paulo", "2018-11-04T03:00:00Z", 3_600), ("America/Caracas", "2007-12-09T07:00:00Z", -1_800),
    ])
  func oddShifts(name: String, at text: String, shift: Int) throws {
    let zone = try Zone(named: name)
    let instant = try Instant(rfc3339: text)
    let transition = try #require(zone.transitions(in: instant..<instant.advanced(byNanoseconds: 1)).first)
    #expect(transition.offsetAfter - transition.offsetBefore == shift)
  }

  @Test("The database's release is known, for comparing replicas")
  func version() throws {
    let version = try #require(Zone.databaseVersion())
    #expect(version.hasPrefix("20") && version.count >= 5)
    #expect(try Zone(named: "Europe/Berlin").fingerprint != Zone(named: "Europe/Paris").fingerprint)
  }
}
