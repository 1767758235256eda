#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  /// `schedulectl dead-letters`: what exhausted its attempts.
  struct DeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the firings of a fleet that were given up; requeues or discards them.",
      discussion: """
        Without --requeue and --discard it lists them, newest first. Exits with 1 when there is no dead letter with the id.
        """)

    @Argument(help: "Of this job alone.")
    var job: String?
    @Option(help: "How many to list, 1 to 10,000.")
    var limit = 20
    @Option(help: "The run of a dead letter to requeue: a replica that has the job runs it again.")
    var requeue: String?
    @Option(help: "The run of a dead letter to discard.")
    var discard: String?
    @OptionGroup var fleet: FleetOptions

    func validate() throws {
      guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000") }
      guard requeue == nil || discard == nil else { throw ValidationError("--requeue or --discard, not both") }
    }

    func run() async throws {
      try await fleet.with { control in
        if let requeue {
          guard let id = RunID(requeue), let request = try await control.requeue(id) else { throw missing(requeue) }
          return Terminal.writeLine("requeued, request \(request)")
        }
        if let discard {
          guard let id = RunID(discard), try await control.discardDeadLetter(id) else { throw missing(discard) }
          return Terminal.writeLine("discarded")
        }
        let rows = try await control.deadLetters(of: job.map { JobID($0) }, limit: limit).map { letter -> [JSONText] in
          [
            JSONText(letter.at), .string(letter.job.rawValue), JSONText(letter.instant),
            .string(letter.outcome.description), .number(letter.attempts), .string(letter.id.description),
            JSONText(letter.message),
          ]
        }
        fleet.show(
          ["given-up", "job", "instant", "outcome", "attempts", "run", "message"], rows, none: "no dead letters")
      }
    }

    private func missing(_ id: String) -> ExitCode {
      Terminal.writeError(
        "there is no dead letter '\(id)': already requeued or discarded, or never there; ids are those of the list")
      return Exit.nothingFound
    }
  }
#endif
