#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  /// `schedulectl requeue`: dead letters run again.
  struct Requeue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Runs a dead letter of a fleet again, or all those of the jobs that a selector names.",
      discussion: """
        The ids are those of 'dead-letters'. A selector counts first, and asks; see --yes and --count.

        EXAMPLE
          schedulectl requeue tag=mail --message 'connection refused' --namespace shop
        """)
    @OptionGroup var letters: LetterOptions

    func validate() throws { try letters.check() }

    func run() async throws {
      try await letters.each("Requeue") { control, id in
        guard let request = try await control.requeue(id) else { return nil }
        return "requeued, request \(request)"
      }
    }
  }

  /// `schedulectl discard`: removes dead letters for good.
  struct Discard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Throws a dead letter of a fleet away, or all those of the jobs that a selector names.",
      discussion: """
        The ids are those of 'dead-letters'; rows of history stay. A selector counts first, and asks; see --yes and --count.
        """)
    @OptionGroup var letters: LetterOptions

    func validate() throws { try letters.check() }

    func run() async throws {
      try await letters.each("Discard") { control, id in try await control.discardDeadLetter(id) ? "discarded" : nil }
    }
  }

  /// Which dead letters a command is about.
  struct LetterOptions: ParsableArguments {
    @Argument(help: "The run of a dead letter, or a selector: job=…, tag=…, owner=…, handler=…, state=….")
    var target: [String]
    @Option(help: "Of a selector: those with this message alone.")
    var message: String?
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var fleet: FleetOptions

    private static let most = 10_000

    func check() throws {
      let selector = try JobSelector(target)
      if selector.job != nil, message != nil { throw ValidationError("--message narrows a selector down") }
    }

    /// Acts on each; `act` answers nil for one that is gone.
    func each(_ verb: String, _ act: (FleetControl, RunID) async throws -> String?) async throws {
      try await fleet.with { control in
        let selector = try JobSelector(target)
        if let text = selector.job {
          guard let id = RunID(text), let done = try await act(control, id) else {
            Terminal.writeError(
              "there is no dead letter '\(text)': already requeued or discarded, or never there; ids are those of "
                + "'dead-letters'")
            throw Exit.nothingFound
          }
          return Terminal.writeLine(done)
        }
        let jobs = Set(try await selection.jobs(selector, control).map(\.id)).union(
          selector.isOfIDsAlone ? selector.named : [])
        let found = try await control.deadLetters(limit: Self.most)
          .filter { jobs.contains($0.job) && (message == nil || $0.message == message) }
        let names = found.map { "\($0.id) of \($0.job)" }
        guard try selection.agree(verb, "dead letter", selector, names) else { return }
        for letter in found.reversed() {
          Terminal.writeLine("\(letter.id) of \(letter.job): \(try await act(control, letter.id) ?? "is gone already")")
        }
      }
    }
  }
#endif
