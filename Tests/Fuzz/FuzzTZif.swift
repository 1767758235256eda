@testable import CivilTime

// Any bytes are a zone or an error. A zone's lookups end and agree with each other.

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  if size < 200 { _ = POSIXRule(String(decoding: bytes, as: UTF8.self)) }
  guard let rules = try? ZoneRules(identifier: "fuzz", tzif: bytes) else { return 0 }
  precondition(rules.count <= size + 1_000, "a zone's size is bounded by its file's")
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
  return 0
}
