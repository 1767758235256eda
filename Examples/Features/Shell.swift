#if Shell
  import Scheduling
  import SchedulingShell
  import SchedulingTesting

  /// A command as a body: its exit status decides, and the end of its output is the message of a failure. Needs the trait
  /// `Shell` of the package: `.package(url: …, traits: [.defaults, "Shell"])`.
  func shell() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      try await test.scheduler.add("greet", .every(.hours(1)), Shell("echo hello from $SCHEDULING_JOB").body)
      try await test.scheduler.add("check", .every(.hours(1)), Shell(arguments: ["test", "-d", "/"]).body)
      try await test.scheduler.add("broken", .every(.hours(1)), Shell("echo the disk is full >&2; exit 28").body)
      await test.advance(by: .hours(1))
      func last(_ job: JobID) -> RunRecord? { test.rows(of: job).last }
      try expect(last("greet")?.outcome == .succeeded && last("check")?.outcome == .succeeded, "status 0 succeeds")
      try expect(
        last("broken")?.message == "the command ended with status 28: the disk is full",
        "another status fails, with the end of the output")
    }
  }
#endif
