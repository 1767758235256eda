#if Shell
  import CivilTime

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// The environment of a command.
  public struct ShellEnvironment: Sendable, Hashable {
    private let isInherited: Bool
    /// What is added to the base or replaces it; nil for a variable that is removed.
    private let changes: [String: String?]

    private init(isInherited: Bool, changes: [String: String?]) {
      self.isInherited = isInherited
      self.changes = changes
    }

    /// What cron gives to a command: `PATH=/usr/bin:/bin`, `SHELL=/bin/sh`, and `HOME`, `LOGNAME` and `USER` of the process.
    /// Secrets in the environment of the service do not reach the command.
    public static let minimal = ShellEnvironment(isInherited: false, changes: [:])
    /// The environment of the service, all of it.
    public static let inherited = ShellEnvironment(isInherited: true, changes: [:])

    /// The same with variables set; a variable with the value nil is removed.
    public func setting(_ variables: [String: String?]) -> ShellEnvironment {
      ShellEnvironment(isInherited: isInherited, changes: changes.merging(variables) { $1 })
    }

    /// The first name or value that no process can have.
    var fault: String? {
      for (name, value) in changes {
        if name.isEmpty || name.contains("=") || name.utf8.contains(0) {
          return "'\(name.printable())' is no name of a variable: it has a character at least, and neither = nor NUL"
        }
        if value?.utf8.contains(0) == true { return "the value of '\(name.printable())' has a NUL: remove it" }
      }
      return nil
    }

    /// The variables, with those that describe the run.
    func variables(of run: [String: String]) -> [String: String] {
      var variables = run
      if isInherited {
        variables.merge(Self.ofProcess) { run, _ in run }
      } else {
        variables["PATH"] = "/usr/bin:/bin"
        variables["SHELL"] = "/bin/sh"
        for name in ["HOME", "LOGNAME", "USER"] { variables[name] = Self.value(name) }
      }
      for (name, value) in changes { variables[name] = value }
      return variables
    }

    private static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static var ofProcess: [String: String] {
      var variables: [String: String] = [:]
      var entry = environ
      while let text = entry.pointee {
        let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
        entry += 1
      }
      return variables
    }
  }
#endif
