#if Shell
  import CivilTime
  import Logging
  public import Scheduling
  import Subprocess

  #if canImport(System)
    import System
  #else
    import SystemPackage
  #endif

  /// A command as the body of a job.
  ///
  /// ```swift
  /// try await scheduler.add("stats", .cron("30 2 * * *"), Shell("/usr/bin/write-stats --all").body)
  /// ```
  /// The run succeeds when the command ends with status 0. Otherwise it fails with a ``ShellError``, which has the status or
  /// the signal and the end of the output. The output goes to the log of the run, line by line, at the level `info`.
  ///
  /// When the run is cancelled or times out, the command and all that it has started receive `SIGTERM`, and `SIGKILL` after
  /// ``grace``. Processes that have left the command's session, as daemons do, are not reached.
  ///
  /// The command finds its run in `SCHEDULING_JOB`, `SCHEDULING_RUN`, `SCHEDULING_INSTANT`, `SCHEDULING_ATTEMPT` and, where
  /// claims are shared, `SCHEDULING_FENCING_TOKEN`. A dry run starts nothing and logs the command.
  public struct Shell: Sendable {
    private enum Command: Sendable {
      case line(String)
      case words([String])
    }

    private let command: Command
    /// The environment of the command. Defaults to what cron gives it.
    public var environment: ShellEnvironment
    /// The folder that the command starts in, as an absolute path. Defaults to the one of the service.
    public let workingDirectory: String?
    /// What the command reads from standard input; nothing when it is nil.
    public let standardInput: String?
    /// How long the command may go on after `SIGTERM`. Defaults to 5 seconds, less than
    /// `SchedulerConfiguration.stuckAfter`.
    public var grace: Duration = .seconds(5)
    /// How many bytes of output are logged for a run. Defaults to 64 KiB; 0 for none. The command is not stopped by it.
    public var loggedBytes = 65_536
    /// How many of the last bytes of output the message of a failure has. Defaults to 1,000.
    public var messageBytes = 1_000

    /// A command line that `/bin/sh -c` runs, as cron does.
    /// - Throws: ``ShellError`` with the code `invalidCommand`, with everything that is wrong.
    public init(
      _ command: String, environment: ShellEnvironment = .minimal, workingDirectory: String? = nil,
      standardInput: String? = nil
    ) throws(ShellError) {
      try self.init(.line(command), environment, workingDirectory, standardInput)
    }

    /// A program with its arguments, without a shell: no character of them is special. A program without a `/` in its name
    /// is looked up in the `PATH` of the command's environment.
    /// - Throws: ``ShellError`` with the code `invalidCommand`, with everything that is wrong.
    public init(
      arguments: [String], environment: ShellEnvironment = .minimal, workingDirectory: String? = nil,
      standardInput: String? = nil
    ) throws(ShellError) {
      try self.init(.words(arguments), environment, workingDirectory, standardInput)
    }

    private init(
      _ command: Command, _ environment: ShellEnvironment, _ workingDirectory: String?, _ standardInput: String?
    ) throws(ShellError) {
      var faults: [String] = []
      switch command {
      case .line(let line):
        if line.allSatisfy(\.isWhitespace) { faults.append("the command is empty: write what /bin/sh is to run") }
        if line.utf8.contains(0) { faults.append("the command has a NUL: remove it") }
      case .words(let words):
        if words.first?.isEmpty != false { faults.append("there is no program: it is the first of the arguments") }
        if words.contains(where: { $0.utf8.contains(0) }) { faults.append("an argument has a NUL: remove it") }
      }
      if let folder = workingDirectory, !folder.hasPrefix("/") || folder.utf8.contains(0) {
        faults.append("the working directory '\(folder.printable())' is not an absolute path: begin it with /")
      }
      if let fault = environment.fault { faults.append(fault) }
      guard faults.isEmpty else { throw ShellError(.invalidCommand, faults.joined(separator: "; ")) }
      self.command = command
      self.environment = environment
      self.workingDirectory = workingDirectory
      self.standardInput = standardInput
    }

    /// The body of a job that runs the command.
    public var body: @Sendable (RunContext) async throws -> Void {
      { run in try await self.run(run) }
    }

    /// Runs the command once.
    /// - Throws: ``ShellError`` when it cannot be started or does not end with status 0; `CancellationError` when the task is
    ///   cancelled, after the command has ended.
    public func run(_ context: RunContext) async throws {
      var log = Logger.current
      log[metadataKey: "job.id"] = .string(context.job.rawValue)
      log[metadataKey: "job.run_id"] = .string(context.id.description)
      if context.isDryRun {
        log.info("dry run: the command is not run", metadata: ["command": .string(described)])
        return
      }
      try Task.checkCancellation()
      let result = try await output(variables(of: context), log)
      try Task.checkCancellation()
      switch result.status {
      case .exited(0): return
      case .exited(let code):
        throw ShellError(.exited(code), "the command ended with status \(code)", output: result.lastWords)
      case .signaled(let signal):
        throw ShellError(.signalled(signal), "signal \(signal) ended the command", output: result.lastWords)
      }
    }

    private func output(
      _ variables: [String: String], _ log: Logger
    ) async throws -> (status: TerminationStatus, lastWords: String) {
      var options = PlatformOptions()
      // A session of its own, and with it a process group, so that a signal reaches what the command has started.
      options.createSession = true
      options.teardownSequence = [
        .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: max(.zero, grace))
      ]
      var lines = OutputLines(logging: max(0, loggedBytes), tail: max(0, messageBytes))
      do {
        let result = try await Subprocess.run(
          executable, arguments: arguments,
          environment: .custom(
            Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
          workingDirectory: workingDirectory.map { FilePath($0) }, platformOptions: options,
          input: .string(standardInput ?? ""), output: .sequence, error: .combinedWithOutput
        ) { execution in
          let wait = grace
          let group = ProcessGroup(id: execution.processIdentifier.value)
          for try await buffer in execution.standardOutput {
            for line in lines.take(buffer.withUnsafeBytes { Array($0) }) { log.info("\(line)") }
          }
          if let line = lines.finish() { log.info("\(line)") }
          // The command has ended or has closed its output. A part of it that ignores SIGTERM may be left.
          if Task.isCancelled { await group.end(within: wait) }
        }
        if lines.isCut { log.info("the rest of the output is not logged", metadata: ["limit": "\(loggedBytes) bytes"]) }
        return (result.terminationStatus, lines.lastWords)
      } catch let error as SubprocessError {
        try Task.checkCancellation()
        throw ShellError(
          .notStarted, "the command was not run: \(String(describing: error).printable(bytes: 500))",
          output: lines.lastWords)
      }
    }

    private var executable: Executable {
      switch command {
      case .line: .path("/bin/sh")
      case .words(let words):
        words.first.map { $0.contains("/") ? .path(FilePath($0)) : .name($0) } ?? .path("/bin/false")
      }
    }

    private var arguments: Arguments {
      switch command {
      case .line(let line): ["-c", line]
      case .words(let words): Arguments(Array(words.dropFirst()))
      }
    }

    private var described: String {
      switch command {
      case .line(let line): line.printable(bytes: 1_000)
      case .words(let words): words.joined(separator: " ").printable(bytes: 1_000)
      }
    }

    private func variables(of run: RunContext) -> [String: String] {
      var facts = [
        "SCHEDULING_JOB": run.job.rawValue, "SCHEDULING_RUN": run.id.description,
        "SCHEDULING_INSTANT": run.firing.instant.description, "SCHEDULING_ATTEMPT": "\(run.attempt)",
      ]
      if let token = run.fencingToken { facts["SCHEDULING_FENCING_TOKEN"] = "\(token)" }
      return environment.variables(of: facts)
    }
  }
#endif
