import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP
import Testing

@Suite("GET /v1/health/scheduler/status")
struct StatusRouteTests {
  @Test("Before run() it is 503 and says why; every field is there")
  func beforeRun() async throws {
    let scheduler = Scheduler(configuration: SchedulerConfiguration(instance: "api-7f9c/4711"))
    var options = JobOptions()
    options.description = "Cancels orders that nobody confirmed"
    options.owner = JobOptions.Owner(responsible: "ops")
    options.tags = ["orders"]
    try await scheduler.add("auto-cancel", .every(.seconds(60)), options: options) { _ in }
    let answer = try Reply(scheduler, "/v1/health/scheduler/status")
    #expect(answer.status == .serviceUnavailable)
    #expect(answer.fields[.contentType] == "application/json")
    #expect(answer.fields[.cacheControl] == "no-store")
    let json = answer.json
    #expect(
      Set(json.keys) == [
        "scheduler_running", "job_count", "jobs", "next_cursor", "status", "reasons", "instance", "started_at",
        "running",
        "queued", "lateness_ms", "store", "fleet", "pause_note", "as_of",
      ])
    #expect(json["scheduler_running"] as? Bool == false)
    #expect(json["status"] as? String == "unhealthy")
    #expect((json["reasons"] as? [String])?.isEmpty == false)
    #expect(json["instance"] as? String == "api-7f9c/4711")
    #expect(json["started_at"] is NSNull)
    let store = try #require(json["store"] as? [String: Any])
    #expect(store["kind"] as? String == "memory")
    #expect(store["connected"] as? Bool == true)
    let job = try #require((json["jobs"] as? [[String: Any]])?.first)
    #expect(
      Set(job.keys) == [
        "id", "next_run", "trigger", "schedule", "time_zone", "paused", "pause_note", "running", "last_run",
        "last_success",
        "overdue",
        "description", "owner", "tags", "progress",
      ])
    #expect(job["id"] as? String == "auto-cancel")
    #expect(job["trigger"] as? String == "every 1m")
    #expect(job["description"] as? String == "Cancels orders that nobody confirmed")
    #expect(job["last_run"] is NSNull)
  }

  @Test("While it runs it is 200, and the last run of a job is told")
  func running() async throws {
    let scheduler = Scheduler()
    try await scheduler.add("fails", .cron("0 0 29 2 *")) { _ in throw Broken() }
    try await whileRunning(scheduler) { events in
      let run = try await scheduler.runNow("fails")
      for await case .ended(let record) in events where record.runID == run { break }
      let answer = try Reply(scheduler, "/v1/health/scheduler/status")
      #expect(answer.status == .ok)
      #expect(answer.json["status"] as? String == "ok")
      #expect(answer.json["scheduler_running"] as? Bool == true)
      #expect(answer.json["started_at"] is String)
      let job = try #require((answer.json["jobs"] as? [[String: Any]])?.first)
      #expect((job["next_run"] as? String)?.hasSuffix(":00:00Z") == true)
      let last = try #require(job["last_run"] as? [String: Any])
      #expect(
        Set(last.keys) == [
          "run_id", "scheduled_at", "cause", "started_at", "ended_at", "duration_ms", "outcome", "reason", "attempt",
          "message", "instance", "fencing_token", "count", "first_scheduled_at", "will_retry", "dry_run",
        ])
      #expect(last["outcome"] as? String == "failed")
      #expect((last["message"] as? String)?.contains("the kitchen is on fire") == true)
      #expect(last["cause"] as? String == "run-now")
      #expect(last["run_id"] as? String == run.description)
    }
  }

  @Test("Jobs come in pages: limit, and the cursor of the page before")
  func pages() async throws {
    let scheduler = Scheduler()
    for id in ["b", "a", "c/ü&x", "d"] {
      try await scheduler.add(JobID(id), .every(.seconds(60))) { _ in }
    }
    var seen: [[String]] = []
    var query = "?limit=3"
    for _ in 0..<2 {
      let json = try Reply(scheduler, "/v1/health/scheduler/status\(query)").json
      #expect(json["job_count"] as? Int == 4)
      seen.append((json["jobs"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? [])
      guard let cursor = json["next_cursor"] as? String else { break }
      let escaped = try #require(cursor.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      query = "?limit=3&cursor=\(escaped)"
    }
    #expect(seen == [["a", "b", "c/ü&x"], ["d"]])
    let beyond = try Reply(scheduler, "/v1/health/scheduler/status?cursor=zzz").json
    #expect((beyond["jobs"] as? [Any])?.isEmpty == true)
    #expect(beyond["next_cursor"] is NSNull)
  }

  @Test(
    "A query that is out of range is refused, not ignored", arguments: ["limit=0", "limit=x", "limit=1001", "page=2"])
  func badQuery(_ query: String) throws {
    let answer = try Reply(Scheduler(), "/v1/health/scheduler/status?\(query)")
    #expect(answer.status == .badRequest)
    #expect(answer.fields[.contentType] == "application/problem+json")
    #expect((answer.json["detail"] as? String)?.contains("limit") == true)
  }
}

struct Broken: Error, CustomStringConvertible { var description: String { "the kitchen is on fire" } }
