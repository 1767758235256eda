import Foundation
import Testing

@testable import CivilTime

@Suite("Time zones")
struct ZoneTests {
  @Test("A local time in the spring gap is told as a gap with its transition")
  func gap() throws {
    let zone = try Zone(named: "Europe/Berlin")
    let transition = try Instant(rfc3339: "2027-03-28T01:00:00Z")
    #expect(
      try zone.resolve(CivilDateTime("2027-03-28T02:30:00")) == .gap(transition: transition, skipped: 3_600))
    #expect(try zone.resolve(CivilDateTime("2027-03-28T03:00:00")) == .unique(transition))
  }

  @Test("A local time in the autumn overlap is told as both its instants")
  func overlap() throws {
    let zone = try Zone(named: "America/New_York")
    #expect(
      try zone.resolve(CivilDateTime("2026-11-01T01:30:00"))
        == .ambiguous(
          first: Instant(rfc3339: "2026-11-01T01:30:00-04:00"), second: Instant(rfc3339: "2026-11-01T01:30:00-05:00")))
  }

  @Test("The footer's rule carries a zone to the year 2200")
  func footer() throws {
    let zone = try Zone(named: "America/New_York")
    #expect(zone.offset(at: try Instant(rfc3339: "2199-07-01T12:00:00Z")) == -14_400)
    #expect(zone.offset(at: try Instant(rfc3339: "2199-12-01T12:00:00Z")) == -18_000)
    let range = try Instant(rfc3339: "2150-01-01T00:00:00Z")..<Instant(rfc3339: "2151-01-01T00:00:00Z")
    #expect(
      zone.transitions(in: range).map(\.instant.description) == ["2150-03-08T07:00:00Z", "2150-11-01T06:00:00Z"])
  }

  @Test("An unknown zone is an error that names the zone, the places searched and the package; never UTC")
  func unknown() throws {
    let error = try #require(throws: ZoneError.self) { try Zone(named: "Europe/Atlantis") }
    let text = "\(error)"
    #expect(text.contains("Europe/Atlantis") && text.contains("/usr/share/zoneinfo") && text.contains("tzdata"))
  }

  @Test(
    "Names that are absolute or lead out of the database are refused",
    arguments: [
      "", "localtime", "posixrules", "posix/localtime", "/etc/passwd", "../etc/passwd", "Europe/../../etc/passwd",
      "Europe//Berlin", "a\u{0}b", "Zürich", ".",
    ])
  func refusedNames(name: String) throws {
    let error = try #require(throws: ZoneError.self) { try Zone(named: name) }
    #expect(error == .invalidName(name))
  }

  @Test(
    "A name that is nearly right is answered with the right one",
    arguments: [
      ("europe/berlin", "Europe/Berlin"), ("EUROPE/BERLIN", "Europe/Berlin"), ("America/New York", "America/New_York"),
      ("america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"), ("Berlin", "Europe/Berlin"),
      ("tokyo", "Asia/Tokyo"), ("utc", "UTC"),
    ])
  func nearest(name: String, right: String) throws {
    let error = try #require(throws: ZoneError.self) { try Zone(named: name) }
    #expect("\(error)".hasSuffix("did you mean \(right)?"), "\(error)")
    #expect(throws: Never.self) { try Zone(named: right) }
  }

  @Test("Long and hostile names are cut and printed without what would move a cursor")
  func printed() throws {
    let long = String(repeating: "a", count: 1 << 20)
    let accents = "a" + String(repeating: "\u{301}", count: 100_000)
    for name in [long, "/\(long)", accents, "a\u{1B}[31m\n::error::\u{202E}b\u{9B}c"] {
      for error in [
        try #require(throws: ZoneError.self) { try Zone(named: name) },
        try #require(throws: ZoneError.self) { try Zone.current(TZ: name, localtime: "/nowhere") },
      ] {
        let text = "\(error)"
        #expect(text.utf8.count < 600, "\(text.utf8.count)")
        #expect(!text.unicodeScalars.contains { [.control, .format].contains($0.properties.generalCategory) })
      }
    }
  }

  @Test("A pipe in the place of a zone's file does not stop the process")
  func pipe() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try #require(mkfifo("\(folder)/Pipe", 0o600) == 0)
    let database = ZoneDatabase(directories: [folder])
    #expect(throws: ZoneError.self) { try database.load("Pipe") }
    #expect(throws: SystemFile.ReadFailure.self) { try SystemFile.read("\(folder)/Pipe", limit: 1_000) }
    #expect(throws: ZoneError.self) { try Zone.current(TZ: "\(folder)/Pipe", localtime: "/nowhere") }
    #expect(throws: ZoneError.self) { try Zone.current(TZ: nil, localtime: "\(folder)/Pipe") }
  }

  @Test("A directory is not a zone")
  func directory() {
    #expect(throws: ZoneError.self) { try Zone(named: "Europe") }
  }

  @Test("UTC needs no database and has no transitions")
  func utc() throws {
    #expect(Zone.utc.offset(at: .max) == 0)
    #expect(try Zone(named: "UTC") == .utc)
    #expect(Zone.utc.transitions(in: .min..<(.max)).isEmpty)
  }
}
