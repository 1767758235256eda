#if Redis
  import FleetLog
  import FleetSupport
  import Foundation
  import RedisServerTestSupport
  import Testing

  /// Where the build puts executables: beside the test bundle.
  private let worker: String = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    return (bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL)
      .appendingPathComponent("FleetWorker").path
  }()

  /// A small fleet, decided on by a test. It is stopped at the end, whatever happens.
  func withFleet(
    replicas: Int = 3, redisOptions: [String] = [], hasClocks: Bool = false,
    _ change: (inout WorkerOptions) -> Void = { _ in },
    _ body: (Fleet) async throws -> Void
  ) async throws {
    let fleet = try Fleet(replicas: replicas, program: [worker], redisOptions: redisOptions, hasClocks: hasClocks) {
      options in
      options.plan = "small"
      // Long enough for a busy machine, short enough for a test.
      options.lease = 1_200
      options.grace = 20_000
      change(&options)
    }
    defer { fleet.stop() }
    try await body(fleet)
  }

  extension Fleet {
    /// Starts all, does harm, waits until the fleet has recovered, ends it and judges.
    func judged(after harm: (Fleet) async throws -> Void) async throws -> FleetHistory {
      try startAll()
      try #require(await waitUntilAllDecide(), "see \(output)")
      mark(.begin)
      try await harm(self)
      mark(.heal)
      return try await finish()
    }

    /// Every job starts again, the rest is decided, all replicas end, and Redis is looked into.
    func finish() async throws -> FleetHistory {
      let healed = FleetClock.continuous
      let jobs = FleetPlan.named(options.plan)
      let recovered = await eventually(within: .seconds(20)) {
        let starts = FleetHistory(log.lines()).starts.filter { $0.at > healed }
        return jobs.allSatisfy { job in starts.contains { $0.job == job.name } }
      }
      #expect(recovered, "a job does not start again; \(output)")
      mark(.end)
      let end = wall / 1_000
      // What was due before the end is decided when a later instant is.
      let decided = await eventually(within: .seconds(20)) {
        let history = FleetHistory(log.lines())
        return jobs.allSatisfy { job in
          history.starts.contains { $0.job == job.name && $0.instant > end }
            || history.outcomes.contains { $0.job == job.name && $0.to > end }
        }
      }
      #expect(decided, "what is due is not decided; \(output)")
      for index in 0..<count { stopGently(index) }
      try await noteRemains()
      return FleetHistory(log.lines())
    }

    private func stopGently(_ index: Int) { self.end(index, with: SIGTERM) }

    /// What the workers' own logs say.
    var output: String { (try? String(contentsOfFile: options.log + ".out", encoding: .utf8)) ?? "" }
  }

  /// The invariants hold; what the promise excepts does not count.
  func expectClean(_ history: FleetHistory, sourceLocation: SourceLocation = #_sourceLocation) {
    let checker = FleetChecker(history)
    #expect(checker.violations.map(\.description) == [], sourceLocation: sourceLocation)
  }
#endif
