#if Redis
  package import CivilTime
  package import Scheduling
  package import SchedulingRedis

  /// Claims as they are often made, kept to show that the fleet's checker finds what is wrong with them. Not for use.
  package final class NaiveClaims: ClaimService {
    /// Two well-known ways.
    package enum Way: Sendable {
      /// A lock by the job's name for as long as the run takes: who asks after the run starts the instant again.
      case lockPerName
      /// A key by the instant that runs out by itself: who asks after that starts the instant again.
      case keyPerInstant
    }

    package let kind = "naive"
    private let redis: RedisClient
    private let way: Way
    private let prefix: String

    package init(_ redis: RedisClient, namespace: String, _ way: Way) {
      self.redis = redis
      self.way = way
      self.prefix = "{\(namespace)}:naive:"
    }

    package func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {}

    package func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob] {
      jobs.map { RegisteredJob(job: $0.job, cursor: nil, since: SystemClock().now()) }
    }

    package func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
      var verdicts: [ClaimVerdict] = []
      for request in requests { verdicts.append(try await decide(request)) }
      return verdicts
    }

    private func decide(_ request: ClaimRequest) async throws(ClaimsUnavailable) -> ClaimVerdict {
      guard case .start(let instant) = request.intent else { return .recorded }
      let early = instant - SystemClock().now()
      if early > .zero { return .early(by: early) }
      let sent = MonotonicTime.now()
      let reply = try await command([
        "SET", key(request.lockKey, instant), "\(request.token)", "NX", "PX",
        "\(max(1, request.leaseDuration.nanoseconds / 1_000_000))",
      ])
      guard reply == .string("OK") else { return .lost(cursor: instant) }
      let fence = try await command(["INCR", prefix + "fence:" + request.lockKey]).integer ?? 0
      return .won(
        Lease(
          token: request.token, firing: Firing(job: request.job, instant: instant, cause: request.cause),
          lockKey: request.lockKey, slot: 0, fencingToken: fence, attempt: request.attempt,
          duration: request.leaseDuration, deadline: sent + request.leaseDuration * 9 / 10))
    }

    package func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] {
      var verdicts: [RenewalVerdict] = []
      for lease in leases {
        let sent = MonotonicTime.now()
        let key = key(lease.lockKey, lease.firing.instant)
        guard try await command(["GET", key]) == .string("\(lease.token)") else {
          verdicts.append(.lost)
          continue
        }
        _ = try await command(["PEXPIRE", key, "\(max(1, lease.duration.nanoseconds / 1_000_000))"])
        verdicts.append(.renewed(deadline: sent + lease.duration * 9 / 10))
      }
      return verdicts
    }

    package func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable) {
      guard way == .lockPerName else { return }
      for report in reports {
        let key = key(report.lease.lockKey, report.lease.firing.instant)
        if try await command(["GET", key]) == .string("\(report.lease.token)") { _ = try await command(["DEL", key]) }
      }
    }

    package func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool] {
      requests.map { _ in false }
    }

    package func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply {
      HeartbeatReply()
    }

    package func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) {}

    package func fleetTime(at time: MonotonicTime) -> Instant? { SystemClock().now() }

    private func key(_ lock: String, _ instant: Instant) -> String {
      switch way {
      case .lockPerName: prefix + "lock:" + lock
      case .keyPerInstant: "\(prefix)instant:\(lock):\(instant.millisecondsSince1970)"
      }
    }

    private func command(_ words: [String]) async throws(ClaimsUnavailable) -> RedisValue {
      do { return try await redis.command(words) } catch { throw ClaimsUnavailable(error.description) }
    }
  }
#endif
