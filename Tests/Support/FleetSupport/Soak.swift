#if Redis
  package import FleetLog

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// A fleet at work under a nemesis, then a time to heal, then the judgement.
  package struct Soak: Sendable {
    package var seconds = 60
    package var faults = FaultKind.allCases
    package var seed: UInt64 = 1

    package init() {}

    /// Runs it to the end and returns what the log says. The fleet must not have been started.
    package func run(_ fleet: Fleet) async throws -> FleetHistory {
      defer { fleet.stop() }
      try fleet.startAll()
      guard await fleet.waitUntilAllDecide() else { throw NotReady() }
      fleet.mark(.begin)
      var nemesis = Nemesis(fleet, kinds: faults, seed: seed)
      try await nemesis.torment(for: .seconds(seconds))
      fleet.mark(.heal)
      // Long enough for leases to end, runs to be swept, and what waited to be decided within its grace.
      try await Task.sleep(for: .milliseconds(3 * fleet.options.lease + fleet.options.grace))
      fleet.mark(.end)
      try await Task.sleep(for: .milliseconds(fleet.options.lease + 500))
      for index in 0..<fleet.count { fleet.signal(index, SIGTERM) }
      for index in 0..<fleet.count { fleet.end(index, with: SIGTERM) }
      try await fleet.noteRemains()
      return FleetHistory(fleet.log.lines())
    }

    package struct NotReady: Error, CustomStringConvertible {
      package var description: String {
        "not every job was decided within 30 seconds: see the workers' output beside the log"
      }
    }
  }
#endif
