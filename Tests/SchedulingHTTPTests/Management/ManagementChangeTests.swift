import CivilTime
import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP
import SchedulingTesting
import Testing

@Suite("What the management API changes")
struct ManagementChangeTests {
  struct Broken: Error {}

  private func withJobs(
    _ body: @Sendable (TestScheduler, ManagementAPI) async throws -> Void
  ) async throws {
    try await TestScheduler.run(at: "2026-03-28T00:00:00Z") { test in
      var options = JobOptions()
      options.tags = ["shop"]
      try await test.scheduler.add("a", .every(.seconds(60)), options: options) { _ in }
      try await test.scheduler.add("b", .every(.seconds(60)), options: options) { _ in }
      options.tags = []
      options.retry = Retry(attempts: 1)
      try await test.scheduler.add("broken", .every(.seconds(3_600)), options: options) { _ in throw Broken() }
      try await body(test, ManagementAPI(test.scheduler))
    }
  }

  /// The request as it is once it is over.
  private func end(_ reply: Reply, _ api: ManagementAPI) async throws -> Reply {
    let href = try #require(reply.string("href"))
    #expect(reply.fields[.location] == "/v1/scheduler/\(href)")
    for _ in 0..<100_000 {
      let now = try await api.get(href)
      if ["ended", "refused"].contains(now.string("state")) { return now }
      await Task.yield()
    }
    return reply
  }

  @Test("A pause has a note, a caller and an end, ends by itself, and can be ended before")
  func pause() async throws {
    try await withJobs { test, api in
      let paused = try await api.post("jobs/a/pause", #"{"note": "oven", "until": "2026-03-28T00:02:30Z"}"#)
      #expect(paused.status == .accepted && paused.string("state") == "ended" && paused.string("by") == "ada")
      let row = try await api.get("jobs?job=a")
      #expect(row.string("jobs.0.pause.by") == "ada" && row.string("jobs.0.pause.until") == "2026-03-28T00:02:30Z")
      #expect(row.string("jobs.0.pause.note") == "oven" && row.string("jobs.0.pause.since") == "2026-03-28T00:00:00Z")
      await test.advance(by: .seconds(300))
      let outcomes = test.scheduler.localHistory(of: "a").map { "\($0.outcome) \($0.count)" }
      #expect(outcomes == ["succeeded 1", "succeeded 1", "succeeded 1", "skipped(paused) 2"])
      try await api.post("jobs/a/pause")
      try await api.post("jobs/a/resume")
      #expect(test.scheduler.job("a")?.isPaused == false)
      try await api.post("pause", #"{"note": "all of it", "until": "2026-03-28T00:06:30Z"}"#)
      #expect(try await api.get("fleet").string("pause.note") == "all of it")
      await test.advance(by: .seconds(120))
      #expect(test.scheduler.status.pauseNote == nil)
    }
  }

  @Test("A run is asked for, started, and followed to its end")
  func run() async throws {
    try await withJobs { test, api in
      let asked = try await api.post("jobs/a/run", #"{"arguments": {"x": 1}}"#)
      #expect(asked.status == .accepted)
      let ended = try await end(asked, api)
      #expect(ended.string("outcome") == "succeeded" && ended.string("taken_by") == "test")
      let run = try await api.get("runs/\(ended.string("run_id") ?? "")")
      #expect(run.string("run.cause") == "run-now")
      let dry = try await end(try await api.post("jobs/a/run", #"{"dry_run": true}"#), api)
      #expect(dry.bool("dry_run") == true && dry.string("state") == "ended")
      #expect(try await api.post("jobs/none/run").status == .notFound)
      #expect(try await api.post("jobs/a/run", #"{"overlap": "sometimes"}"#).status == .unprocessableContent)
    }
  }

  @Test("A run that the overlap policy does not let start is refused in its request")
  func overlap() async throws {
    try await TestScheduler.run(at: "2026-03-28T00:00:00Z") { test in
      let gate = AsyncStream.makeStream(of: Void.self)
      try await test.scheduler.add("a", .every(.seconds(3_600))) { _ in for await _ in gate.stream { break } }
      let api = ManagementAPI(test.scheduler)
      let first = try await api.post("jobs/a/run")
      while try await api.get(first.string("href") ?? "").string("state") != "started" { await Task.yield() }
      let second = try await end(try await api.post("jobs/a/run"), api)
      #expect(second.string("state") == "refused" && second.string("message")?.contains("overlap") == true)
      let run = try await api.get(first.string("href") ?? "").string("run_id") ?? ""
      #expect(try await api.get("runs/\(run)").bool("cancellable") == true)
      #expect(try await api.get("locks").string("leases.0.run_id") == run)
      let cancelled = try await api.post("runs/\(run)/cancel")
      #expect(cancelled.status == .accepted)
      #expect(try await end(cancelled, api).string("outcome") == "cancelled(requested)")
      #expect(try await api.post("runs/\(run)/cancel").status == .conflict)
      gate.continuation.finish()
    }
  }

  @Test("A backfill is counted before it is asked for, and ends when its runs have")
  func backfill() async throws {
    try await withJobs { test, api in
      await test.advance(by: .seconds(600))
      let range = #"{"from": "2026-03-28T00:01:00Z", "through": "2026-03-28T00:05:00Z"}"#
      #expect(try await api.post("jobs/a/backfill?count", range).int("count") == 5)
      #expect(try await api.post("jobs/a/backfill").status == .badRequest)
      let asked = try await api.post("jobs/a/backfill", range)
      #expect(asked.int("count") == 5)
      await test.settle()
      #expect(try await end(asked, api).string("outcome") == "succeeded")
      let none = #"{"from": "2026-03-28T00:01:01Z", "through": "2026-03-28T00:01:02Z"}"#
      #expect(try await api.post("jobs/a/backfill", none).status == .unprocessableContent)
    }
  }

  @Test("Dead letters are grouped, requeued and discarded, one or by a selector")
  func deadLetters() async throws {
    try await withJobs { test, api in
      await test.advance(by: .seconds(3 * 3_600))
      let letters = try await api.get("dead-letters")
      #expect(letters.int("total") == 3 && letters.count("groups") == 1)
      let id = letters.string("groups.0.letters.0.id") ?? ""
      let requeued = try await end(try await api.post("dead-letters/\(id)/requeue"), api)
      #expect(requeued.string("outcome") == "failed")
      #expect(try await api.post("dead-letters/\(id)/requeue").status == .notFound)
      let other = letters.string("groups.0.letters.1.id") ?? ""
      #expect(try await api.post("dead-letters/\(other)/discard").string("outcome") == "done")
      #expect(try await api.post("dead-letters/discard?job=broken&count").int("count") == 2)
      #expect(try await end(try await api.post("dead-letters/discard?job=broken"), api).string("outcome") == "done")
      #expect(try await api.get("dead-letters").int("total") == 0)
    }
  }

  @Test("A selection is counted first, refused when it has changed, and its members are followed")
  func selection() async throws {
    try await withJobs { test, api in
      let count = try await api.post("jobs/pause?tag=shop&count")
      #expect(count.int("count") == 2 && count["jobs"] as? [String] == ["a", "b"])
      #expect(test.scheduler.job("a")?.isPaused == false)
      #expect(try await api.post("jobs/pause").status == .unprocessableContent)
      #expect(try await api.post("jobs/pause?tag=shop", #"{"expected": 3}"#).status == .conflict)
      let done = try await end(try await api.post("jobs/pause?tag=shop", #"{"expected": 2}"#), api)
      #expect(done.string("outcome") == "done" && done.count("items") == 2)
      #expect(test.scheduler.job("b")?.isPaused == true)
      let both = try await end(try await api.post("jobs/run?tag=shop"), api)
      #expect(both.count("items") == 2)
    }
  }

  @Test("If-Match refuses a change of what is no longer as it was seen")
  func ifMatch() async throws {
    try await withJobs { _, api in
      let tag = try await api.get("jobs/a").fields[.eTag] ?? ""
      #expect(try await api.post("jobs/a/pause", fields: [.ifMatch: tag]).status == .accepted)
      #expect(try await api.post("jobs/a/resume", fields: [.ifMatch: tag]).status == .preconditionFailed)
      #expect(try await api.post("jobs/a/resume", fields: [.ifMatch: "\"x\", *"]).status == .accepted)
    }
  }

  @Test("The same idempotency key does a thing once; with another request it is refused")
  func idempotency() async throws {
    try await withJobs { test, api in
      let key: HTTPFields = [HTTPField.Name("Idempotency-Key")!: "k-1"]
      let first = try await api.post("jobs/a/run", "{}", fields: key)
      let again = try await api.post("jobs/a/run", "{}", fields: key)
      #expect(first.string("id") == again.string("id"))
      _ = try await end(first, api)
      #expect(test.scheduler.localHistory(HistoryQuery(job: "a", causes: [.runNow])).count == 1)
      #expect(try await api.post("jobs/b/run", "{}", fields: key).status == .unprocessableContent)
      let bad: HTTPFields = [HTTPField.Name("Idempotency-Key")!: "ä"]
      #expect(try await api.post("jobs/a/run", "{}", fields: bad).status == .badRequest)
    }
  }

  @Test("The trail says who did what, from where, with what before and after; refusals too")
  func audit() async throws {
    try await withJobs { _, api in
      let asked = try await api.post("jobs/a/pause", #"{"note": "oven"}"#)
      try await api.post("jobs/a/run", #"{"arguments": {"password": "hunter2"}, "dry_run": true}"#)
      try await api.post("jobs/a/pause", #"{"until": "2001-01-01T00:00:00Z"}"#)
      let trail = try await api.get("audit")
      #expect(trail.count("entries") == 3 && trail.string("entries.0.result") == "refused")
      #expect(
        trail.string("entries.1.action") == "run" && trail.string("entries.1.after.arguments.password") != "hunter2")
      #expect(trail.string("entries.2.by") == "ada" && trail.string("entries.2.from") == "10.0.0.7")
      #expect(trail.bool("entries.2.before.paused") == false && trail.bool("entries.2.after.paused") == true)
      #expect(trail.string("entries.2.request") == asked.string("id"))
      #expect(try await api.get("audit?action=run").count("entries") == 1)
      let page = try await api.get("audit?limit=2")
      #expect(try await api.get("audit?limit=2&cursor=\(page.string("next_cursor") ?? "")").count("entries") == 1)
    }
  }

  @Test("Who looks after a change sees it, however short before it somebody looked")
  func seenAtOnce() async throws {
    // By the real clock: answers are made from a snapshot that serves for a second.
    let scheduler = Scheduler()
    try await scheduler.add("a", .every(.seconds(3_600))) { _ in }
    let api = ManagementAPI(scheduler)
    for _ in 0..<3 {
      #expect(try await api.get("jobs?job=a").string("jobs.0.state") == "scheduled")
      try await api.post("jobs/a/pause", #"{"note": "oven"}"#)
      #expect(try await api.get("jobs?job=a").string("jobs.0.state") == "paused")
      try await api.post("jobs/a/resume")
    }
    // Also a change that did not come through the API.
    try await scheduler.pauseAll(note: "deploy")
    #expect(try await api.get("fleet").string("pause.note") == "deploy")
    try await scheduler.add("b", .every(.seconds(3_600))) { _ in }
    #expect(try await api.get("jobs").count("jobs") == 2)
  }
}
