import Foundation
import Testing

@testable import CivilTime

/// A clock that is set by hand.
private final class SettableSeconds: Sendable {
  private let seconds = Lock(0)

  var value: Int { seconds.withLock { $0 } }
  func set(_ value: Int) { seconds.withLock { $0 = value } }
}

@Suite("Updated tzdata")
struct ZoneCacheTests {
  /// A database of one zone in a folder of its own, and a clock that is set by hand.
  private final class Fixture: Sendable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)")
    let now = SettableSeconds()
    let cache: ZoneCache

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let now = now
      cache = ZoneCache(database: ZoneDatabase(directories: [folder.path]), now: { now.value })
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func install(_ bytes: [UInt8]) throws {
      try Data(bytes).write(to: folder.appendingPathComponent("Zone"), options: .atomic)
    }
  }

  @Test("A long-lived process notices an updated file a day later, and not sooner")
  func noticed() throws {
    let fixture = try Fixture()
    try fixture.install(SystemZones.bytes("Europe/Berlin"))
    let first = try fixture.cache.zone(named: "Zone")
    try fixture.install(SystemZones.bytes("America/New_York"))
    fixture.now.set(86_399)
    #expect(try fixture.cache.zone(named: "Zone") == first)
    fixture.now.set(86_400)
    let second = try fixture.cache.zone(named: "Zone")
    #expect(second != first && second.offset(at: .epoch) == -18_000)
  }

  @Test("A damaged or missing update does not take a working zone away")
  func damaged() throws {
    let fixture = try Fixture()
    try fixture.install(SystemZones.bytes("Europe/Berlin"))
    let first = try fixture.cache.zone(named: "Zone")
    try fixture.install([1, 2, 3])
    fixture.now.set(100_000)
    #expect(try fixture.cache.zone(named: "Zone") == first)
    try FileManager.default.removeItem(at: fixture.folder.appendingPathComponent("Zone"))
    fixture.now.set(200_000)
    #expect(try fixture.cache.zone(named: "Zone") == first)
  }

  @Test("A damaged file is an error that names zone, path and package")
  func unreadable() throws {
    let fixture = try Fixture()
    try fixture.install([1, 2, 3])
    let error = try #require(throws: ZoneError.self) { try fixture.cache.zone(named: "Zone") }
    #expect("\(error)".contains("'Zone'") && "\(error)".contains(fixture.folder.path) && "\(error)".contains("tzdata"))
  }
}

@Suite("The local zone")
struct LocalZoneTests {
  @Test("TZ is a name, with or without a colon, a path or a rule; empty means UTC")
  func variable() throws {
    func zone(_ value: String?) throws -> Zone { try Zone.current(TZ: value, localtime: "/nowhere") }
    #expect(try zone("Europe/Berlin").identifier == "Europe/Berlin")
    #expect(try zone(":Europe/Berlin").identifier == "Europe/Berlin")
    #expect(try zone("/usr/share/zoneinfo/Asia/Tokyo").offset(at: .epoch) == 32_400)
    #expect(try zone("") == .utc)
    let rule = try zone("CET-1CEST,M3.5.0,M10.5.0/3")
    #expect(rule.offset(at: try Instant(rfc3339: "2027-07-01T00:00:00Z")) == 7_200)
  }

  @Test("A local zone that nothing names is an error, never UTC")
  func unknown() {
    #expect(throws: ZoneError.self) { try Zone.current(TZ: nil, localtime: "/nowhere") }
    #expect(throws: ZoneError.self) { try Zone.current(TZ: "Europe/Atlantis", localtime: "/nowhere") }
  }

  @Test("/etc/localtime says the zone's name where it is a link")
  func link() throws {
    let link = FileManager.default.temporaryDirectory.appendingPathComponent("localtime-\(UUID().uuidString)").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/usr/share/zoneinfo/Europe/Berlin")
    defer { try? FileManager.default.removeItem(atPath: link) }
    #expect(try Zone.current(TZ: nil, localtime: link).identifier == "Europe/Berlin")
  }
}
