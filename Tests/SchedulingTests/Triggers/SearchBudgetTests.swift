import CivilTime
import Cron
import Foundation
import Scheduling
import SchedulingTesting
import Testing

@Suite("Every search has one budget")
struct SearchBudgetTests {
  private static let now = Instant(secondsSince1970: 1_800_000_000)

  /// What a search ends with.
  enum End: String { case found, never, gaveUp }

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let end: End
    let trigger: @Sendable () throws -> any Trigger
  }

  /// Each of these held a processor for a minute or more, or was said to have no instant though it was not known.
  static let hostile: [Case] = [
    Case(testDescription: "four cron exclusions, no second in common, that leave nothing", end: .gaveUp) {
      try IntervalTrigger(.seconds(1)).excluding(
        .cron("0-59/4 * * * * *"), .cron("1-59/4 * * * * *"), .cron("2-59/4 * * * * *"), .cron("3-59/4 * * * * *"))
    },
    Case(testDescription: "a cron exclusion of every minute", end: .never) {
      try IntervalTrigger(.seconds(60)).excluding(.cron("* * * * *"))
    },
    Case(testDescription: "a limit of a million, counted over exclusions", end: .gaveUp) {
      try CronTrigger("* * * * *").excluding(.cron("*/2 * * * *"), .cron("1-59/4 * * * *"))
        .starting(at: SearchBudgetTests.now).limited(to: 1_000_000)
    },
    Case(testDescription: "a limit of a million of a plain expression", end: .found) {
      try CronTrigger("* * * * *").starting(at: SearchBudgetTests.now).limited(to: 1_000_000)
    },
    Case(testDescription: "limits of limits", end: .gaveUp) {
      var trigger: any Trigger = try CronTrigger("* * * * *").starting(at: SearchBudgetTests.now)
      for _ in 0..<12 {
        trigger = try AnyOfTrigger([trigger.starting(at: SearchBudgetTests.now).limited(to: 1_000_000)])
      }
      return trigger
    },
    Case(testDescription: "nested triggers that never meet", end: .gaveUp) {
      func odd(_ seconds: Int) throws -> any Trigger {
        try IntervalTrigger(.seconds(2), anchor: Instant(secondsSince1970: Int64(seconds)))
      }
      var trigger = try AllOfTrigger([odd(0), odd(1)]) as any Trigger
      for level in 0..<12 { trigger = try AllOfTrigger([AnyOfTrigger([trigger, odd(level)]), odd(level + 1)]) }
      return trigger
    },
    Case(testDescription: "a rule whose COUNT is a million choices of BYSETPOS", end: .gaveUp) {
      let positions = (1...366).map(String.init).joined(separator: ",")
      return try RecurrenceTrigger(
        "FREQ=MONTHLY;COUNT=1000000;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=\(positions)", starting: SearchBudgetTests.now)
    },
    Case(testDescription: "a rule of seconds that comes to its time of day after centuries", end: .gaveUp) {
      try RecurrenceTrigger(
        "FREQ=SECONDLY;INTERVAL=86399;BYHOUR=3;BYMINUTE=5;BYSECOND=9",
        starting: SearchBudgetTests.now)
    },
    Case(testDescription: "30 February", end: .never) {
      try RecurrenceTrigger("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", starting: SearchBudgetTests.now)
    },
    Case(testDescription: "two that meet after a year", end: .found) {
      try AllOfTrigger.all(of: .every(.seconds(97 * 60)), .cron("0 9 * * MON", timeZone: "Europe/Berlin"))
    },
  ]

  @Test(
    "A search ends with its budget, and says whether it found, knows that there is nothing, or gave up",
    arguments: hostile)
  func ends(_ hostile: Case) throws {
    let trigger = try hostile.trigger()
    var limits = TriggerLimits()
    // Where it gives up it does with any budget; the default one takes a second without optimization.
    if hostile.end == .gaveUp { limits.steps = 200_000 }
    func end() throws -> End {
      do {
        try limits.check(trigger, at: Self.now)
        return .found
      } catch let error as SchedulerError where error.code == .triggerTooComplex {
        #expect(error.message.contains("gave up after"))
        return .gaveUp
      } catch let error as SchedulerError where error.code == .neverFires {
        return .never
      }
    }
    #expect(try end() == hostile.end)
    for steps in [0, 1, 100, 10_000] {
      var budget = SearchBudget(steps: steps)
      _ = trigger.next(after: Self.now, within: &budget)
      #expect(budget.spent <= steps)
    }
  }

  /// Counts how often it is asked.
  private struct Counting: Trigger {
    let base: any Trigger
    let asked: Counter

    func next(after instant: Instant) -> Instant? {
      asked.increment()
      return base.next(after: instant)
    }
    func previous(before instant: Instant) -> Instant? {
      asked.increment()
      return base.previous(before: instant)
    }
    var description: String { base.description }
    var fingerprint: String { base.fingerprint }
  }

  private final class Counter: Sendable {
    private let count = Lock(0)
    func increment() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
  }

  @Test("However triggers are combined, a host's own one is asked no more often than there are steps", arguments: 0..<4)
  func bounded(part: Int) throws {
    var random = SeededGenerator(seed: UInt64(part) &* 7_919 &+ 11)
    for _ in 0..<60 {
      let counter = Counter()
      let leaf = Counting(base: try random.simpleTrigger(), asked: counter)
      let trigger = try random.hostile(around: leaf, depth: random.int(1...6))
      let steps = random.pick([1, 10, 1_000, 10_000])
      var budget = SearchBudget(steps: steps)
      _ =
        random.chance(50)
        ? trigger.next(after: random.instant(), within: &budget)
        : trigger.previous(before: random.instant(), within: &budget)
      #expect(budget.spent <= steps, "\(trigger)")
      #expect(counter.value <= steps, "\(trigger)")
    }
  }

  @Test("A smaller budget finds the same instant or says that it gave up", arguments: 0..<4)
  func agrees(part: Int) throws {
    var random = SeededGenerator(seed: UInt64(part) &* 104_729 &+ 3)
    for _ in 0..<30 {
      let trigger = try random.hostile(around: try random.simpleTrigger(), depth: random.int(0...4))
      let instant = random.instant()
      var large = SearchBudget(steps: 50_000)
      let next = trigger.next(after: instant, within: &large)
      let previous = trigger.previous(before: instant, within: &large)
      guard !large.isExhausted else { continue }
      for steps in [5, 50, 500, 5_000] {
        // The trigger that was asked before knows its limits; a copy made anew does not.
        var budget = SearchBudget(steps: steps)
        let found = trigger.next(after: instant, within: &budget)
        if budget.isExhausted { #expect(found == nil, "\(trigger)") } else { #expect(found == next, "\(trigger)") }
        var before = SearchBudget(steps: steps)
        let earlier = trigger.previous(before: instant, within: &before)
        if before.isExhausted {
          #expect(earlier == nil, "\(trigger)")
        } else {
          #expect(earlier == previous, "\(trigger)")
        }
      }
    }
  }

  @Test("What a limit counted before its budget ended is kept for the next search")
  func resumes() throws {
    let trigger = try CronTrigger("* * * * *").starting(at: Self.now).limited(to: 50_000)
    var searches = 0
    while searches < 10 {
      searches += 1
      var budget = SearchBudget(steps: 10_000)
      let next = trigger.next(after: Self.now, within: &budget)
      if let next {
        #expect(try next == CronSchedule("* * * * *").next(after: Self.now))
        break
      }
      #expect(budget.isExhausted)
    }
    #expect(searches == 6)
  }
}

@Suite("Limits of triggers")
struct TriggerLimitsTests {
  private let now = Instant(secondsSince1970: 1_800_000_000)

  private func fault(_ trigger: any Trigger, _ limits: TriggerLimits = TriggerLimits()) -> SchedulerError? {
    do {
      try limits.check(trigger, at: now)
      return nil
    } catch {
      return error as? SchedulerError
    }
  }

  @Test("Length, terms and depth are limited before anything is evaluated")
  func sizes() throws {
    var limits = TriggerLimits()
    limits.expressionLength = 20
    limits.terms = 3
    limits.depth = 2
    let cron = try CronTrigger("0 9 * * *")
    #expect(fault(cron, limits) == nil)
    #expect(fault(try CronTrigger("0 1,2,3,4,5,6,7,8,9 * * *"), limits)?.code == .invalidTrigger)
    #expect(fault(try AnyOfTrigger([cron, cron]), limits) == nil)
    #expect(fault(try AnyOfTrigger([cron, cron, cron]), limits)?.code == .invalidTrigger)
    #expect(fault(try cron.excluding(.cron("* 1,2,3,4,5,6,7,8,9 * * *")), limits)?.code == .invalidTrigger)
    #expect(fault(try AnyOfTrigger([AnyOfTrigger([cron])]), limits)?.code == .invalidTrigger)
  }

  @Test("Triggers are nested 32 deep and no deeper, made by hand or read")
  func depth() throws {
    var trigger: any Trigger = try CronTrigger("0 9 * * *")
    for _ in 1..<32 { trigger = try AnyOfTrigger([trigger]) }
    #expect(fault(trigger) == nil)
    #expect(throws: SchedulerError.self) { try AnyOfTrigger([trigger]) }
    #expect(throws: SchedulerError.self) { try AllOfTrigger([trigger]) }
    #expect(fault(trigger.starting(at: now))?.code == .invalidTrigger)
    let written = String(decoding: try TriggerCoding.builtIn.encode(trigger), as: UTF8.self)
    #expect(try TriggerCoding.builtIn.decode(.init(written.utf8)).fingerprint == trigger.fingerprint)
    for levels in [1, 200, 400] {
      let deeper =
        String(repeating: #"{"kind":"any","version":1,"of":["#, count: levels) + written
        + String(repeating: "]}", count: levels)
      #expect(throws: TriggerCodingError.self) { try TriggerCoding.builtIn.decode(.init(deeper.utf8)) }
    }
  }

  @Test("Arguments are nested 64 deep and no deeper")
  func arguments() async throws {
    func nested(_ levels: Int) -> JobArguments { (0..<levels).reduce(.null) { value, _ in .array([value]) } }
    let scheduler = Scheduler()
    var options = JobOptions()
    options.arguments = nested(64)
    try await scheduler.add("fine", .every(.seconds(60)), options: options) { _ in }
    options.arguments = nested(65)
    await #expect(throws: SchedulerError.self) {
      try await scheduler.add("deep", .every(.seconds(60)), options: options) { _ in }
    }
    let text = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(JobArguments.self, from: Data(text.utf8)) }
  }

  @Test("A trigger that leaves nothing is refused, and one that gave up is not said to be without instants")
  func refusals() async throws {
    let scheduler = Scheduler()
    func refusal(_ trigger: some Trigger) async -> SchedulerError.Code? {
      do {
        try await scheduler.add("job", trigger, ifExists: .replace) { _ in }
        return nil
      } catch {
        return (error as? SchedulerError)?.code
      }
    }
    #expect(try await refusal(IntervalTrigger(.seconds(60)).excluding(.cron("* * * * *"))) == .neverFires)
    #expect(try await refusal(CronTrigger("0 9 * * *").excluding(.cron("* 9 * * *"))) == .neverFires)
    let weekend = try CronTrigger("0 9 * * SAT,SUN").excluding(.weekdays(.saturday, .sunday))
    #expect(await refusal(weekend) == .neverFires)
    let everyYear = try IntervalTrigger(.seconds(60)).excluding(.cron("* * * * * * 1970-2199"))
    #expect(await refusal(everyYear) == .neverFires)
    let meeting = try AllOfTrigger([
      IntervalTrigger(.seconds(2)), IntervalTrigger(.seconds(2), anchor: Instant(secondsSince1970: 1)),
    ])
    #expect(await refusal(meeting) == .triggerTooComplex)
    // Over, not impossible: a service that is redeployed after the date starts.
    #expect(try await refusal(CronTrigger("0 9 * * *").ending(at: Instant(secondsSince1970: 1_000_000_000))) == nil)
  }

  /// Searches for long, and is asked by the second.
  private struct Slow: Trigger {
    let spent: Spent

    private func spend(_ budget: inout SearchBudget) -> Bool {
      spent.add(min(500, budget.steps - budget.spent))
      return budget.spend(500)
    }
    func next(after instant: Instant) -> Instant? { Instant(secondsSince1970: instant.secondsSince1970 + 1) }
    func previous(before instant: Instant) -> Instant? {
      Instant(secondsSince1970: instant.advanced(byNanoseconds: -1).secondsSince1970)
    }
    func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
      spend(&budget) ? next(after: instant) : nil
    }
    func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
      spend(&budget) ? previous(before: instant) : nil
    }
    var description: String { "Slowly, every second" }
    var fingerprint: String { "slow" }
  }

  private final class Spent: Sendable {
    private let steps = Lock(0)
    func add(_ count: Int) { steps.withLock { $0 += count } }
    var total: Int { steps.withLock { $0 } }
  }

  @Test("Lists of instants share one budget: catching up after an outage, and filling in the past")
  func lists() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      let spent = Spent()
      var options = JobOptions()
      options.coalesce = .all(limit: 100_000)
      options.misfireGrace = .unlimited
      try await test.scheduler.add("slow", Slow(spent: spent), options: options) { _ in }
      let before = spent.total
      test.clock.advance(to: test.clock.now() + .seconds(50_000))
      await test.settle()
      // A plan has one budget of 100,000 steps for its list, and one for its count, beside a few single searches.
      #expect(spent.total - before < 400_000)
      #expect(test.scheduler.localHistory(of: "slow").count > 90)
      let error = await #expect(throws: SchedulerError.self) {
        try await test.scheduler.backfill(
          "slow", from: Instant(secondsSince1970: 1_700_000_000), through: Instant(secondsSince1970: 1_700_005_000))
      }
      #expect(error?.code == .triggerTooComplex)
    }
  }

  @Test("A job whose search gives up later is held: the status is degraded and names it, and nothing is finished")
  func held() async throws {
    try await TestScheduler.run(at: "2029-12-31T23:56:30Z") { test in
      let trigger = try IntervalTrigger(.seconds(60))
        .excluding(.cron("* */2 * * * * 2030"), .cron("* 1-59/2 * * * * 2030"))
      try await test.scheduler.add("minutes", trigger) { _ in }
      await test.advance(by: .seconds(300))
      #expect(test.scheduler.localHistory(of: "minutes").count == 3)
      let status = test.scheduler.status
      #expect(status.health == .degraded)
      #expect(status.reasons.contains { $0.hasPrefix("job minutes is held: the search") && $0.contains("gave up") })
      #expect(status.jobs.first?.nextRun == nil)
      #expect(status.jobs.first?.holdReason?.contains("gave up") == true)
      let why = try test.scheduler.explain("minutes", at: Instant(rfc3339: "2030-01-01T00:01:00Z"))
      #expect(why.sentence.hasPrefix("the job is held: the search"))
      try await test.scheduler.reschedule("minutes", .every(.seconds(60)))
      await test.advance(by: .seconds(60))
      #expect(test.scheduler.status.health == .ok)
      #expect(test.scheduler.localHistory(of: "minutes").count == 4)
    }
  }
}
