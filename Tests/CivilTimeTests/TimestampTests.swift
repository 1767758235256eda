import CivilTime
import Testing

@Suite("RFC 3339 time stamps")
struct TimestampTests {
  @Test(
    "A stamp names the same instant after it is read and written, to the nanosecond",
    arguments: [
      "1970-01-01T00:00:00Z", "2027-03-28T00:30:00.5Z", "1969-12-31T23:59:59.999999999Z",
      "2262-04-11T23:47:16.854775807Z", "1677-09-21T00:12:43.145224192Z",
    ])
  func roundTrip(text: String) throws {
    #expect(try Instant(rfc3339: text).rfc3339 == text)
  }

  @Test("Offsets and lower case are read")
  func offsets() throws {
    let instant = try Instant(rfc3339: "2027-03-28T03:00:00+02:00")
    #expect(try Instant(rfc3339: "2027-03-28t01:00:00z") == instant)
    #expect(try Instant(rfc3339: "2027-03-27T15:30:00-09:30") == instant)
  }

  @Test("A stamp is written with the zone's offset")
  func inZone() throws {
    let berlin = try Zone(named: "Europe/Berlin")
    let instant = try Instant(rfc3339: "2027-03-28T01:00:00Z")
    #expect(instant.rfc3339(in: berlin) == "2027-03-28T03:00:00+02:00")
  }

  @Test(
    "What is no time stamp is refused with the place of the fault",
    arguments: [
      ("", 0), ("2027", 4), ("2027-02-30T00:00:00Z", 0), ("2027-01-01", 10), ("2027-01-01T24:00:00Z", 11),
      ("2027-01-01T00:00:60Z", 11), ("2027-01-01T00:00:00", 19), ("2027-01-01T00:00:00+2", 20),
      ("2027-01-01T00:00:00Z ", 20), ("2027-01-01T00:00:00.Z", 20), ("2263-01-01T00:00:00Z", 0),
      ("２027-01-01T00:00:00Z", 0),
    ])
  func refused(text: String, offset: Int) {
    #expect(throws: TimestampError.self) { try Instant(rfc3339: text) }
    do {
      _ = try Instant(rfc3339: text)
    } catch {
      #expect(error.offset == offset, "\(error)")
    }
  }
}
