#if Redis
  import Scheduling

  /// What is wrong with the server's configuration, by the place where it is found, so that what is mended is told too.
  struct Findings {
    enum Place: Hashable {
      /// The server itself, as it was when it was last looked at.
      case server
      /// Other namespaces of the server.
      case namespaces
      /// The connection that listens.
      case wake
      /// What other programs say on the channel.
      case messages
      /// The order of what is due.
      case order
      /// Runs and requests of the fleet.
      case rows
      /// Pause switches.
      case switches
    }

    private var warnings: [Place: [String]] = [:]
    private var notes: [Place: [String]] = [:]

    var isEmpty: Bool { warnings.values.allSatisfy(\.isEmpty) && notes.values.allSatisfy(\.isEmpty) }

    /// A new look at one place; what is to be told of it.
    mutating func change(_ place: Place, warnings: [String], notes: [String]) -> [ClaimsEvent] {
      let before = (warnings: self.warnings[place] ?? [], notes: self.notes[place] ?? [])
      self.warnings[place] = warnings
      self.notes[place] = notes
      let mended = (before.warnings + before.notes).filter { !warnings.contains($0) && !notes.contains($0) }
      return mended.map { .mended($0) } + warnings.filter { !before.warnings.contains($0) }.map { .warning($0) }
        + notes.filter { !before.notes.contains($0) }.map { .note($0) }
    }
  }
#endif
