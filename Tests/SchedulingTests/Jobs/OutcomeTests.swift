import Scheduling
import Testing

@Suite struct OutcomeTests {
  @Test(arguments: [
    RunOutcome.succeeded, .failed, .timedOut, .crashed, .cancelled(.requested), .cancelled(.replaced),
    .cancelled(.leaseLost), .cancelled(.shutdown), .skipped(.overlap), .skipped(.paused), .skipped(.circuitOpen),
    .skipped(.draining), .missed(.grace), .missed(.coalesced), .missed(.schedulerDown), .missed(.noHandler),
    .missed(.claimsUnreachable), .missed(.rescheduled),
  ])
  func anOutcomeSurvivesItsDescription(_ outcome: RunOutcome) {
    #expect(RunOutcome(outcome.description) == outcome)
  }

  @Test(arguments: ["", "ran", "missed", "missed(", "missed(grace", "missed(x)", "succeeded(x)"])
  func anythingElseIsNoOutcome(_ text: String) { #expect(RunOutcome(text) == nil) }

  @Test func aRunIDSurvivesItsDescription() {
    let id = RunID(origin: 0x0123_4567_89AB_CDEF, sequence: 42)
    #expect(id.description == "0123456789abcdef000000000000002a")
    #expect(RunID(id.description) == id)
    #expect(RunID("xyz") == nil)
    #expect(RunID(String(repeating: "+", count: 32)) == nil)
  }
}
