import CivilTime
import Foundation
import Scheduling
import Testing

@Suite("Triggers as JSON")
struct TriggerCodingTests {
  struct TideTrigger: CodableTrigger {
    static var kind: String { "acme.tide" }
    var harbour: String
    func next(after instant: Instant) -> Instant? { instant + .seconds(44_700) }
    func previous(before instant: Instant) -> Instant? { instant - .seconds(44_700) }
    var description: String { "At high tide, \(harbour)" }
    var fingerprint: String { "tide:\(harbour)" }
  }

  struct Uncodable: Trigger {
    func next(after instant: Instant) -> Instant? { nil }
    func previous(before instant: Instant) -> Instant? { nil }
    var description: String { "Never" }
    var fingerprint: String { "never" }
  }

  private func decode(_ text: String, by coding: TriggerCoding = .builtIn) throws -> any Trigger {
    try coding.decode(Data(text.utf8))
  }

  @Test("The text of a trigger is the documented one")
  func text() throws {
    let trigger = try CronTrigger("0 2 * * *", timeZone: "Europe/Berlin")
      .excluding(.weekdays(.sunday)).starting(at: .epoch).limited(to: 7)
    let text = String(decoding: try TriggerCoding.builtIn.encode(trigger), as: UTF8.self)
    #expect(
      text == #"{"kind":"bounded","limit":7,"start":"1970-01-01T00:00:00Z","trigger":{"exclude":[{"weekdays":["#
        + #""sunday"]}],"kind":"excluding","timezone":"Europe/Berlin","trigger":{"anchor":"1970-01-01T00:00:00Z","#
        + #""dayMatch":"standard","dialect":"standard","expression":"0 2 * * *","gap":"shift","kind":"cron","#
        + #""overlapTime":"first","timezone":"Europe/Berlin","version":1},"version":1},"version":1}"#)
  }

  @Test("Every example of the documentation is read, and written again as it stands there")
  func documentation() throws {
    let article = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/Scheduling/Documentation.docc/TriggerEncoding.md")
    let blocks = try String(contentsOf: article, encoding: .utf8).components(separatedBy: "```json\n").dropFirst()
    #expect(blocks.count == 10)
    for block in blocks {
      let json = try #require(block.components(separatedBy: "\n```").first)
      let text = json.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
      let written = try TriggerCoding.builtIn.encode(decode(text))
      #expect(String(decoding: written, as: UTF8.self) == text)
    }
  }

  @Test("An expression with H takes its seed from the job also after it was stored")
  func seeds() throws {
    let trigger = try CronTrigger("H 3 * * *")
    let read = try TriggerCoding.builtIn.decode(TriggerCoding.builtIn.encode(trigger))
    #expect(try read.prepared(for: "a").fingerprint == trigger.prepared(for: "a").fingerprint)
    let prepared = try trigger.prepared(for: "a")
    #expect(
      try TriggerCoding.builtIn.decode(TriggerCoding.builtIn.encode(prepared)).fingerprint == prepared.fingerprint)
  }

  @Test("A host's own trigger is read once it is registered, also within others")
  func ownKind() throws {
    let trigger = try AnyOfTrigger([TideTrigger(harbour: "Dover"), IntervalTrigger(.seconds(5))])
    let data = try TriggerCoding.builtIn.encode(trigger)
    let coding = try TriggerCoding.builtIn.registering(TideTrigger.self)
    #expect(try coding.decode(data).fingerprint == trigger.fingerprint)
    let error = #expect(throws: TriggerCodingError.self) { try TriggerCoding.builtIn.decode(data) }
    guard case .unknownKind("acme.tide", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: TriggerCodingError.notEncodable(type: "Uncodable")) {
      try TriggerCoding.builtIn.encode(Uncodable())
    }
  }

  @Test("What cannot be read is refused with what to do")
  func refusals() throws {
    #expect(throws: TriggerCodingError.unsupportedVersion(2, kind: "at", supported: 1)) {
      try decode(#"{"kind":"at","version":2,"at":"2027-01-01T00:00:00Z"}"#)
    }
    let faults = [
      #"{"kind":"at","version":1}"#: "the key \"at\" is missing",
      #"{"kind":"at","version":1,"at":"noon"}"#: "not an RFC 3339 time stamp",
      #"{"kind":"every","version":1,"every":"5 parsecs","anchor":"1970-01-01T00:00:00Z"}"#: "not a duration",
      #"{"version":1}"#: "the key \"kind\" is missing",
      #"[]"#: "not an encoded trigger",
    ]
    for (text, message) in faults {
      let error = #expect(throws: TriggerCodingError.self) { try decode(text) }
      let description = error?.description ?? ""
      #expect(description.contains(message), "\(text): \(description)")
    }
  }
}
