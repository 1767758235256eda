import CivilTime
import Testing

@testable import Scheduling

@Suite struct MisfirePlanTests {
  private let start = Instant("2026-01-01T00:00:00Z")

  private func job(_ coalesce: Coalesce = .latest, grace: MisfireGrace = .seconds(60), every seconds: Int = 10) throws
    -> JobDefinition
  {
    var options = JobOptions()
    options.coalesce = coalesce
    options.misfireGrace = grace
    return JobDefinition(id: "job", trigger: try IntervalTrigger(.seconds(seconds)), options: options, body: { _ in })
  }

  @Test func beforeTheFirstInstantNothingIsDue() throws {
    let plan = MisfirePlan(try job(), after: start, now: start + .seconds(9))
    #expect(plan.run.isEmpty && plan.missed.isEmpty && plan.through == nil)
    #expect(plan.next == start + .seconds(10))
  }

  @Test func oneInstantInTimeRuns() throws {
    let plan = MisfirePlan(try job(), after: start, now: start + .seconds(10))
    #expect(plan.run == [start + .seconds(10)])
    #expect(plan.missed.isEmpty)
    #expect(plan.next == start + .seconds(20))
  }

  @Test func oneInstantBeyondTheGraceIsMissed() throws {
    let plan = MisfirePlan(try job(grace: .milliseconds(1_500)), after: start, now: start + .milliseconds(11_501))
    #expect(plan.run.isEmpty)
    #expect(
      plan.missed == [
        PassedOver(from: start + .seconds(10), to: start + .seconds(10), count: 1, reason: .grace)
      ])
  }

  @Test func exactlyAtTheGraceItStillRuns() throws {
    let plan = MisfirePlan(try job(grace: .milliseconds(500)), after: start, now: start + .milliseconds(10_500))
    #expect(plan.run == [start + .seconds(10)])
  }

  @Test func latestRunsTheNewestAndCountsTheOthersAsCoalesced() throws {
    let plan = MisfirePlan(try job(), after: start, now: start + .seconds(57))
    #expect(plan.run == [start + .seconds(50)])
    #expect(
      plan.missed == [
        PassedOver(from: start + .seconds(10), to: start + .seconds(40), count: 4, reason: .coalesced)
      ])
    #expect(plan.next == start + .seconds(60))
  }

  @Test func latestRunsNothingWhenEvenTheNewestIsTooLate() throws {
    let plan = MisfirePlan(try job(grace: .seconds(1)), after: start, now: start + .seconds(57))
    #expect(plan.run.isEmpty)
    #expect(plan.missed == [PassedOver(from: start + .seconds(10), to: start + .seconds(50), count: 5, reason: .grace)])
  }

  @Test func allRunsTheNewestOnesOldestFirst() throws {
    let plan = MisfirePlan(try job(.all(limit: 3)), after: start, now: start + .seconds(57))
    #expect(plan.run == [30, 40, 50].map { start + .seconds($0) })
    #expect(
      plan.missed == [PassedOver(from: start + .seconds(10), to: start + .seconds(20), count: 2, reason: .coalesced)])
  }

  @Test func allLeavesOutWhatIsBeyondTheGrace() throws {
    let plan = MisfirePlan(try job(.all(limit: 9), grace: .seconds(20)), after: start, now: start + .seconds(57))
    #expect(plan.run == [40, 50].map { start + .seconds($0) })
    #expect(plan.missed.map(\.count) == [3])
  }

  @Test func noneRunsNothingOfABacklog() throws {
    let plan = MisfirePlan(try job(.discard), after: start, now: start + .seconds(57))
    #expect(plan.run.isEmpty)
    #expect(
      plan.missed == [PassedOver(from: start + .seconds(10), to: start + .seconds(50), count: 5, reason: .coalesced)])
  }

  @Test func whatPassedWhileNothingRanIsExplainedByThat() throws {
    let absence = MisfirePlan.Absence(
      downThrough: start + .seconds(25), outage: (start + .seconds(35))...(start + .seconds(45)))
    let plan = MisfirePlan(try job(grace: .seconds(1)), after: start, now: start + .seconds(69), absence: absence)
    #expect(
      plan.missed == [
        PassedOver(from: start + .seconds(10), to: start + .seconds(20), count: 2, reason: .schedulerDown),
        PassedOver(from: start + .seconds(30), to: start + .seconds(30), count: 1, reason: .grace),
        PassedOver(from: start + .seconds(40), to: start + .seconds(40), count: 1, reason: .claimsUnreachable),
        PassedOver(from: start + .seconds(50), to: start + .seconds(60), count: 2, reason: .grace),
      ])
  }

  @Test func everyInstantOfARandomBacklogIsEitherMissedOrRunOnce() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<2_000 {
      let coalesce: Coalesce =
        [.latest, .discard, .all(limit: Int.random(in: 1...5, using: &random))].randomElement(using: &random) ?? .latest
      let job = try job(
        coalesce, grace: .milliseconds(Int.random(in: 0...30_000, using: &random)),
        every: Int.random(in: 1...20, using: &random))
      let now = start + .milliseconds(Int.random(in: 0...120_000, using: &random))
      let absence = MisfirePlan.Absence(
        downThrough: start + .seconds(Int.random(in: -5...60, using: &random)),
        outage: Bool.random(using: &random) ? (start + .seconds(20))...(start + .seconds(40)) : nil)
      let plan = MisfirePlan(job, after: start, now: now, absence: absence)
      let due = job.trigger.count(
        from: job.trigger.next(after: start) ?? .max,
        through: job.trigger.previous(before: now + .nanoseconds(1)) ?? start)
      #expect(plan.missed.reduce(plan.run.count) { $0 + $1.count } == max(0, due))
      #expect(plan.run == plan.run.sorted())
      #expect(plan.missed.allSatisfy { $0.from <= $0.to })
      for (earlier, later) in zip(plan.missed, plan.missed.dropFirst()) { #expect(earlier.to < later.from) }
      if let last = plan.missed.last, let first = plan.run.first { #expect(last.to < first) }
    }
  }

  @Test("a plan names all that is due, or nothing is due, whatever waits and wherever the clock was set")
  func aPlanIsWhole() throws {
    var random = SeededRandom(seed: 7)
    for round in 0..<20_000 {
      var options = JobOptions()
      options.coalesce = [.latest, .discard, .all(limit: 1), .all(limit: 4)].randomElement(using: &random) ?? .latest
      options.misfireGrace =
        [.unlimited, .seconds(0), .seconds(7), .seconds(60)].randomElement(using: &random) ?? .unlimited
      options.overlap = [.skip, .queueOne, .queueAll(limit: 3)].randomElement(using: &random) ?? .skip
      options.jitter = [.zero, .zero, .seconds(3)].randomElement(using: &random) ?? .zero
      let trigger = try IntervalTrigger(.seconds(Int.random(in: 1...20, using: &random)))
      let job = JobDefinition(id: "job", trigger: trigger, options: options, body: { _ in })
      func moment() -> Instant { start + .milliseconds(Int.random(in: 0...90_000, using: &random)) }
      let (cursor, now) = (moment(), moment())
      // Known from when the clock stood elsewhere.
      let waitingFrom = Bool.random(using: &random) ? trigger.next(after: moment()) : nil
      let plan = MisfirePlan(job, after: cursor, now: now, waitingFrom: waitingFrom)
      guard let through = plan.through else {
        #expect(plan.run.isEmpty && plan.missed.isEmpty)
        #expect(plan.next == trigger.next(after: cursor))
        #expect(plan.next.map { job.due($0) > now } ?? true, "round \(round): due, and in no plan")
        continue
      }
      let told = plan.run.count + plan.missed.reduce(0) { $0 + $1.count }
      let all = trigger.count(from: try #require(trigger.next(after: cursor)), through: through)
      // With a jitter one between two that run may not be due yet.
      #expect(options.jitter == .zero ? told == all : told <= all, "round \(round)")
      #expect(through > cursor && job.due(through) <= now && plan.next == trigger.next(after: through))
    }
  }
}
