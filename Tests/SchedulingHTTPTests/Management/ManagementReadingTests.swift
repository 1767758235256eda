import CivilTime
import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP
import SchedulingTesting
import Testing

@Suite("What the management API answers to those who look")
struct ManagementReadingTests {
  struct Broken: Error, CustomStringConvertible { var description: String { "kitchen is on <fire>" } }

  /// Three jobs, five minutes later: one that succeeds, one that fails, one that is paused.
  private func withShop(_ body: @Sendable (TestScheduler, ManagementAPI) async throws -> Void) async throws {
    try await TestScheduler.run(at: "2026-03-28T00:00:00Z") { test in
      var options = JobOptions()
      options.owner = JobOptions.Owner(responsible: "ops", accountable: "shop")
      options.tags = ["nightly"]
      options.description = "Cleans the kitchen"
      options.timeout = .seconds(50)
      options.arguments = ["supplier": 23, "api-token": "hunter2"]
      try await test.scheduler.add("clean", .every(.seconds(60)), options: options) { _ in }
      try await test.scheduler.add("broken", .cron("*/2 * * * *", timeZone: "Europe/Berlin")) { _ in throw Broken() }
      try await test.scheduler.add("paused", .every(.seconds(60))) { _ in }
      try await test.scheduler.pause("paused", note: "until the oven is mended")
      await test.advance(by: .seconds(300))
      try await body(test, ManagementAPI(test.scheduler))
    }
  }

  @Test("Jobs are filtered, sorted and paged, and each row has what the page needs")
  func jobs() async throws {
    try await withShop { _, api in
      let all = try await api.get("jobs")
      #expect(all.int("total") == 3 && all.int("matched") == 3 && all["next_cursor"] is NSNull)
      #expect(all.string("view.of") == "replica" && all["view.reason"] is NSNull)
      let clean = try await api.get("jobs?q=KITCHEN&tag=nightly&tag=other&owner=shop")
      #expect(clean.int("matched") == 1 && clean.string("jobs.0.id") == "clean")
      #expect(clean.string("jobs.0.strip.outcomes") == "SSSSS" && clean.count("jobs.0.strip.at") == 5)
      #expect(clean.string("jobs.0.state") == "scheduled" && clean["jobs.0.lateness_p95_ms"] as? Int == 0)
      let paused = try await api.get("jobs?state=paused")
      #expect(paused.string("jobs.0.pause.note") == "until the oven is mended")
      #expect(paused.string("jobs.0.strip.outcomes") == "K" && paused["jobs.0.strip.count"] as? [Int] == [5])
      #expect(try await api.get("jobs?state=failing").string("jobs.0.id") == "broken")
      #expect(try await api.get("jobs?sort=-id&limit=2").string("jobs.0.id") == "paused")
      let first = try await api.get("jobs?sort=state&limit=2&strip=0")
      #expect(first.string("jobs.0.id") == "broken" && first.string("jobs.0.strip.outcomes") == "")
      let second = try await api.get("jobs?sort=state&limit=2&cursor=\(first.string("next_cursor") ?? "")")
      #expect(second.count("jobs") == 1 && second["next_cursor"] is NSNull)
    }
  }

  @Test("A job has its policies with their sources, redacted arguments, and every instant with its reason")
  func job() async throws {
    try await withShop { _, api in
      let clean = try await api.get("jobs/clean")
      #expect(clean.fields[.eTag] == clean.string("job.etag"))
      #expect(clean.int("arguments.supplier") == 23 && clean.string("arguments.api-token") != "hunter2")
      let policies = clean["policies"] as? [[String: Any]] ?? []
      func source(_ name: String) -> String? { policies.first { $0["name"] as? String == name }?["source"] as? String }
      #expect(source("timeout") == "code" && source("overlap") == "default" && source("owner") == "code")
      let states = (clean["instants"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
      #expect(states == Array(repeating: "upcoming", count: 10) + Array(repeating: "ran", count: 5))
      let paused = try await api.get("jobs/paused")
      #expect(paused.string("instants.0.why")?.hasPrefix("it will be skipped: the job is paused") == true)
      #expect(paused.string("instants.10.state") == "skipped" && paused.int("instants.10.count") == 5)
      let broken = try await api.get("jobs/broken")
      #expect(broken.string("instants.10.local")?.hasSuffix("+01:00") == true)
      #expect(broken.string("instants.10.message") == "kitchen is on <fire>")
      #expect(!String(decoding: broken.body, as: UTF8.self).contains("<fire>"))
    }
  }

  @Test("The policies of a job from a schedule file name the file, and what its defaults say")
  func fileSources() async throws {
    let scheduler = Scheduler()
    var job = ScheduleJob(trigger: .every(.seconds(60)))
    job.timeout = .after(.seconds(5))
    var defaults = ScheduleJob()
    defaults.tags = ["shop"]
    try await scheduler.add(ScheduleFile(defaults: defaults, jobs: ["a": job]), bodies: ["a": { _ in }])
    let reply = try await ManagementAPI(scheduler).get("jobs/a")
    let policies = reply["policies"] as? [[String: Any]] ?? []
    func policy(_ name: String) -> [String: Any]? { policies.first { $0["name"] as? String == name } }
    #expect(
      policy("timeout")?["source"] as? String == "file" && policy("tags")?["origin"] as? String == "schedule, defaults")
    #expect(policy("overlap")?["source"] as? String == "default" && reply.string("job.source") == "file")
  }

  @Test("The books of a day add up, and say so in words")
  func books() async throws {
    try await withShop { test, api in
      await test.advance(by: .seconds(60))
      let day = try await api.get("jobs/broken/books?days=2")
      #expect(day.int("days.0.due") == 3 && day.int("days.0.failed") == 3)
      #expect(day.string("days.0.sentence") == "3 due = 3 failed" && day.string("time_zone") == "Europe/Berlin")
      #expect(day.int("days.1.due") == 0 && day.string("days.0.from") == "2026-03-27T23:00:00Z")
      let paused = try await api.get("jobs/paused/books?days=1")
      #expect(paused.int("days.0.due") == 6 && paused.int("days.0.skipped.paused") == 6)
    }
  }

  @Test("Books of a job whose rows have made room say how many are without a row")
  func forgotten() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.historyPerJob = 10
    try await TestScheduler.run(at: "2026-03-28T00:00:00Z", configuration: configuration) { test in
      try await test.scheduler.add("a", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(3_600))
      let books = try await ManagementAPI(test.scheduler).get("jobs/a/books?days=1")
      #expect(books.int("days.0.due") == 60 && books.int("days.0.ran") == 10 && books.int("days.0.unrecorded") == 50)
      #expect(books.string("days.0.sentence") == "60 due = 10 ran + 50 without a row")
    }
  }

  @Test("Rows are filtered and paged, and a run has its attempts")
  func runs() async throws {
    try await withShop { _, api in
      let failed = try await api.get("runs?outcome=failed&limit=1")
      #expect(failed.count("runs") == 1 && failed.string("next_cursor") == "1")
      #expect(try await api.get("runs?outcome=failed&limit=1&cursor=1").count("runs") == 1)
      let own = try await api.get("jobs/clean/runs?limit=2")
      #expect(own.count("runs") == 2 && own.int("runs.0.lateness_ms") == 0)
      let id = own.string("runs.0.run_id") ?? ""
      let run = try await api.get("runs/\(id)")
      #expect(run.string("run.job") == "clean" && run.count("attempts") == 1 && run.bool("cancellable") == false)
      #expect(try await api.get("runs/\(String(repeating: "0", count: 32))").status == .notFound)
      let statistics = try await api.get("jobs/broken/statistics")
      #expect(statistics.int("failures") == 2 && statistics.int("success_rate") == 0)
    }
  }

  @Test("An instant is explained")
  func explain() async throws {
    try await withShop { _, api in
      let skipped = try await api.get("explain?job=paused&at=2026-03-28T00:02:00Z")
      #expect(skipped.string("verdict") == "skipped")
      #expect(try await api.get("explain?job=clean&at=2026-03-28T00:02:30Z").string("verdict") == "notScheduled")
      #expect(try await api.get("explain?job=nobody&at=2026-03-28T00:02:30Z").status == .notFound)
      #expect(try await api.get("explain?job=clean").status == .badRequest)
    }
  }

  @Test("A forecast has the bars, the minutes in which jobs collide, and the night on which the clocks change")
  func forecast() async throws {
    try await withShop { _, api in
      let hour = try await api.get("forecast?to=2026-03-28T01:00:00Z")
      #expect(hour.count("jobs") == 3 && hour.count("jobs.1.at") == 55 && hour.int("collisions.0.starts") == 3)
      #expect(hour.count("clock_changes") == 0 && hour.bool("truncated") == false)
      let week = try await api.get("forecast?q=broken&to=2026-04-01T00:00:00Z")
      #expect(week.string("clock_changes.0.at") == "2026-03-29T01:00:00Z")
      #expect(week.int("clock_changes.0.offset_after") == 7_200 && week.bool("truncated") == true)
      #expect(try await api.get("forecast?to=2027-04-01T00:00:00Z").status == .unprocessableContent)
    }
  }

  @Test("Attention lists what is wrong with the remedy beside it, and nothing when all is well")
  func attention() async throws {
    try await withShop { test, api in
      let cards = try await api.get("attention")
      #expect(cards.string("cards.0.kind") == "failing" && cards.string("cards.0.remedies.1.path") == "jobs/broken/run")
      try await test.scheduler.remove("broken")
      let quiet = try await api.get("attention")
      #expect(quiet.count("cards") == 0 && quiet.int("jobs") == 2 && quiet.string("next_run") != nil)
    }
  }

  @Test("Fleet, locks, session and audit answer of one process")
  func single() async throws {
    try await withShop { _, api in
      let fleet = try await api.get("fleet")
      #expect(fleet.string("replicas.0.instance") == "test" && fleet.bool("replicas.0.is_this") == true)
      #expect(try await api.get("locks").count("locks") == 0)
      let session = try await api.get("session")
      #expect(session.string("caller") == "ada" && session.bool("may.run") == true && session.int("poll_ms") == 5_000)
      #expect(try await api.get("audit").count("entries") == 0)
    }
  }
}
