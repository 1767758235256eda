#if Shell
  import Logging
  import Scheduling
  import SchedulingShell
  import SchedulingTesting
  import Testing

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  @Suite("A command as the body of a job", .timeLimit(.minutes(2)))
  struct ShellTests {
    @Test("Status 0 succeeds, and each line of both outputs is logged with the ids of job and run")
    func succeeds() async throws {
      let shell = try Shell("echo one; echo two >&2; printf three")
      let (record, log) = try await runOnce(shell)
      #expect(record.outcome == .succeeded)
      #expect(log.lines.map(\.text).filter { ["one", "two", "three"].contains($0) } == ["one", "two", "three"])
      let line = try #require(log.lines.first { $0.text == "one" })
      #expect(line.metadata["job.id"] == "command")
      #expect(line.metadata["job.run_id"] == record.runID.map { .string($0.description) })
    }

    @Test("Another status fails the run with the status and the end of the output")
    func fails() async throws {
      let (record, _) = try await runOnce(Shell("echo first; echo disk is full >&2; exit 3"))
      #expect(record.outcome == .failed)
      #expect(record.message == "the command ended with status 3: first | disk is full")
    }

    @Test("A signal that ends the command is named")
    func signal() async throws {
      let (record, _) = try await runOnce(Shell("kill -9 $$"))
      #expect(record.message == "signal 9 ended the command")
    }

    @Test("Arguments reach a program as they are, without a shell")
    func arguments() async throws {
      let (_, log) = try await runOnce(Shell(arguments: ["printf", "%s|", "a b", "$HOME", "*"]))
      #expect(log.lines.contains { $0.text == "a b|$HOME|*|" })
    }

    @Test("A program that is not there fails the run before it starts")
    func missing() async throws {
      let (record, _) = try await runOnce(Shell(arguments: ["/no/such/program"]))
      #expect(record.outcome == .failed)
      #expect(record.message?.hasPrefix("the command was not run: ") == true, "\(record.message ?? "")")
    }

    @Test("The environment is cron's: secrets of the service do not reach the command, the run's facts do")
    func environment() async throws {
      setenv("SHELL_TEST_SECRET", "do-not-pass-on", 1)
      let environment = ShellEnvironment.minimal.setting(["GREETING": "hello", "SHELL": nil])
      let (record, log) = try await runOnce(Shell("env", environment: environment, workingDirectory: "/"))
      let lines = log.lines.map(\.text)
      #expect(lines.contains("PATH=/usr/bin:/bin"))
      #expect(lines.contains("GREETING=hello"))
      #expect(lines.contains("PWD=/"))
      #expect(lines.contains("SCHEDULING_JOB=command"))
      #expect(lines.contains("SCHEDULING_INSTANT=\(record.instant)"))
      #expect(!lines.contains { $0.hasPrefix("SHELL_TEST_SECRET") || $0.hasPrefix("SHELL=") })

      let (_, inherited) = try await runOnce(Shell("env", environment: .inherited))
      #expect(inherited.lines.contains { $0.text == "SHELL_TEST_SECRET=do-not-pass-on" })
    }

    @Test("Standard input is what was given, and otherwise empty")
    func input() async throws {
      let (_, log) = try await runOnce(Shell("cat", standardInput: "from outside\n"))
      #expect(log.lines.contains { $0.text == "from outside" })
      let (record, _) = try await runOnce(Shell("cat"))
      #expect(record.outcome == .succeeded)
    }

    @Test("Much output is logged up to its bound, and the message has its end; control characters are not passed on")
    func bounded() async throws {
      var shell = try Shell("yes 0123456789 | head -n 100000; printf '\\033[31mred'; exit 1")
      shell.loggedBytes = 110
      shell.messageBytes = 40
      let (record, log) = try await runOnce(shell)
      #expect(log.lines.count { $0.text == "0123456789" } == 10)
      #expect(log.lines.contains { $0.text == "the rest of the output is not logged" })
      let message = try #require(record.message)
      #expect(message.utf8.count < 100 && message.hasSuffix("\u{FFFD}[31mred"), "\(message)")
    }

    @Test("A timeout ends the command and all that it started, with SIGTERM first")
    func timeout() async throws {
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      // The shell and a child of it, which ignores SIGTERM.
      var shell = try Shell(
        """
        trap 'echo asked > \(folder.path)/asked; exit 0' TERM
        (trap '' TERM; echo $$ > \(folder.path)/ready; while :; do sleep 0.05; echo x >> \(folder.path)/child; done) &
        while :; do sleep 0.05; done
        """)
      shell.grace = .milliseconds(300)
      let (record, _) = try await runOnce(shell, timeout: .seconds(1))
      #expect(record.outcome == .timedOut)
      #expect(folder.size("ready") ?? 0 > 0)
      #expect(folder.size("asked") ?? 0 > 0)
      // The child is gone: its file stays as it is.
      let size = folder.size("child")
      try await Task.sleep(for: .milliseconds(300))
      #expect(folder.size("child") == size)
    }

    @Test("A process that the command leaves in the background does not hold the run up")
    func background() async throws {
      let (record, _) = try await runOnce(Shell("sleep 30 & echo started"))
      #expect(record.outcome == .succeeded)
      #expect(record.duration ?? .zero < .seconds(20))
    }

    @Test("Everything that is wrong with a command is said at once, before it is added")
    func invalid() {
      #expect(throws: ShellError.self) { try Shell("  ") }
      let error = #expect(throws: ShellError.self) {
        try Shell(arguments: [], environment: .minimal.setting(["A=B": "1"]), workingDirectory: "tmp")
      }
      #expect(error?.kind == .invalidInput)
      #expect(
        error?.description
          == "there is no program: it is the first of the arguments; the working directory 'tmp' is not "
          + "an absolute path: begin it with /; 'A=B' is no name of a variable: it has a character at least, and neither = "
          + "nor NUL")
    }

    @Test("A dry run starts nothing")
    func dryRun() async throws {
      let folder = try TemporaryFolder()
      defer { folder.remove() }
      let scheduler = Scheduler()
      let shell = try Shell("touch \(folder.path)/made")
      try await scheduler.add("command", .every(.hours(24)), shell.body)
      try await whileRunning(scheduler) {
        let run = try await scheduler.runNow("command", dryRun: true)
        let record = try await ended(run, in: scheduler)
        #expect(record.outcome == .succeeded)
      }
      #expect(folder.size("made") == nil)
    }
  }
#endif
