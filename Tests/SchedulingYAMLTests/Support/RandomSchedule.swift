import CivilTime
import Cron
import Scheduling
import Testing

/// Random schedules of every key, the same on every run (SplitMix64).
struct RandomSchedule: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[int(0...elements.count - 1)] }
  mutating func maybe<Value>(_ value: Value) -> Value? { chance(40) ? value : nil }

  mutating func duration() -> Duration {
    .milliseconds(pick([1, 250, 1_000, 15_000, 600_000, 86_400_000, 90_061_001]))
  }
  mutating func instant() -> Instant {
    Instant(millisecondsSince1970: Int64(int(1_500_000_000_000...1_900_000_000_000)))
  }

  /// Texts that YAML might take for something else.
  mutating func text() -> String {
    pick([
      "nightly", "yes", "no", "null", "~", "12", "0123", "0x1F", "12:30", "1e3", "true", "a: b", "# none", "", " x ",
      "it's \"so\"", "two\nlines", "- x", "[x]", "{x}", "*x", "&x", "!x", "%x", "@x", "ünï → ok", "2026-11-21", ".5",
      "=",
    ])
  }

  mutating func exclusion() throws -> Exclusion {
    switch int(0...4) {
    case 0: .weekdays(pick(Weekday.allCases), pick(Weekday.allCases))
    case 1: .dates((0...3).compactMap { _ in CivilDate(daysSince1970: Int64(int(17_000...21_000))) })
    case 2: .annualDays(try AnnualDay(month: int(1...12), day: int(1...28)))
    case 3: try .daily(from: TimeOfDay(hour: int(0...23), minute: 30), to: TimeOfDay(hour: int(0...23)))
    default: try .cron(pick(["* 0-7 * * *", "0 9 * * MON"]))
    }
  }

  mutating func trigger() throws -> ScheduleTrigger {
    switch int(0...8) {
    case 0:
      return .after(
        JobID(pick(["a", "b: c"])), on: pick(CompletionTrigger.Ending.allCases), delay: pick([.zero, duration()]))
    case 1: return .startup
    case 2: return .afterEachRun(duration())
    default: return try instantTrigger(depth: 2)
    }
  }

  /// A trigger that may be a part of another one.
  mutating func instantTrigger(depth: Int) throws -> ScheduleTrigger {
    switch int(0...(depth > 0 ? 6 : 4)) {
    case 0: .cron(pick(["*/5 * * * *", "@daily", "H H * * *", "0 9 L * MON#1"]))
    case 1: .every(duration())
    case 2: .at(instant())
    case 3:
      .calendar(
        ScheduleCalendar(
          every: CalendarInterval(int(1...5), pick(CalendarInterval.Unit.allCases)),
          from: try #require(CivilDate(daysSince1970: Int64(int(17_000...21_000)))),
          at: try TimeOfDay(hour: int(0...23), minute: int(0...59), second: int(0...1)),
          dayOverflow: pick([.skip, .clamp])))
    case 4: .rrule("FREQ=WEEKLY;BYDAY=MO,TU")
    case 5: .any(try (0...int(0...2)).map { _ in try part(depth: depth - 1) })
    default: .all(try (0...int(0...2)).map { _ in try part(depth: depth - 1) })
    }
  }

  mutating func part(depth: Int) throws -> SchedulePart {
    var part = SchedulePart(try instantTrigger(depth: depth))
    part.dialect = maybe(pick(CronDialect.allCases))
    part.timeZone = maybe(pick(["UTC", "Europe/Berlin"]))
    part.gap = maybe(pick([.shift, .skip]))
    part.overlapTime = maybe(pick([.first, .last, .both]))
    part.anchor = maybe(instant())
    part.exclude = chance(30) ? [try exclusion()] : nil
    part.start = maybe(instant())
    part.end = maybe(instant())
    part.limit = maybe(int(1...1_000_000))
    return part
  }

  mutating func arguments(depth: Int = 2) -> JobArguments {
    switch int(0...(depth > 0 ? 6 : 4)) {
    case 0: return .string(text())
    case 1: return .int(Int64(int(-1_000_000...1_000_000)))
    case 2: return .number(Double(int(-1_000...1_000)) / 8)
    case 3: return .bool(chance(50))
    case 4: return .null
    case 5: return .array((0..<int(0...3)).map { _ in arguments(depth: depth - 1) })
    default:
      let members = (0..<int(0...3)).map {
        (pick(["a", "b-c", "12", "yes", "x y"]) + "\($0)", arguments(depth: depth - 1))
      }
      return .object(Dictionary(uniqueKeysWithValues: members))
    }
  }

  mutating func job() throws -> ScheduleJob {
    var job = ScheduleJob(trigger: chance(90) ? try trigger() : nil)
    job.dialect = maybe(pick(CronDialect.allCases))
    job.timeZone = maybe(pick(["UTC", "Europe/Berlin"]))
    job.gap = maybe(pick([.shift, .skip]))
    job.overlapTime = maybe(pick([.first, .last, .both]))
    job.anchor = maybe(instant())
    job.exclude = chance(30) ? [try exclusion(), try exclusion()] : nil
    job.start = maybe(instant())
    job.end = maybe(instant())
    job.limit = maybe(int(1...1_000_000))
    job.jitter = maybe(duration())
    job.misfireGrace = maybe(pick([.unlimited, .within(duration()), .within(.zero)]))
    job.coalesce = maybe(pick([.latest, .discard, .all(limit: int(1...100_000))]))
    job.overlap = maybe(pick([.skip, .allow, .queueOne, .queueAll(limit: int(1...10_000)), .cancelPrevious]))
    job.maxInstances = maybe(int(1...16))
    job.timeout = maybe(pick([.unlimited, .after(duration())]))
    if chance(40) {
      var retry = ScheduleRetry()
      retry.attempts = maybe(int(1...1_000))
      retry.backoff = maybe(pick([.fixed, .exponential, .delays([duration(), duration()])]))
      retry.initial = maybe(duration())
      retry.max = maybe(duration())
      retry.jitter = maybe(Double(int(0...10)) / 10)
      retry.maxElapsed = maybe(duration())
      job.retry = retry
    }
    job.breaker = maybe(ScheduleBreaker(failures: maybe(int(1...10_000)), coolDown: maybe(duration())))
    job.pauseOnFailure = maybe(chance(50))
    job.lock = maybe(text())
    job.lease = maybe(duration())
    job.minimumHold = maybe(duration())
    job.recovery = maybe(pick([.rerun, .record, .rerun(within: .seconds(90))]))
    job.claimsUnreachable = maybe(pick([.hold, .skip]))
    job.priority = maybe(pick([.low, .medium, .high, JobPriority(int(-1_000...1_000))]))
    job.executor = maybe(text())
    job.queue = maybe(text())
    job.paused = maybe(chance(50))
    job.handler = maybe(text())
    job.pipeline = maybe([text(), text()])
    if chance(50) { job.arguments = .object(["root": arguments()]) }
    job.owner = maybe(JobOptions.Owner(responsible: maybe(text()), accountable: maybe(text())))
    if chance(30) {
      var alerts = ScheduleAlerts()
      alerts.onFailure = maybe(chance(50))
      alerts.afterFailures = maybe(int(1...9))
      alerts.overdueAfter = maybe(duration())
      job.alerts = alerts
    }
    job.description = maybe(text())
    job.idempotency = maybe(text())
    job.heartbeat = maybe("monitor-\(text().count)")
    job.tags = maybe([text(), text()])
    return job
  }

  mutating func file() throws -> ScheduleFile {
    var jobs: [JobID: ScheduleJob] = [:]
    for name in ["a", "b: c", "12", "yes", "cron:x:y"].prefix(int(0...5)) { jobs[JobID(name)] = try job() }
    return ScheduleFile(
      timeZone: maybe("Europe/Berlin"), defaults: chance(50) ? try job() : ScheduleJob(), jobs: jobs)
  }
}
