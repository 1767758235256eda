import CivilTime
import HTTPTypes
import Scheduling
import SchedulingHTTP
import SchedulingTesting
import Testing

@Suite("What a stranger can learn from the routes, or have repeated by them")
struct DisclosureTests {
  @Test("The status for probes has the verdict and kinds of reasons: no job, run, owner, replica or message")
  func probeDetail() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", configuration: .init(instance: "secret-host/1")) { test in
      var options = JobOptions()
      options.owner = JobOptions.Owner(responsible: "secret-owner")
      options.alerts.overdueAfter = .seconds(90)
      try await test.scheduler.add("secret-job", .every(.seconds(60)), options: options) { _ in throw Broken() }
      await test.advance(by: .seconds(200))
      let path = "/v1/health/scheduler/status"
      let probe = try Reply(SchedulerRoutes(test.scheduler, detail: .probe).respond(to: Reply.request(path)))
      #expect(probe.status == .serviceUnavailable && Set(probe.json.keys) == ["status", "reasons"])
      #expect(probe.list("reasons") as? [String] == ["job-overdue"])
      let text = String(decoding: probe.body, as: UTF8.self)
      #expect(!text.contains("secret") && !text.contains("kitchen"))

      let all = try Reply(SchedulerRoutes(test.scheduler, detail: .operator).respond(to: Reply.request(path)))
      let full = String(decoding: all.body, as: UTF8.self)
      #expect(full.contains("secret-job") && full.contains("secret-owner") && full.contains("secret-host"))
    }
  }

  @Test("What an answer repeats of names and notes moves no cursor and turns no text of a terminal")
  func terminals() async throws {
    let note = "a\u{1B}[2J\u{9B}31m\u{202E}b\u{2028}c\u{E0001}caf\u{e9}\n"
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = JobOptions()
      options.description = note
      options.owner = JobOptions.Owner(responsible: note)
      try await test.scheduler.add("job", .every(.seconds(60)), options: options) { _ in }
      try await test.scheduler.pause("job", note: note)
      let answers = [
        try Reply(test.scheduler, "/v1/health/scheduler/status"),
        try Reply(JobRoutes(test.scheduler).respond(to: Reply.request("/v1/scheduler/jobs/job"))),
      ]
      for answer in answers {
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(text.unicodeScalars.filter { !$0.isPrintable }.isEmpty)
        #expect(text.contains("caf\u{e9}"))
      }
      #expect(answers[1].text("pause_note") == note && answers[1].text("description") == note)
    }
  }

  @Test(
    "Nothing of a request is repeated in an answer, and no answer may be taken for another type",
    arguments: [
      "/v1/scheduler/<script>", "/v1/scheduler/jobs/<script>", "/v1/scheduler/jobs?<script>=1",
      "/v1/scheduler/jobs?limit=<script>", "/v1/scheduler/jobs/<script>/runs",
      "/v1/scheduler/jobs/a/runs?outcome=<script>",
      "/v1/scheduler/explain?job=<script>&at=2026-01-01T00:00:00Z", "/v1/scheduler/explain?job=a&at=<script>",
    ])
  func reflection(_ path: String) throws {
    for path in [path, path.replacing("<script>", with: "%3Cscript%3E")] {
      let routes = JobRoutes(Scheduler())
      for method in [HTTPRequest.Method.get, .post] {
        let answer = try Reply(routes.respond(to: Reply.request(path, method)))
        #expect(answer.status.kind == .clientError)
        #expect(!String(decoding: answer.body, as: UTF8.self).contains("script"))
        #expect(answer.fields[.contentType] == "application/problem+json")
        #expect(answer.fields[.xContentTypeOptions] == "nosniff")
      }
    }
  }

  @Test("A target of a megabyte is refused in a short answer")
  func longTarget() throws {
    let path = "/v1/scheduler/jobs/" + String(repeating: "a", count: 1_000_000)
    let answers = [
      JobRoutes(Scheduler()).respond(to: Reply.request(path)),
      SchedulerRoutes(Scheduler()).respond(to: Reply.request(path)),
    ]
    for answer in answers {
      #expect(answer.0.status == .uriTooLong && answer.1.count < 300)
    }
  }

  @Test("A plus sign in a path is itself, in a query a blank")
  func plus() async throws {
    let scheduler = Scheduler()
    try await scheduler.add("a+b", .every(.seconds(60))) { _ in }
    let routes = JobRoutes(scheduler)
    for path in ["jobs/a+b", "jobs/a%2Bb"] {
      #expect(routes.respond(to: Reply.request("/v1/scheduler/\(path)")).0.status == .ok)
    }
  }
}
