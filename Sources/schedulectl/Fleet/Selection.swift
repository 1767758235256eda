#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  /// The options of commands that act on what a selector names.
  struct SelectionOptions: ParsableArguments {
    @Flag(help: "Of a selector: act without being asked. Needed where no terminal is.")
    var yes = false
    @Flag(help: "Of a selector: write what it names, and do nothing.")
    var count = false
    @Option(
      help: ArgumentHelp(
        "A schedule file that says which tags, owners and handlers the jobs of the code have.", valueName: "path"))
    var file: String?

    /// The jobs that a selector names.
    /// - Throws: exit code 1 when there is none.
    func jobs(_ selector: JobSelector, _ control: FleetControl) async throws -> [FleetJob] {
      let (jobs, unknown) = selector.jobs(
        in: try await FleetOfJobs(control, file: file, withFacts: selector.needsFacts))
      if unknown > 0 {
        Terminal.writeError(
          "\(unknown) \(unknown == 1 ? "job is" : "jobs are") not looked at: their tags, owners and handlers are in their code "
            + "alone" + (file == nil ? "; name their schedule file with --file" : ""))
      }
      return jobs
    }

    /// Counts, and asks where a terminal is.
    /// - Returns: whether to go on; false after `--count`.
    /// - Throws: exit code 1 where there is nothing, 4 where nobody agreed.
    func agree(_ verb: String, _ noun: String, _ selector: JobSelector, _ names: [String]) throws -> Bool {
      guard !names.isEmpty else {
        Terminal.writeError("'\(selector.text)' names no \(noun)")
        throw Exit.nothingFound
      }
      let words = "\(names.count) \(noun)\(names.count == 1 ? "" : "s")"
      if count {
        Terminal.writeLine(words)
        for name in names { Terminal.writeLine("  \(name)") }
        return false
      }
      if yes { return true }
      let shown = names.prefix(Self.mostShown).joined(separator: ", ")
      let rest = names.count > Self.mostShown ? ", and \(names.count - Self.mostShown) more" : ""
      Terminal.writeError("\(words): \(shown)\(rest)")
      guard Terminal.isInteractive else {
        Terminal.writeError("nothing was done: there is no terminal to ask at; add --yes")
        throw Exit.notAgreed
      }
      guard Terminal.ask("\(verb) \(words)?") else {
        Terminal.writeError("nothing was done")
        throw Exit.notAgreed
      }
      return true
    }

    private static let mostShown = 20
  }
#endif
