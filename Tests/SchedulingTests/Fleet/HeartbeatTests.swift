import CivilTime
import Testing

@testable import Scheduling

@Suite struct HeartbeatTests {
  @Test("A replica with long leases and nothing to do still notices a loss of data before the quarantine of 10 s ends")
  func rhythm() {
    func interval(_ lease: Duration) -> Int64 { SharedClaims(lease: lease, seed: 1).heartbeatInterval }
    #expect(interval(.seconds(3)) == 1_000_000_000)
    #expect(interval(.seconds(30)) * 2 <= 10_000_000_000)
    #expect(interval(.seconds(86_400)) * 2 <= 10_000_000_000)
  }
}
