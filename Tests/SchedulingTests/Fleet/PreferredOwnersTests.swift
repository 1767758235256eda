import CivilTime
import Testing

@testable import Scheduling

@Suite("Replicas of a large fleet take turns")
struct PreferredOwnersTests {
  private let now = Instant(millisecondsSince1970: 1_800_000_000_000)

  private func fleet(_ count: Int) -> [PreferredOwners] {
    let members = (0..<count).map { FleetMember(instance: "replica-\($0)", lastSeen: now, status: "running") }
    return members.map { member in
      var owners = PreferredOwners()
      owners.update(members, own: member.instance, now: now)
      return owners
    }
  }

  @Test("one goes first, one second, one third, and the others after them, whatever the firing")
  func order() {
    let fleet = fleet(30)
    for instant in 0..<200 {
      let delays = fleet.map { $0.delay(job: 7, instant: now + .seconds(Int64(instant))) }.sorted()
      #expect(Array(delays.prefix(3)) == [.zero, .milliseconds(100), .milliseconds(250)])
      #expect(delays.dropFirst(3).allSatisfy { $0 == .seconds(1) })
    }
  }

  @Test("the firings are spread evenly")
  func spread() {
    let fleet = fleet(20)
    let firsts = fleet.map { owners in
      (0..<2_000).count { owners.delay(job: UInt64($0), instant: now) == .zero }
    }
    #expect(firsts.reduce(0, +) == 2_000)
    #expect(firsts.allSatisfy { (50...150).contains($0) })
  }

  @Test("in a small fleet all ask at once")
  func small() {
    #expect(fleet(10).allSatisfy { $0.delay(job: 7, instant: now) == .zero })
  }

  @Test("a replica that is silent does not count")
  func silent() {
    let members = (0..<20).map {
      FleetMember(instance: "replica-\($0)", lastSeen: $0 < 5 ? now : now - .seconds(60), status: "running")
    }
    var owners = PreferredOwners()
    owners.update(members, own: "replica-0", now: now)
    #expect(!owners.takesTurns)
  }

  @Test("a replica that has missed two heartbeats is lost, and is shown so")
  func lost() {
    let member = FleetMember(instance: "a", lastSeen: now, status: "running")
    #expect(member.shown(at: now + .seconds(11)).status == "running")
    #expect(member.shown(at: now + .milliseconds(11_001)).status == "lost")
    // A clock that was set back makes nobody lost.
    #expect(member.shown(at: now - .seconds(3_600)).status == "running")
  }
}
