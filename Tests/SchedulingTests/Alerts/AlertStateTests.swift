import CivilTime
import Testing

@testable import Scheduling

/// What is said, and how often, as a pure decision.
@Suite struct AlertStateTests {
  private let now = Instant("2026-01-01T00:00:00Z")

  private func options(_ rules: AlertRules = AlertRules()) -> JobOptions {
    var options = JobOptions()
    options.owner = JobOptions.Owner(responsible: "anna", accountable: "team-orders")
    options.alerts = rules
    return options
  }

  private func ended(
    _ outcome: RunOutcome, _ number: UInt64 = 1, message: String? = nil, count: Int = 1
  ) -> SchedulerEvent {
    .ended(
      RunRecord(
        runID: outcome.didRun ? RunID(origin: 1, sequence: number) : nil, job: "import", instant: now, count: count,
        outcome: outcome, ended: now, message: message, instance: "api-1"))
  }

  @Test func aFailureIsToldOnceCountedAndToldToBeOver() throws {
    var state = AlertState(instance: "api-1")
    let options = options()
    let raised = state.receive(ended(.failed, message: "no route to host"), at: now) { _ in options }
    #expect(raised.count == 1)
    let alert = try #require(raised.first)
    #expect(alert.kind == .raised && alert.severity == .critical && alert.key == "failed:import")
    #expect(
      alert.recipients == [.init(name: "anna", urgency: .page), .init(name: "team-orders", urgency: .notify)])
    #expect(
      alert.text == "import failed: no route to host (firing of 2026-01-01T00:00:00Z, attempt 1, on api-1)")
    #expect(state.awaitsSuccess)

    #expect(state.receive(ended(.timedOut, 2), at: now + .seconds(60)) { _ in options }.isEmpty)
    #expect(state.receive(ended(.crashed, 3), at: now + .seconds(120)) { _ in options }.isEmpty)
    let over = state.receive(ended(.succeeded, 4), at: now + .seconds(180)) { _ in options }
    #expect(over.map(\.kind) == [.recovered] && over.first?.count == 3 && over.first?.since == now)
    #expect(over.first?.recipients.map(\.urgency) == [.notify, .notify])
    #expect(!state.awaitsSuccess)
    #expect(state.receive(ended(.failed, 5), at: now + .seconds(240)) { _ in options }.count == 1)
  }

  @Test func aJobCanTellOfSeveralFailuresInARowOnlyOrOfNone() {
    var state = AlertState(instance: "api-1")
    let patient = options(AlertRules(afterFailures: 3))
    for number in 1...2 as ClosedRange<UInt64> {
      #expect(state.receive(ended(.failed, number), at: now) { _ in patient }.isEmpty)
    }
    #expect(state.awaitsSuccess, "a success begins the count anew")
    #expect(state.receive(ended(.succeeded, 3), at: now) { _ in patient }.isEmpty)
    let told = (4...6 as ClosedRange<UInt64>).flatMap { number in
      state.receive(ended(.failed, number), at: now) { _ in patient }
    }
    #expect(told.count == 1 && told.first?.text.contains("3 times in a row") == true)

    var silent = AlertState(instance: "api-1")
    let none = options(AlertRules(onFailure: false))
    #expect(silent.receive(ended(.failed), at: now) { _ in none }.isEmpty)
  }

  @Test func whatAShutdownOrAPersonCancelledIsNoFailure() {
    var state = AlertState(instance: "api-1")
    for outcome in [RunOutcome.cancelled(.requested), .cancelled(.shutdown), .skipped(.overlap), .missed(.grace)] {
      #expect(state.receive(ended(outcome), at: now) { _ in nil }.isEmpty, "\(outcome)")
    }
    #expect(state.receive(ended(.cancelled(.leaseLost)), at: now) { _ in nil }.count == 1)
  }

  @Test func aStuckBodyIsToldUntilItsRunEnds() {
    var state = AlertState(instance: "api-1")
    let run = RunID(origin: 1, sequence: 9)
    let firing = Firing(job: "import", instant: now)
    let raised = state.receive(.runStuck(firing, run: run, since: .seconds(10)), at: now) { _ in nil }
    #expect(raised.map(\.reason) == [.stuck] && raised.first?.severity == .warning)
    #expect(state.receive(ended(.succeeded, 8), at: now) { _ in nil }.isEmpty, "another run's end changes nothing")
    let over = state.receive(ended(.timedOut, 9), at: now) { _ in nil }
    #expect(over.map(\.key) == ["stuck:import", "failed:import"])
    #expect(over.map(\.kind) == [.recovered, .raised])
  }

  @Test func claimsOutOfReachAreToldForTheSchedulerAndForWhatWasMissed() {
    var state = AlertState(instance: "api-1")
    let error = ClaimsUnavailable("no answer from redis:6379")
    let outage = state.receive(.claimsOutage(since: now, error), at: now + .seconds(60)) { _ in nil }
    #expect(outage.first?.job == nil && outage.first?.severity == .critical && outage.first?.since == now)
    let missed = state.receive(ended(.missed(.claimsUnreachable), count: 7), at: now) { _ in nil }
    #expect(missed.first?.count == 7 && missed.first?.severity == .warning)
    #expect(state.receive(.claimsConnected(facts: [:]), at: now) { _ in nil }.map(\.key) == ["claimsUnreachable"])
    #expect(state.receive(ended(.succeeded), at: now) { _ in nil }.map(\.key) == ["claimsUnreachable:import"])
  }

  @Test func anOpenBreakerAndADeadLetterAreToldUntilTheJobRunsAgain() {
    var state = AlertState(instance: "api-1")
    let letter = DeadLetter(
      id: RunID(origin: 1, sequence: 3), job: "import", instant: now, attempts: 3, outcome: .failed, at: now)
    var raised = state.receive(.deadLettered(letter), at: now) { _ in nil }
    raised += state.receive(.circuitOpened("import", failures: 5, for: .seconds(600)), at: now) { _ in nil }
    #expect(raised.map(\.key) == ["deadLetter:import", "circuitOpen:import"])
    #expect(raised.map(\.severity) == [.warning, .critical])
    #expect(state.receive(.circuitClosed("import"), at: now) { _ in nil }.map(\.kind) == [.recovered])
    #expect(state.receive(ended(.succeeded), at: now) { _ in nil }.map(\.key) == ["deadLetter:import"])
  }

  @Test func aRemovedJobLeavesNothingOpen() {
    var state = AlertState(instance: "api-1")
    _ = state.receive(ended(.failed), at: now) { _ in nil }
    #expect(state.receive(.jobRemoved("import"), at: now) { _ in nil }.isEmpty)
    #expect(!state.awaitsSuccess)
  }
}
