import CivilTime
import Cron
import Foundation
import Scheduling
import SchedulingYAML
import Testing

@Suite("Reading a schedule file")
struct ScheduleReadingTests {
  @Test("The delivery app's schedule: defaults hold where a job says nothing")
  func deliveryApp() throws {
    let file = try ScheduleFile(
      yaml: """
        timezone: UTC
        defaults: { timeout: 10m, overlap: skip, misfire-grace: 60s, coalesce: latest }
        jobs:
          auto-cancel-unconfirmed-orders: { cron: "* * * * *",   timeout: 50s }
          cleanup-orphaned-menus:         { cron: "0 2 * * *" }
        """)
    let jobs = try file.resolved()
    #expect(jobs.map(\.id) == ["auto-cancel-unconfirmed-orders", "cleanup-orphaned-menus"])
    #expect(jobs.map(\.options.timeout) == [.seconds(50), .seconds(600)])
    #expect(jobs.map(\.trigger.expression) == ["* * * * *", "0 2 * * *"])
    #expect(jobs[1].trigger.next(after: .epoch) == Instant(secondsSince1970: 7_200))
  }

  /// Every key, as a person would write it.
  static let everyKey = """
    jobs:
      a:
        cron: 0 7 * * MON-FRI
        dialect: standard
        gap: skip
        overlap-time: both
        timezone: Europe/Berlin
        exclude: [{ annual-days: [12-25] }, { daily: { from: "22:00", to: "06:00" } }]
        jitter: 250ms
        misfire-grace: none
        coalesce: { all: 5 }
        overlap: { queue-all: 3 }
        max-instances: 3
        timeout: 2h
        retry: { attempts: 4, backoff: fixed, initial: 10s, max: 1m, jitter: 0, max-elapsed: 20m }
        breaker: { failures: 5, cool-down: 10m }
        pause-on-failure: true
        lock: suppliers.{supplier}
        lease: 15s
        minimum-hold: 5s
        recovery: { rerun: 10m }
        claims-unreachable: skip
        priority: high
        executor: blocking
        queue: imports
        paused: true
        arguments: { supplier: 23, codes: [a, "1"] }
        owner: { responsible: ops, accountable: "webshop,stock" }
        alerts: { on-failure: true, after-failures: 3, overdue-after: 2h }
        description: Sends mails
        tags: [mail, nightly]
        idempotency: one mail per day
    """

  /// The same in code.
  static var everyOption: JobOptions {
    var options = JobOptions()
    options.jitter = .milliseconds(250)
    options.misfireGrace = .unlimited
    options.coalesce = .all(limit: 5)
    options.overlap = .queueAll(limit: 3)
    options.maxInstances = 3
    options.timeout = .seconds(7_200)
    options.retry = Retry(
      attempts: 4, backoff: .fixed(.seconds(10)), maxDelay: .seconds(60), jitter: 0, maxElapsed: .seconds(1_200))
    options.breaker = CircuitBreaker(failures: 5, coolDown: .seconds(600))
    options.pausesOnFailure = true
    options.lock = "suppliers.{supplier}"
    options.lease = .seconds(15)
    options.minimumHold = .seconds(5)
    options.recovery = .rerun(within: .seconds(600))
    options.whenClaimsUnreachable = .skip
    options.priority = .high
    options.executor = "blocking"
    options.queue = "imports"
    options.startsPaused = true
    options.arguments = ["supplier": 23, "codes": ["a", "1"]]
    options.owner = JobOptions.Owner(responsible: "ops", accountable: "webshop,stock")
    options.alerts = AlertRules(onFailure: true, afterFailures: 3, overdueAfter: .seconds(7_200))
    options.description = "Sends mails"
    options.tags = ["mail", "nightly"]
    options.idempotency = "one mail per day"
    return options
  }

  @Test("Every key arrives, and the same definition is an equal value in code, YAML and JSON")
  func everyKey() throws {
    let yaml = try ScheduleFile(yaml: Self.everyKey)
    let json = try JSONDecoder().decode(ScheduleFile.self, from: JSONEncoder().encode(yaml))
    let trigger = try CronTrigger("0 7 * * MON-FRI", timeZone: "Europe/Berlin", gap: .skip, overlap: .both)
      .excluding(.annualDays(AnnualDay(month: 12, day: 25)), .daily(from: TimeOfDay("22:00"), to: TimeOfDay("06:00")))
    for file in [yaml, json] {
      let job = try #require(try file.resolved().first)
      #expect(job.options == Self.everyOption)
      #expect(job.trigger.fingerprint == trigger.fingerprint)
    }
    #expect(json.jobs == yaml.jobs)
    // 1970-01-01 was a Thursday, and Berlin an hour ahead.
    #expect(try yaml.resolved().first?.trigger.next(after: .epoch) == Instant(secondsSince1970: 6 * 3_600))
  }

  @Test("Numbers and texts of arguments are told apart as in JSON")
  func arguments() throws {
    let file = try ScheduleFile(
      yaml: """
        jobs:
          a:
            every: 1s
            arguments:
              count: 12
              text: "12"
              time: 12:30
              word: no
              age: 24h
              code: 0123
              hex: 0x1F
              share: 0.25
              exact: 1e3
              flag: true
              quoted: 'true'
              nothing: null
              tilde: ~
              day: 2026-11-21
              list: [1, "1", x]
              deep: { a: { b: -1 } }
        """)
    #expect(
      try file.resolved().first?.options.arguments == [
        "count": 12, "text": "12", "time": "12:30", "word": "no", "age": "24h", "code": "0123", "hex": "0x1F",
        "share": 0.25, "exact": 1_000, "flag": true, "quoted": "true", "nothing": nil, "tilde": nil,
        "day": "2026-11-21", "list": [1, "1", "x"], "deep": ["a": ["b": -1]],
      ])
  }

  @Test("Arguments are merged deeply over the defaults: mappings key by key, all else is replaced")
  func deepArguments() throws {
    let job = try #require(
      try ScheduleFile(
        yaml: """
          defaults: { arguments: { mail: { from: shop, to: [a, b] }, days: 30, dry: true } }
          jobs:
            a: { every: 1s, arguments: { mail: { to: [c] }, dry: null } }
          """
      ).resolved().first)
    #expect(job.options.arguments == ["mail": ["from": "shop", "to": ["c"]], "days": 30, "dry": nil])
  }

  @Test("Calendar intervals, anchors and exclusions are those of the triggers")
  func calendars() throws {
    let jobs = try ScheduleFile(
      yaml: """
        timezone: Europe/Berlin
        jobs:
          rent:   { calendar: { months: 1, from: 2026-01-31, at: "09:00", day-overflow: clamp } }
          often:  { every: 10m, anchor: 2026-01-01T00:03:00Z, exclude: [{ daily: { from: "01:00", to: "00:00" } }] }
        """
    ).resolved()
    #expect(
      jobs[0].trigger.next(2, after: try Instant(rfc3339: "2026-02-01T00:00:00Z")).map(\.rfc3339)
        == ["2026-02-28T08:00:00Z", "2026-03-31T07:00:00Z"])
    // What is not excluded is the first hour of the day in Berlin.
    #expect(
      jobs[1].trigger.next(after: try Instant(rfc3339: "2026-01-01T23:55:00Z"))?.rfc3339 == "2026-01-02T23:03:00Z")
  }

  @Test("Every word of the policies means what it says")
  func words() throws {
    func options(_ line: String) throws -> JobOptions? {
      try ScheduleFile(yaml: "jobs:\n  a:\n    every: 1s\n    \(line)").resolved().first?.options
    }
    #expect(try options("coalesce: discard")?.coalesce == .discard)
    #expect(try options("coalesce: latest")?.coalesce == .latest)
    #expect(try options("overlap: skip")?.overlap == .skip)
    #expect(try options("overlap: allow")?.overlap == .allow)
    #expect(try options("overlap: queue-one")?.overlap == .queueOne)
    #expect(try options("overlap: { queue-all: 7 }")?.overlap == .queueAll(limit: 7))
    #expect(try options("overlap: cancel-previous")?.overlap == .cancelPrevious)
    #expect(try options("priority: low")?.priority == .low)
    #expect(try options("priority: -7")?.priority == -7)
    #expect(
      try options("retry: { attempts: 2, backoff: [1s, 1m] }")?.retry?.backoff == .custom([.seconds(1), .seconds(60)]))
    #expect(try options("retry: { attempts: 2 }")?.retry == Retry(attempts: 2))
    #expect(try options("misfire-grace: 0s")?.misfireGrace == .within(.zero))
    #expect(try options("misfire-grace: none")?.misfireGrace == .unlimited)
    #expect(try options("timeout: none")?.timeout == Duration?.none)
    #expect(try options("paused: false")?.startsPaused == false)
  }

  @Test("Intervals and single times")
  func otherTriggers() throws {
    let jobs = try ScheduleFile(
      yaml: "jobs:\n  a: { every: 15s }\n  b: { at: 2026-11-21T11:31:00+01:00 }\n  c: { every: 1d }"
    ).resolved()
    #expect(
      jobs.map { $0.trigger.next(after: Instant(secondsSince1970: 1)) }
        == [Instant(secondsSince1970: 15), Instant(secondsSince1970: 1_795_257_060), Instant(secondsSince1970: 86_400)])
  }

  @Test("A start, an end and a limit bound a trigger; a recurrence rule begins at its start")
  func bounds() throws {
    let file = try ScheduleFile(
      yaml: """
        defaults: { start: 2026-01-01T00:00:00Z }
        jobs:
          thrice:  { cron: "0 9 * * *", limit: 3 }
          spring:  { every: 1d, start: 2026-03-01T00:00:00Z, end: 2026-03-02T00:00:00Z }
          payday:  { rrule: "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=8", timezone: Europe/Berlin }
          startup: { startup: true }
        """)
    let instants = try file.resolved().map { job in job.trigger.next(4, after: .epoch).map(\.rfc3339) }
    #expect(instants[0] == ["2026-01-01T09:00:00Z", "2026-01-02T09:00:00Z", "2026-01-03T09:00:00Z"])
    #expect(instants[1] == ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"])
    #expect(instants[2].first == "2026-01-30T07:00:00Z")
    #expect(instants[3] == [])
    let again = try JSONDecoder().decode(ScheduleFile.self, from: try JSONEncoder().encode(file))
    #expect(again.jobs == file.jobs)
  }

  @Test("Jobs that wait for a start-up or for another job")
  func events() throws {
    let file = try ScheduleFile(
      yaml: """
        jobs:
          warm-up: { startup: true }
          import:  { every: 1h }
          report:  { after: import }
          rescue:  { after: { job: import, on: failure, delay: 5m } }
        """)
    #expect(
      try file.resolved().map(\.trigger.expression)
        == ["@reboot", "every 1h", "after import on success", "after import on failure + 5m"])
    let again = try JSONDecoder().decode(ScheduleFile.self, from: try JSONEncoder().encode(file))
    #expect(again.jobs == file.jobs)
  }

  @Test("A job's own keys are merged deeply over the defaults")
  func merging() throws {
    let jobs = try ScheduleFile(
      yaml: """
        defaults: { owner: { responsible: shared-ops }, timeout: 10m, cron: "0 3 * * *", tags: [x] }
        jobs:
          a: { owner: { accountable: webshop }, timeout: none }
          b: { every: 1h, tags: [] }
        """
    ).resolved()
    #expect(jobs[0].options.owner == JobOptions.Owner(responsible: "shared-ops", accountable: "webshop"))
    #expect(jobs[0].options.timeout == nil)
    #expect(jobs[0].trigger.expression == "0 3 * * *")
    #expect(jobs[1].trigger.expression == "every 1h")
    #expect(jobs[1].options.tags == [])
  }

  @Test("YAML's anchors and merge keys work")
  func anchors() throws {
    let jobs = try ScheduleFile(
      yaml: """
        jobs:
          a: &nightly { cron: "0 3 * * *", timeout: 5m }
          b: { <<: *nightly, timeout: 1m }
        """
    ).resolved()
    #expect(jobs.map(\.options.timeout) == [.seconds(300), .seconds(60)])
  }

  @Test("JSON is read by the same reader, with lines, and by JSONDecoder, with keys")
  func json() throws {
    let json = """
      {
        "defaults": { "timeout": "10m" },
        "jobs": { "a": { "cron": "*/5 * * * *", "paused": true, "max-instances": 2 } }
      }
      """
    for file in [try ScheduleFile(yaml: json), try JSONDecoder().decode(ScheduleFile.self, from: Data(json.utf8))] {
      let job = try #require(try file.resolved().first)
      #expect(job.options.timeout == .seconds(600))
      #expect(job.options.startsPaused)
      #expect(job.options.maxInstances == 2)
    }
    let wrong = json.replacingOccurrences(of: "paused", with: "pausd")
    #expect(
      throws: ScheduleFileError(line: 3, key: ["jobs", "a", "pausd"], "unknown key 'pausd'; did you mean 'paused'?")
    ) {
      try ScheduleFile(yaml: wrong)
    }
    #expect(throws: ScheduleFileError(key: ["jobs", "a", "pausd"], "unknown key 'pausd'; did you mean 'paused'?")) {
      try JSONDecoder().decode(ScheduleFile.self, from: Data(wrong.utf8))
    }
  }

  @Test("What is written is read back the same")
  func roundTrip() throws {
    var job = ScheduleJob(trigger: .cron("0 7 * * *"))
    job.timeZone = "Europe/Berlin"
    job.timeout = .unlimited
    job.misfireGrace = .within(.milliseconds(1_500))
    job.coalesce = .all(limit: 2)
    job.overlap = .allow
    job.owner = JobOptions.Owner(responsible: "ops")
    job.paused = false
    let file = ScheduleFile(
      timeZone: "UTC", defaults: job,
      jobs: ["a": ScheduleJob(trigger: .every(.seconds(90))), "b": ScheduleJob(trigger: .at(.epoch)), "c": job])
    let text = try JSONEncoder().encode(file)
    let again = try JSONDecoder().decode(ScheduleFile.self, from: text)
    #expect(again.jobs == file.jobs)
    #expect(again.defaults == file.defaults)
    #expect(again.timeZone == "UTC")
    job.jitter = .nanoseconds(5)
    #expect(throws: (any Error).self) { try JSONEncoder().encode(ScheduleFile(jobs: ["a": job])) }
  }
}
