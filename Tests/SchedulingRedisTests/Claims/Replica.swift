#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis

  /// One replica of a test's fleet: claims with a client of their own, and questions with sensible defaults.
  final class Replica: Sendable {
    let name: String
    let client: RedisClient
    let claims: RedisClaims
    let events = Heard()
    private let counter = Lock(UInt64(0))
    private let origin = UInt64.random(in: .min ... .max)

    init(
      _ name: String, _ url: String, namespace: String = "test",
      afterDataLoss: RedisClaims.AfterDataLoss = .resumeImmediately, commandTimeout: Duration = .seconds(10)
    ) throws {
      var configuration = try RedisConfiguration(url: url)
      configuration.commandTimeout = commandTimeout
      self.name = name
      client = try RedisClient(configuration: configuration)
      claims = RedisClaims(client, namespace: namespace, afterDataLoss: afterDataLoss)
      claims.start(instance: name) { [events] event in events.append(event) }
    }

    func token() -> RunID {
      RunID(
        origin: origin,
        sequence: counter.withLock { counter in
          counter += 1
          return counter
        })
    }

    /// The server's clock, cut to a whole millisecond.
    func serverNow() async throws -> Instant {
      let words = try await client.command("TIME").array ?? []
      let seconds = words.first?.integer ?? 0
      let microseconds = words.last?.integer ?? 0
      return Instant(millisecondsSince1970: seconds * 1000 + microseconds / 1000)
    }

    func request(
      _ intent: ClaimRequest.Intent, job: JobID = "job", expecting cursor: Instant = .min, token: RunID? = nil,
      cause: FiringCause = .scheduled, passedOver: [PassedOver] = [], lock: String? = nil, slots: Int = 1,
      lease: Duration = .seconds(30), whenBusy: ClaimRequest.WhenBusy = .skip, attempt: Int = 1, reruns: Bool = false,
      isLast: Bool = false
    ) -> ClaimRequest {
      ClaimRequest(
        job: job, cause: cause, token: token ?? self.token(), intent: intent, expectedCursor: cursor,
        next: isLast ? nil : .max, passedOver: passedOver, lockKey: lock ?? job.rawValue, slots: slots,
        leaseDuration: lease, whenBusy: whenBusy, attempt: attempt, rerunsAfterCrash: reruns)
    }

    func decide(_ request: ClaimRequest) async throws -> ClaimVerdict { try await claims.decide([request])[0] }

    /// A claim that has to be won.
    func win(_ request: ClaimRequest) async throws -> Lease {
      let verdict = try await decide(request)
      guard case .won(let lease) = verdict else { throw Unexpected(verdict: verdict) }
      return lease
    }

    func finish(
      _ lease: Lease, _ outcome: RunOutcome = .succeeded, message: String? = nil, minimumHold: Duration = .zero,
      isGivenUp: Bool = false, evidence: RunEvidence? = nil
    ) async throws {
      let now = try await serverNow()
      let record = RunRecord(
        runID: lease.token, job: lease.firing.job, instant: lease.firing.instant, cause: lease.firing.cause,
        outcome: outcome, started: now, ended: now, attempt: lease.attempt, message: message, instance: name,
        fencingToken: lease.fencingToken, evidence: evidence)
      let letter = DeadLetter(
        id: lease.token, job: lease.firing.job, instant: lease.firing.instant, attempts: lease.attempt,
        outcome: outcome, at: now)
      try await claims.finish([
        FinishReport(
          lease: lease, record: record, minimumHold: minimumHold, deadLetter: isGivenUp ? letter : nil)
      ])
    }

    func outcomes(of job: JobID = "job") async throws -> [RunOutcome] {
      try await claims.history(limit: 1000).filter { $0.job == job }.map(\.outcome)
    }

    struct Unexpected: Error { var verdict: ClaimVerdict }
  }

  /// What the bodies of a test write down.
  final class Collected<Element: Sendable>: Sendable {
    private let list = Lock([Element]())
    func append(_ element: Element) { list.withLock { $0.append(element) } }
    var all: [Element] { list.withLock { $0 } }
  }

  /// The events that a replica's claims told of.
  final class Heard: Sendable {
    private let events = Lock<[ClaimsEvent]>([])

    func append(_ event: ClaimsEvent) { events.withLock { $0.append(event) } }

    func withLock<R: Sendable>(_ body: ([ClaimsEvent]) -> R) -> R { body(events.withLock { $0 }) }
  }
#endif
