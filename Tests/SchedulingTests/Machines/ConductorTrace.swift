import CivilTime
import Testing

@testable import Scheduling

/// A machine with one job of a fleet, driven step by step: no scheduler, no clock, no claims.
struct ConductorTrace {
  var machine = Conductor(
    settings: .init(
      instance: "here", origin: 7, executors: [("default", 10)], lease: .seconds(30), stuckAfter: .seconds(10),
      historyPerJob: 10, historyTotal: 10, deadLetters: 10, drainTimeout: .seconds(30)),
    sharesClaims: true)
  private(set) var context = Context(now: time(0))
  private(set) var reports: [FinishReport] = []

  /// A machine that runs, and has registered a job that fires every 10 seconds.
  init(_ options: JobOptions = JobOptions()) throws {
    _ = try machine.begin(&context)
    _ = try machine.add(try definition("a", options), ifExists: .refuse, &context)
    _ = machine.advance(&context)
    machine.registered([RegisteredJob(job: "a", cursor: nil, since: time(0).wall)], &context)
  }

  /// One step at a moment; what follows from it is sent at once.
  mutating func at(
    _ seconds: Double, _ step: (inout Conductor, inout Context) throws -> Void
  ) rethrows {
    context.begin(time(seconds))
    try step(&machine, &context)
    _ = machine.advance(&context)
    reports += context.effects.finishes
  }

  /// A pass with nothing to do but what the time brings.
  mutating func at(_ seconds: Double) { at(seconds) { _, _ in } }

  /// The questions that the last step has sent.
  var asked: [ClaimRequest] { context.effects.decisions }

  /// The claims answer a question.
  mutating func answer(_ request: ClaimRequest, _ seconds: Double, _ verdict: ClaimVerdict) {
    at(seconds) { machine, context in machine.decided(request, verdict, &context) }
  }

  /// The claims give a firing, as they were asked for it.
  mutating func win(_ request: ClaimRequest, _ seconds: Double, askedAt: Double) {
    let instant = if case .start(let instant) = request.intent { instant } else { time(askedAt).wall }
    let lease = Lease(
      token: request.token, firing: Firing(job: request.job, instant: instant, cause: request.cause), lockKey: "a",
      slot: 0, fencingToken: 9, duration: .seconds(30), deadline: time(askedAt).monotonic + .seconds(27))
    answer(request, seconds, .won(lease))
  }

  /// How what was won and given back ended.
  var outcomes: [RunOutcome] { reports.map(\.record.outcome) }
}
