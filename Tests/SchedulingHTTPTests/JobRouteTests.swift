import CivilTime
import HTTPTypes
import Scheduling
import SchedulingHTTP
import SchedulingTesting
import Testing

@Suite struct JobRouteTests {
  struct Broken: Error {}

  private func withRoutes(_ body: @Sendable (JobRoutes) async throws -> Void) async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("a/b c", .every(.seconds(60))) { run in
        if run.firing.cause == .runNow { throw Broken() }
      }
      await test.advance(by: .seconds(180))
      try await test.scheduler.runNow("a/b c")
      await test.settle()
      try await body(JobRoutes(test.scheduler))
    }
  }

  private func get(_ routes: JobRoutes, _ path: String) throws -> Reply {
    try Reply(routes.respond(to: Reply.request(path)))
  }

  @Test func runsAreToldByOutcomeAndTime() async throws {
    try await withRoutes { routes in
      let all = try get(routes, "/v1/scheduler/jobs/a%2Fb%20c/runs")
      #expect(all.status == .ok && all.list("runs").count == 4)
      let failed = try get(routes, "/v1/scheduler/jobs/a%2Fb%20c/runs?outcome=failed&outcome=timedOut&cause=run-now")
      #expect(failed.list("runs").count == 1)
      let early = try get(routes, "/v1/scheduler/jobs/a%2Fb%20c/runs?to=2026-01-01T00:02:00Z&limit=1")
      #expect(early.list("runs").count == 1)
      #expect(try get(routes, "/v1/scheduler/jobs/a%2Fb%20c/runs?outcome=broken").status == .badRequest)
      #expect(try get(routes, "/v1/scheduler/jobs/other/runs").status == .notFound)
    }
  }

  @Test func anInstantIsExplained() async throws {
    try await withRoutes { routes in
      let answer = try get(routes, "/v1/scheduler/explain?job=a%2Fb+c&at=2026-01-01T00:01:00Z")
      #expect(answer.status == .ok && answer.text("verdict") == "ran" && answer.text("outcome") == "succeeded")
      #expect(try get(routes, "/v1/scheduler/explain?job=a%2Fb+c").status == .badRequest)
      #expect(try get(routes, "/v1/scheduler/explain?job=a%2Fb+c&at=today").status == .badRequest)
      #expect(try get(routes, "/v1/scheduler/explain?job=x&at=2026-01-01T00:01:00Z").status == .notFound)
    }
  }

  @Test func jobsAndTheirStatisticsAreTold() async throws {
    try await withRoutes { routes in
      let jobs = try get(routes, "/v1/scheduler/jobs")
      #expect(jobs.list("jobs").count == 1)
      #expect(try get(routes, "/v1/scheduler/jobs/a%2Fb%20c").text("id") == "a/b c")
      #expect(try get(routes, "/v1/scheduler/jobs/a%2Fb%20c/statistics").status == .ok)
      #expect(try get(routes, "/v1/scheduler/jobs/a%2Fb%20c?x=1").status == .badRequest)
      #expect(try get(routes, "/v1/scheduler/elsewhere").status == .notFound)
      #expect(routes.respond(to: Reply.request("/v1/scheduler/jobs", .post)).0.status == .methodNotAllowed)
    }
  }
}
