import CivilTime
import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP
import SchedulingTesting
import Testing

@Suite("Rescheduling over HTTP")
struct RescheduleRouteTests {
  struct Nothing: JobHandler {
    static let name = "nothing"
    struct Arguments: Codable, Sendable {}
    func run(_ arguments: Arguments, _ run: RunContext) async throws {}
  }

  private func withStore(_ body: @Sendable ([ManagementAPI], [Scheduler]) async throws -> Void) async throws {
    try await TestFleet.run(replicas: 2, at: "2026-03-28T00:00:00Z", handlers: [Nothing()], durable: true) { fleet in
      let schedulers = fleet.replicas.map(\.scheduler)
      try await schedulers[0].add("report", .cron("0 3 * * *"), handler: Nothing.self, arguments: .init())
      await fleet.settle()
      try await body(schedulers.map { ManagementAPI($0) }, schedulers)
    }
  }

  @Test("A stored job gets another trigger, for every replica, with an entry in the trail")
  func stored() async throws {
    try await withStore { apis, schedulers in
      let order = #"{"trigger": {"cron": "30 6 * * mon", "timezone": "Europe/Berlin"}, "note": "later"}"#
      let preview = try await apis[0].post("jobs/report/reschedule?preview=true", order)
      #expect(preview.status == .ok && preview.string("time_zone") == "Europe/Berlin")
      #expect(preview.string("next.0") == "2026-03-30T04:30:00Z" && preview.count("next") == 10)
      #expect(try schedulers[0].job("report")?.nextRun == Instant(rfc3339: "2026-03-28T03:00:00Z"))
      let etag = try await apis[0].get("jobs/report").fields[.eTag]
      let asked = try await apis[0].post("jobs/report/reschedule", order, fields: [.ifMatch: etag ?? ""])
      #expect(asked.status == .accepted && asked.string("state") == "ended" && asked.string("outcome") == "done")
      for scheduler in schedulers {
        #expect(try await scheduler.storedJob("report")?.nextRun == Instant(rfc3339: "2026-03-30T04:30:00Z"))
      }
      let trail = try await apis[0].get("audit?action=reschedule")
      #expect(trail.string("entries.0.before.trigger") == "0 3 * * *" && trail.string("entries.0.by") == "ada")
      #expect(trail.string("entries.0.after.trigger") == "30 6 * * mon" && trail.string("entries.0.detail") == "later")
      // What was seen is no longer so.
      let stale = try await apis[0].post("jobs/report/reschedule", order, fields: [.ifMatch: etag ?? ""])
      #expect(stale.status == .preconditionFailed)
    }
  }

  @Test(
    "A trigger that cannot be used is refused with what is wrong, and changes nothing",
    arguments: [
      (#"{}"#, HTTPResponse.Status.badRequest), (#"{"trigger": "0 3 * * *"}"#, .badRequest), ("", .badRequest),
      (#"{"trigger": {}}"#, .unprocessableContent), (#"{"trigger": {"cron": "61 * * * *"}}"#, .unprocessableContent),
      (#"{"trigger": {"cron": "0 3 * * *", "timezone": "Mars/Olympus"}}"#, .unprocessableContent),
      (#"{"trigger": {"cron": "0 0 30 2 *"}}"#, .unprocessableContent),
      (#"{"trigger": {"cron": "0 3 * * *", "every": "1h"}}"#, .unprocessableContent),
      (#"{"trigger": {"cron": "0 3 * * *", "timeout": "5m"}}"#, .unprocessableContent),
      (#"{"trigger": {"after": "report"}}"#, .unprocessableContent),
      (#"{"trigger": {"cron": "<script>"}}"#, .unprocessableContent),
    ])
  func refused(_ body: String, _ status: HTTPResponse.Status) async throws {
    try await withStore { apis, schedulers in
      for path in ["jobs/report/reschedule", "jobs/report/reschedule?preview=true"] {
        let reply = try await apis[0].post(path, body)
        #expect(reply.status == status, "\(body): \(reply.text("detail") ?? "")")
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("<script>"))
      }
      #expect(try schedulers[0].job("report")?.nextRun == Instant(rfc3339: "2026-03-28T03:00:00Z"))
    }
  }

  @Test("A job of the code is not rescheduled: its replicas would set the trigger again")
  func code() async throws {
    let scheduler = Scheduler()
    try await scheduler.add("a", .cron("0 3 * * *")) { _ in }
    let reply = try await ManagementAPI(scheduler).post("jobs/a/reschedule", #"{"trigger": {"every": "1h"}}"#)
    #expect(reply.status == .conflict && reply.text("detail")?.contains("in the code") == true)
    #expect(scheduler.job("a")?.trigger.expression == "0 3 * * *")
    #expect(try await ManagementAPI(scheduler).post("jobs/b/reschedule", #"{"trigger": {}}"#).status == .notFound)
  }
}
