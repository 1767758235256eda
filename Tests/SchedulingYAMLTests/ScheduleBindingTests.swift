import Scheduling
import SchedulingYAML
import Testing

@Suite("Binding bodies to a schedule file")
struct ScheduleBindingTests {
  let file: ScheduleFile

  init() throws {
    file = try ScheduleFile(
      yaml: "jobs:\n  nightly: { cron: '0 3 * * *', timeout: 5m }\n  often: { every: 15s, paused: true }",
      file: "s.yaml")
  }

  func failure(_ schedule: ScheduleFile, _ ids: [JobID], on scheduler: Scheduler = Scheduler()) async -> String {
    do {
      var bodies = JobBodies()
      for id in ids { bodies[id] = { _ in } }
      try await scheduler.add(schedule, bodies: bodies)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("Every job is added with its trigger and its policies")
  func adds() async throws {
    let scheduler = Scheduler()
    #expect(await failure(file, ["nightly", "often"], on: scheduler) == "no error")
    #expect(scheduler.jobs.map(\.id) == ["nightly", "often"])
    #expect(scheduler.job("nightly")?.options.timeout == .seconds(300))
    #expect(scheduler.job("nightly")?.trigger.expression == "0 3 * * *")
    #expect(scheduler.job("often")?.isPaused == true)
  }

  @Test("A job without a body is an error at its line, with the body that was probably meant")
  func noBody() async {
    #expect(
      await failure(file, ["nightly", "oftn"])
        == "s.yaml:1: jobs.oftn: the code has a body for oftn, which the schedule does not have: add it, or remove the body\n"
        + "s.yaml:3: jobs.often: has no body in the code; did you mean 'oftn'?")
    #expect(await failure(file, ["nightly"]) == "s.yaml:3: jobs.often: has no body in the code")
  }

  @Test("Two bodies for one job are an error")
  func twoBodies() async {
    await #expect(
      throws: ScheduleFileError(
        file: "s.yaml", line: 2, key: ["jobs", "nightly"], "has two bodies in the code: keep one")
    ) {
      try await Scheduler().add(file, bodies: ["nightly": { _ in }, "nightly": { _ in }, "often": { _ in }])
    }
  }

  @Test("A body without a job is an error that names it")
  func noJob() async {
    #expect(
      await failure(file, ["nightly", "often", "zeta", "eta"])
        == "s.yaml:1: jobs.eta: the code has a body for eta, zeta, which the schedule does not have: "
        + "add it, or remove the body")
  }

  @Test("What cannot be added is told with its line, and leaves nothing behind")
  func allOrNothing() async throws {
    let scheduler = Scheduler()
    try await scheduler.add("often", .every(.seconds(1))) { _ in }
    #expect(await failure(file, ["nightly", "often"], on: scheduler).hasPrefix("s.yaml:3: jobs.often: "))
    #expect(scheduler.jobs.map(\.id) == ["often"])

    let never = try ScheduleFile(yaml: "jobs:\n  a:\n    cron: '0 0 30 2 *'", file: "s.yaml")
    #expect(await failure(never, ["a"]).hasPrefix("s.yaml:3: jobs.a.cron: "))
  }
}
