import HTTPTypes
import Scheduling
import SchedulingHTTP
import Testing

@Suite("Liveness, readiness, and requests that are none of these")
struct ProbeRouteTests {
  @Test("A scheduler is ready between the start of run() and its shutdown, and alive throughout")
  func probes() async throws {
    let scheduler = Scheduler()
    func statuses() throws -> [HTTPResponse.Status] {
      try ["ready", "live"].map { try Reply(scheduler, "/v1/health/scheduler/\($0)").status }
    }
    #expect(try statuses() == [.serviceUnavailable, .ok])
    try await whileRunning(scheduler) { _ in
      let now = try statuses()
      #expect(now == [.ok, .ok])
    }
    #expect(try statuses() == [.serviceUnavailable, .ok])
    let reasons = try Reply(scheduler, "/v1/health/scheduler/ready").json["reasons"] as? [String]
    #expect(reasons?.isEmpty == false)
  }

  @Test("HEAD gets the fields of GET and no body")
  func head() throws {
    let get = try Reply(Scheduler(), "/v1/health/scheduler/live")
    let head = try Reply(Scheduler(), "/v1/health/scheduler/live", method: .head)
    #expect(head.body.isEmpty)
    #expect(head.status == get.status)
    #expect(head.fields == get.fields)
    #expect(head.fields[.contentLength] == "\(get.body.count)")
  }

  @Test("Other methods are refused with what is allowed")
  func methods() throws {
    let answer = try Reply(Scheduler(), "/v1/health/scheduler/status", method: .post)
    #expect(answer.status == .methodNotAllowed)
    #expect(answer.fields[.allow] == "GET, HEAD")
  }

  @Test(
    "Other paths are not found",
    arguments: ["/v1/health/scheduler", "/v1/health/schedulers/status", "/", "", "/v1/health/scheduler/status/x", "*"])
  func notFound(_ path: String) throws { #expect(try Reply(Scheduler(), path).status == .notFound) }

  @Test("The prefix is the host's to choose; a slash at the end makes no difference")
  func prefix() throws {
    let routes = SchedulerRoutes(Scheduler(), prefix: "/internal/jobs/")
    for path in ["/internal/jobs/live", "/internal/jobs/live/", "/internal/jobs/live?verbose"] {
      #expect(routes.respond(to: Reply.request(path)).0.status == .ok)
    }
  }
}
