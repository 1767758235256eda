#if Shell
  import CivilTime
  public import Scheduling

  extension JobBodies {
    /// Binds each job of a schedule file whose handler is `shell` to the command in its arguments.
    ///
    /// ```yaml
    /// jobs:
    ///   write-stats:
    ///     cron: "30 2 * * *"
    ///     handler: shell
    ///     arguments: { command: /usr/bin/write-stats --all }
    /// ```
    /// `schedulectl import crontab --shell` writes such a file. The arguments are `command`, for `/bin/sh -c`, or `argv`, a
    /// list of a program and its arguments; and `environment`, `directory` and `standard-input`.
    ///
    /// A run takes its command from the file, never from the arguments of a requested run: anybody who may start a run could
    /// execute any command otherwise. A run that brings arguments of its own fails.
    /// - Parameters:
    ///   - handler: The name under `handler` of the jobs; its code is replaced.
    ///   - schedule: The file. After a reload with other commands, bind again.
    ///   - prepare: Sets what the file has no key for, such as ``Shell/grace``.
    /// - Throws: `ScheduleFileError` with everything that is wrong, each with its job and key.
    public mutating func bindShell(
      handler: String = "shell", of schedule: ScheduleFile,
      prepare: (inout Shell) -> Void = { _ in }
    ) throws {
      var commands: [JobID: (arguments: JobArguments?, shell: Shell)] = [:]
      var faults: [ScheduleFileError] = []
      for job in try schedule.resolved() where job.handler == handler {
        do {
          var shell = try Shell(fileArguments: job.options.arguments)
          prepare(&shell)
          commands[job.id] = (job.options.arguments, shell)
        } catch {
          faults.append(
            schedule.source.locate(
              ScheduleFileError(key: ["jobs", job.id.rawValue, "arguments"], error.description)))
        }
      }
      if let error = ScheduleFileError(faults) { throw error }
      self[handler: handler] = { [commands] run in
        guard let (arguments, shell) = commands[run.job] else {
          throw ShellError(
            .invalidCommand, "job \(run.job) was not in the schedule when its commands were bound: bind them again")
        }
        guard run.arguments == arguments else {
          throw ShellError(
            .invalidCommand, "a command runs with the arguments of its schedule file only: run it without others")
        }
        try await shell.run(run)
      }
    }
  }

  extension Shell {
    private static let keys: Set<String> = ["command", "argv", "environment", "directory", "standard-input"]

    /// A command as the arguments of a schedule file have it.
    init(fileArguments arguments: JobArguments?) throws(ShellError) {
      guard case .object(let values)? = arguments else {
        throw ShellError(.invalidCommand, "must have 'command' or 'argv'")
      }
      var faults = Set(values.keys).subtracting(Self.keys).sorted().map {
        "the key '\($0.printable())' is unknown: there are \(Self.keys.sorted().joined(separator: ", "))"
      }
      func text(_ key: String) -> String? {
        guard let value = values[key] else { return nil }
        if case .string(let text) = value { return text }
        faults.append("'\(key)' must be a text")
        return nil
      }
      let line = text("command")
      let directory = text("directory")
      let input = text("standard-input")
      var words: [String]?
      if let value = values["argv"] {
        if case .array(let list) = value { words = list.compactMap(\.text) }
        if words == nil || words?.count != value.count { faults.append("'argv' must be a list of texts") }
      }
      var variables: [String: String] = [:]
      switch values["environment"] {
      case nil: break
      case .object(let set):
        for (name, value) in set {
          if let text = value.text {
            variables[name] = text
          } else {
            faults.append("'environment' must be a mapping from names to texts")
          }
        }
      default: faults.append("'environment' must be a mapping from names to texts")
      }
      if values["command"] != nil, values["argv"] != nil { faults.append("has both 'command' and 'argv': keep one") }
      if values["command"] == nil, values["argv"] == nil { faults.append("must have 'command' or 'argv'") }
      guard faults.isEmpty else { throw ShellError(.invalidCommand, faults.joined(separator: "; ")) }
      let environment = ShellEnvironment.minimal.setting(variables)
      if let words {
        try self.init(
          arguments: words, environment: environment, workingDirectory: directory, standardInput: input)
      } else {
        try self.init(line ?? "", environment: environment, workingDirectory: directory, standardInput: input)
      }
    }
  }

  extension JobArguments {
    /// How many values a list has.
    fileprivate var count: Int? {
      if case .array(let list) = self { list.count } else { nil }
    }
  }
#endif
