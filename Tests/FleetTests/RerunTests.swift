#if Redis
  import FleetLog
  import FleetSupport
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Whoever asks for a run by hand gets that run: after a kill -9 in its midst another process runs it again with its own
  /// arguments and cause, and in the name of whoever asked.
  @Suite("A run that was asked for and killed is run again as the same run", .serialized)
  struct RerunTests {
    @Test(
      "a run by hand with arguments of its own, and a dead letter that was put back",
      arguments: [WorkerOptions.Backend.claims, .store])
    func killed(_ backend: WorkerOptions.Backend) async throws {
      try await withFleet(replicas: 2) {
        $0.backend = backend
        $0.plan = "again"
      } _: { fleet in
        let control = FleetControl(fleet.client, namespace: FleetWorker.namespace, by: "ada")
        let history = try await fleet.judged { fleet in
          let arguments = FleetArguments(job: "order-0", order: "urgent")
          try await isRunAgain(.runNow, arguments, in: fleet) {
            fleet.noteOrder("order-0", 0, .runNow, arguments)
            _ = try await control.runNow("order-0", arguments: try arguments.coded(), patience: .seconds(20))
          }
          let own = FleetArguments(job: "letter-0")
          try await isRunAgain(.requeue, own, in: fleet) {
            let letter = try #require(
              try await eventuallySome { try await control.deadLetters(of: "letter-0", limit: 1).first })
            fleet.noteOrder("letter-0", letter.instant.millisecondsSince1970, .requeue, own)
            _ = try await control.requeue(letter.id)
          }
        }
        expectClean(history)
      }
    }

    /// Asks for a run, kills the process that has begun it, and waits until another one runs it. A run that is skipped, or ends
    /// before its process dies, proves nothing: it is asked for again.
    private func isRunAgain(
      _ cause: FiringCause, _ arguments: FleetArguments, in fleet: Fleet, _ ask: () async throws -> Void
    ) async throws {
      func starts() -> [FleetLine.BodyStep] {
        FleetHistory(fleet.log.lines()).starts.filter {
          $0.origin.cause == cause.rawValue && $0.origin.arguments == arguments.hash
        }
      }
      for _ in 0..<40 {
        let before = starts().count
        try await ask()
        // It is skipped where the job runs by its schedule just then.
        guard await eventually(within: .seconds(5), { starts().count > before }),
          let first = starts().dropFirst(before).first
        else { continue }
        guard let index = (0..<fleet.count).first(where: { fleet.processID($0) == first.pid }) else { continue }
        fleet.end(index, with: SIGKILL)
        fleet.log.append(
          .fault(.init(.kill, pid: first.pid, from: FleetClock.continuous, to: FleetClock.continuous)))
        try fleet.start(index)
        let ended = FleetHistory(fleet.log.lines()).steps.contains {
          $0.kind == .end && $0.origin.run == first.origin.run
        }
        if ended { continue }
        let again = await eventuallySome {
          starts().first { $0.instant == first.instant && $0.attempt > first.attempt }
        }
        #expect(again?.origin.requester == first.origin.requester)
        #expect(again.map { $0.fence > first.fence } == true)
        return
      }
      Issue.record("no process was killed in the midst of the run")
    }
  }

  private func eventuallySome<Value: Sendable>(_ find: () async throws -> Value?) async rethrows -> Value? {
    var found: Value?
    _ = try await eventually {
      found = try await find()
      return found != nil
    }
    return found
  }

  extension Fleet {
    /// Before it is asked for: the judge takes a run that nobody asked for as a violation.
    fileprivate func noteOrder(_ job: String, _ instant: Int64, _ cause: FiringCause, _ arguments: FleetArguments) {
      log.append(
        .order(
          .init(
            job: job, instant: instant, at: FleetClock.continuous,
            origin: .init(cause: cause.rawValue, arguments: arguments.hash, requester: "ada"))))
    }
  }
#endif
