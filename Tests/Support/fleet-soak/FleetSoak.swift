import ArgumentParser
import FleetLog
import FleetSupport

/// Torments a fleet of processes and judges it.
@main
struct FleetSoak: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fleet-soak",
    abstract: "Runs a fleet of real processes on a real redis-server under faults, and judges what it did.",
    discussion: """
      Starts a redis-server and worker processes of its own, each worker behind a proxy. Then one fault follows another,
      drawn by the seed; each ends within 20 seconds. Afterwards the fleet has time to recover, and the log that all
      processes wrote is judged by the invariants I1 to I12. See --list-faults for the faults, and
      Benchmarks/README.md for the invariants and what the promise excepts.

      Prints one line of JSON. The exit code is 1 when an invariant is broken: `violations` has the first of them, and
      with --log the whole log is kept, for fleet-check to judge again. How a seed's faults meet the processes is chance,
      so that a violation need not come again with its seed; with --faults KIND,KIND it comes sooner.
      """,
    subcommands: [Run.self, Worker.self], defaultSubcommand: Run.self)

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Runs a fleet (the default).")

    @Option(help: "How many worker processes.")
    var replicas = 5
    @Option(help: "For how long faults happen.")
    var seconds = 60
    @Option(help: "Comma-separated: all, none, or kinds that --list-faults names.")
    var faults = "all"
    @Flag(help: "Prints the kinds of faults, what each does and which promise it voids, and ends.")
    var listFaults = false
    @Option(help: "claims: every worker has the jobs; store: Redis keeps them, and one worker has added them.")
    var mode = "claims"
    @Option(help: "claims, or one of two that must fail: naive-lock, naive-instant.")
    var backend = "claims"
    @Option(help: "The same seed, the same faults (the processes' own timing is theirs).")
    var seed: UInt64 = 1
    @Option(help: "In milliseconds.")
    var lease: Int64 = 1_500
    @Option(help: "How long a worker waits for a reply, in milliseconds.")
    var commandTimeout: Int64 = 500
    @Option(help: "Where the log is kept; otherwise it goes with the fleet.")
    var log: String?

    func validate() throws {
      guard (1...64).contains(replicas) else { throw ValidationError("--replicas is 1 to 64") }
      guard (1...86_400).contains(seconds) else { throw ValidationError("--seconds is 1 to 86400") }
      guard ["claims", "store"].contains(mode) else { throw ValidationError("--mode is claims or store") }
      guard mode == "claims" || backend == "claims" else {
        throw ValidationError("--mode store has no --backend: naive kinds have no job store")
      }
      guard WorkerOptions.Backend(rawValue: backend) != nil else {
        throw ValidationError("--backend is one of \(WorkerOptions.Backend.allCases.map(\.rawValue))")
      }
      guard lease >= 1_000 else { throw ValidationError("--lease is at least 1000") }
      _ = try kinds()
    }

    private func kinds() throws -> [FaultKind] {
      switch faults {
      case "all": FaultKind.allCases
      case "none": []
      default:
        try faults.split(separator: ",").map {
          guard let kind = FaultKind(rawValue: String($0)) else {
            throw ValidationError("--faults: there is no kind '\($0)'; --list-faults names them")
          }
          return kind
        }
      }
    }

    private func printFaults() {
      for kind in FaultKind.allCases {
        print("\(kind.rawValue): \(kind.summary)")
        if let voids = kind.voids { print("    voids: \(voids)") }
      }
    }

    func run() async throws {
      if listFaults { return printFaults() }
      let fleet = try Fleet(replicas: replicas, program: [ownPath(), "worker"], hasClocks: true, log: log) { options in
        options.lease = lease
        options.commandTimeout = commandTimeout
        options.backend = mode == "store" ? .store : WorkerOptions.Backend(rawValue: backend) ?? .claims
      }
      var soak = Soak()
      soak.seconds = seconds
      soak.faults = try kinds()
      soak.seed = seed
      let report = FleetReport(
        try await soak.run(fleet),
        options: [
          "mode": mode, "backend": backend, "seed": "\(seed)", "replicas": "\(replicas)", "seconds": "\(seconds)",
          "lease": "\(lease)", "commandTimeout": "\(commandTimeout)", "faults": faults,
        ])
      print(report.json)
      if !report.isClean { throw ExitCode.failure }
    }
  }

  struct Worker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One replica, as the fleet starts it.", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough)
    var words: [String]

    func run() async throws {
      guard let options = WorkerOptions(words: words) else { throw ValidationError("these are not a worker's options") }
      try await FleetWorker(options).run()
    }
  }
}
