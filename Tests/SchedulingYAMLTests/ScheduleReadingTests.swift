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

  @Test("Every key arrives")
  func everyKey() throws {
    let file = try ScheduleFile(
      yaml: """
        jobs:
          a:
            cron: 0 7 * * MON-FRI
            dialect: standard
            gap: skip
            overlap-time: both
            timezone: Europe/Berlin
            jitter: 250ms
            misfire-grace: none
            coalesce: { all: 5 }
            overlap: allow
            max-instances: 3
            timeout: 2h
            lease: 15s
            minimum-hold: 5s
            owner: { responsible: ops, accountable: "webshop,stock" }
            description: Sends mails
            tags: [mail, nightly]
            idempotency: one mail per day
            paused: true
        """)
    let job = try #require(try file.resolved().first)
    var options = JobOptions()
    options.jitter = .milliseconds(250)
    options.misfireGrace = .unlimited
    options.coalesce = .all(limit: 5)
    options.overlap = .allow
    options.maxInstances = 3
    options.timeout = .seconds(7_200)
    options.lease = .seconds(15)
    options.minimumHold = .seconds(5)
    options.owner = Owner(responsible: "ops", accountable: "webshop,stock")
    options.description = "Sends mails"
    options.tags = ["mail", "nightly"]
    options.idempotency = "one mail per day"
    options.startsPaused = true
    #expect(job.options == options)
    #expect(job.trigger.timeZoneName == "Europe/Berlin")
    // 1970-01-01 was a Thursday, and Berlin an hour ahead.
    #expect(job.trigger.next(after: .epoch) == Instant(secondsSince1970: 6 * 3_600))
  }

  @Test("Every word of the policies means what it says")
  func words() throws {
    func options(_ line: String) throws -> JobOptions? {
      try ScheduleFile(yaml: "jobs:\n  a:\n    every: 1s\n    \(line)").resolved().first?.options
    }
    #expect(try options("coalesce: none")?.coalesce == Coalesce.none)
    #expect(try options("coalesce: latest")?.coalesce == .latest)
    #expect(try options("overlap: skip")?.overlap == .skip)
    #expect(try options("overlap: allow")?.overlap == .allow)
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
    #expect(jobs[0].options.owner == Owner(responsible: "shared-ops", accountable: "webshop"))
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
    job.owner = Owner(responsible: "ops")
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
