import CivilTime
import Testing

@testable import Scheduling

@Suite("While the claims cannot be reached")
struct ReachabilityTests {
  @Test("they are asked again at least every tenth of a lease, and every second where leases are long")
  func pauses() {
    for (lease, longest) in [(1_500, 150), (600, 60), (30_000, 1_000)] {
      var reach = SharedClaims(lease: .milliseconds(lease), seed: 7).reach
      var now = Now(wall: Instant(millisecondsSince1970: 0), monotonic: MonotonicTime(nanoseconds: 0))
      for _ in 0..<200 {
        _ = reach.failed(ClaimsUnavailable("cut by the test"), now)
        let pause = reach.probeAt - now.monotonic
        #expect(pause >= .milliseconds(30) && pause <= .milliseconds(longest))
        now.monotonic = reach.probeAt
      }
    }
  }
}
