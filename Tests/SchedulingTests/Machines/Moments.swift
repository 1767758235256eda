import CivilTime

@testable import Scheduling

/// Moments of traces, in seconds.
func moment(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(seconds * 1e9)) }

func time(_ seconds: Double) -> Now {
  Now(wall: Instant("2026-01-01T00:00:00Z") + .nanoseconds(Int64(seconds * 1e9)), monotonic: moment(1_000 + seconds))
}

func id(_ sequence: UInt64) -> RunID { RunID(origin: 7, sequence: sequence) }

func lease(_ token: RunID, job: JobID = "a", at now: Now, cause: FiringCause = .scheduled) -> Lease {
  Lease(
    token: token, firing: Firing(job: job, instant: now.wall, cause: cause), lockKey: job.rawValue, slot: 0,
    fencingToken: 9, duration: .seconds(30), deadline: now.monotonic + .seconds(27))
}

func definition(_ id: JobID = "a", _ options: JobOptions = JobOptions()) throws -> JobDefinition {
  JobDefinition(id: id, trigger: try IntervalTrigger(.seconds(10)), options: options) { _ in }
}

func question(_ token: RunID, starts now: Now, graceEnds: MonotonicTime = .never) -> JobClaims.Question {
  JobClaims.Question(
    request: ClaimRequest(
      job: "a", token: token, intent: .start(now.wall), expectedCursor: .min, lockKey: "a",
      leaseDuration: .seconds(30)),
    cursor: .min, due: now.wall, graceEnds: graceEnds)
}
