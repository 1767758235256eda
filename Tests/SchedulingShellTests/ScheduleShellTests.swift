#if Shell
  import Scheduling
  import SchedulingShell
  import SchedulingYAML
  import Testing

  @Suite("Commands in a schedule file", .timeLimit(.minutes(2)))
  struct ScheduleShellTests {
    @Test("Each job with the handler shell runs the command of its arguments")
    func runs() async throws {
      let log = LogLines()
      let scheduler = Scheduler(logger: log.logger)
      let file = try ScheduleFile(
        yaml: """
          jobs:
            command:
              every: 1d
              handler: shell
              arguments: { command: "echo $NAME; cat", environment: { NAME: x }, standard-input: "in\\n", directory: / }
            other:
              every: 1d
              handler: shell
              arguments: { argv: [echo, a b] }
          """)
      var bodies = JobBodies()
      try bodies.bindShell(of: file) { $0.grace = .seconds(1) }
      try await scheduler.add(file, bodies: bodies)
      try await whileRunning(scheduler) {
        #expect(try await ended(try await scheduler.runNow("command"), in: scheduler).outcome == .succeeded)

        // Whoever may start a run may not bring a command.
        let run = try await scheduler.runNow("command", arguments: ["command": "echo injected"])
        #expect(
          try await ended(run, in: scheduler).message
            == "a command runs with the arguments of its schedule file only: run it without others")
      }
      let lines = log.lines.map(\.text)
      #expect(lines.contains("x") && lines.contains("in") && !lines.contains("injected"))
    }

    @Test("All faults are reported at once, with line and key")
    func faults() throws {
      let file = try ScheduleFile(
        yaml: """
          jobs:
            a: { every: 1d, handler: shell }
            b: { every: 1d, handler: shell, arguments: { comand: x } }
            c: { every: 1d, handler: shell, arguments: { command: x, argv: [1], directory: tmp } }
            d: { every: 1d, handler: shell, arguments: { command: x, environment: [1] } }
          """, file: "s.yaml")
      var bodies = JobBodies()
      let error = #expect(throws: ScheduleFileError.self) { try bodies.bindShell(of: file) }
      let text = (error?.faults ?? []).map(\.description).joined(separator: "\n")
      #expect(
        text == """
          s.yaml:2: jobs.a.arguments: must have 'command' or 'argv'
          s.yaml:3: jobs.b.arguments: the key 'comand' is unknown: there are argv, command, directory, environment, \
          standard-input; must have 'command' or 'argv'
          s.yaml:4: jobs.c.arguments: has both 'command' and 'argv': keep one
          s.yaml:5: jobs.d.arguments: 'environment' must be a mapping from names to texts
          """, "\(text)")
    }
  }
#endif
