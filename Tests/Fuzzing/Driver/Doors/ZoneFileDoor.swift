@testable import CivilTime

// Any bytes are a zone or an error. A zone's lookups end and agree with each other.

extension Door {
  static let zoneFile = Door(name: "tzif", longest: 8_192) { bytes in
    if bytes.count < 200 { _ = POSIXRule(String(decoding: bytes, as: UTF8.self)) }
    guard let rules = try? ZoneRules(identifier: "fuzz", tzif: bytes) else { return }
    precondition(rules.count <= bytes.count + 1_000, "a zone's bytes.count is bounded by its file's")
    let zone = Zone(rules: rules)
    for seconds in stride(from: Int64(-9_000_000_000), through: 9_000_000_000, by: 1_700_000_001) {
      let instant = Instant(secondsSince1970: seconds)
      let local = zone.localTime(at: instant)
      switch zone.resolve(local) {
      case .unique(let found): precondition(found == instant, "a local time leads back to its instant")
      case .ambiguous(let first, let second): precondition(first <= instant && instant <= second, "or to one of two")
      case .gap: preconditionFailure("what the clocks show they do not skip")
      }
    }
    _ = zone.transitions(in: .min ..< .max).count
  }
}
