import CivilTime
import Testing

@testable import Scheduling

@Suite("What the claims have given does not start once nobody may start it") struct WonFiringTests {
  private func rerun() -> JobOptions {
    var options = JobOptions()
    options.recovery = .rerun
    return options
  }

  /// A run by hand, asked for at 3 seconds.
  private func byHand(
    _ options: JobOptions = JobOptions(), cause: FiringCause = .runNow
  ) throws -> (ConductorTrace, ClaimRequest) {
    var trace = try ConductorTrace(options)
    trace.at(3) { machine, context in
      machine.runNow("a", RunOrder(nil), cause: cause, instant: time(-60).wall, &context)
    }
    return (trace, try #require(trace.asked.first))
  }

  /// A crashed run of another replica, asked for at 3 seconds.
  private func crashed() throws -> (ConductorTrace, ClaimRequest) {
    var trace = try ConductorTrace(rerun())
    let crashed = CrashedRun(
      token: id(900), firing: Firing(job: "a", instant: time(-60).wall), owner: "there", attempt: 1, crashes: 1,
      fencingToken: 4)
    trace.at(3) { machine, context in machine.heartbeat(HeartbeatReply(crashed: [crashed]), &context) }
    return (trace, try #require(trace.asked.first))
  }

  /// An instant of the schedule, asked for at 10 seconds.
  private func scheduled(_ options: JobOptions = JobOptions()) throws -> (ConductorTrace, ClaimRequest) {
    var trace = try ConductorTrace(options)
    trace.at(10)
    return (trace, try #require(trace.asked.first))
  }

  @Test("in time all of them start")
  func inTime() throws {
    for (begun, request) in [try byHand(), try crashed(), try scheduled()] {
      var trace = begun
      trace.win(request, 11, askedAt: 10)
      #expect(trace.machine.runs.active == 1)
      #expect(trace.reports.isEmpty)
    }
  }

  @Test("a run by hand that is won during a drain starts no body, and starts nowhere else")
  func byHandWhileDraining() throws {
    var (trace, request) = try byHand(rerun())
    trace.at(4) { machine, context in machine.beginDrain(&context) }
    trace.win(request, 5, askedAt: 3)
    #expect(trace.machine.runs.active == 0)
    #expect(trace.outcomes == [.skipped(.draining)])
    #expect(trace.reports.first?.handsOver == false)
  }

  @Test("a dead letter that is put back during a drain stays a dead letter")
  func requeueWhileDraining() throws {
    var (trace, request) = try byHand(cause: .requeue)
    trace.at(4) { machine, context in machine.beginDrain(&context) }
    trace.win(request, 5, askedAt: 3)
    #expect(trace.machine.runs.active == 0)
    #expect(trace.reports.first?.deadLetter?.cause == .requeue)
  }

  @Test("a crashed run that is taken over during a drain starts no body, and is offered again")
  func takeOverWhileDraining() throws {
    var (trace, request) = try crashed()
    trace.at(4) { machine, context in machine.beginDrain(&context) }
    trace.win(request, 5, askedAt: 3)
    #expect(trace.machine.runs.active == 0)
    #expect(trace.outcomes == [.skipped(.draining)])
    #expect(trace.reports.first?.handsOver == true)
    #expect(trace.machine.ledger[0].accounting.pending == 0)
  }

  @Test("an instant that is won during a drain is recorded, and is handed over where its job says so")
  func scheduledWhileDraining() throws {
    for options in [JobOptions(), rerun()] {
      var (trace, request) = try scheduled(options)
      trace.at(10.5) { machine, context in machine.beginDrain(&context) }
      trace.win(request, 11, askedAt: 10)
      #expect(trace.machine.runs.active == 0)
      #expect(trace.outcomes == [.skipped(.draining)])
      #expect(trace.reports.first?.handsOver == (options.recovery == .rerun))
      #expect(trace.machine.ledger[0].accounting.skipped == 1)
    }
  }

  @Test("after its lease has ended nothing starts")
  func afterTheDeadline() throws {
    for (begun, request) in [try byHand(), try crashed(), try scheduled()] {
      var trace = begun
      trace.win(request, 60, askedAt: 10)
      #expect(trace.machine.runs.active == 0)
      #expect(trace.outcomes == [.missed(.claimsUnreachable)])
    }
  }

  @Test("after its grace has ended an instant of the schedule does not start")
  func afterTheGrace() throws {
    var options = JobOptions()
    options.misfireGrace = .seconds(5)
    var (trace, request) = try scheduled(options)
    trace.win(request, 16, askedAt: 10)
    #expect(trace.machine.runs.active == 0)
    #expect(trace.outcomes == [.missed(.claimsUnreachable)])
  }

  @Test("after its job was removed nothing starts, and the slot is free")
  func afterRemoval() throws {
    for (begun, request) in [try byHand(), try crashed(), try scheduled()] {
      var trace = begun
      try trace.at(10.5) { machine, context in try machine.remove("a", &context) }
      trace.win(request, 11, askedAt: 10)
      #expect(trace.machine.runs.active == 0)
      #expect(trace.outcomes == [.cancelled(.requested)])
      #expect(trace.machine.jobs[0] == nil)
    }
  }

  @Test("after a loss of data the question is asked again under its token, and starts when the quarantine is over")
  func afterALossOfData() throws {
    var (trace, request) = try scheduled()
    trace.answer(request, 11, .askAgain)
    #expect(trace.asked.map(\.token) == [request.token])
    trace.answer(request, 12, .quarantined(for: .seconds(10)))
    trace.at(21)
    #expect(trace.asked.isEmpty)
    trace.at(22)
    #expect(trace.asked.map(\.token) == [request.token])
    trace.win(request, 23, askedAt: 22)
    #expect(trace.machine.runs.active == 1)
  }

  @Test("an answer that comes twice starts one run")
  func twice() throws {
    for (begun, request) in [try byHand(), try crashed(), try scheduled()] {
      var trace = begun
      trace.win(request, 11, askedAt: 10)
      trace.win(request, 11.5, askedAt: 10)
      #expect(trace.machine.runs.active == 1)
    }
  }

  @Test("out of reach one question at a time is a probe, and what was not sent is planned anew")
  func probe() throws {
    var (trace, request) = try scheduled()
    trace.at(10.1) { machine, context in
      machine.decisionFailed([request], ClaimsUnavailable("cut by the test"), &context)
    }
    #expect(trace.asked.isEmpty)
    trace.at(12)
    #expect(trace.asked.map(\.token) == [request.token])
    trace.at(12.1)
    #expect(trace.asked.isEmpty, "one probe at a time")
    trace.at(12.2) { machine, context in machine.claimsReached(&context) }
    trace.win(request, 12.3, askedAt: 12)
    #expect(trace.machine.runs.active == 1)
  }
}
