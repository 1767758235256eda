import CivilTime
import ServiceContextModule

/// A run from the moment it is decided until its end is recorded.
struct Run {
  let id: RunID
  let definition: JobDefinition
  /// The job's slot; nil once the job was removed and its slot given away.
  var slot: Int?
  let instant: Instant
  let cause: FiringCause
  let due: Instant
  let attempt: Int
  var lease: Lease?
  var renewAt = MonotonicTime.never
  var isRenewing = false
  /// Set when the process was found to have been frozen beyond the lease: one renewal decides, until then.
  var suspectUntil: MonotonicTime?
  /// Nil while it waits for a carrier.
  var started: Instant?
  var startedAt = MonotonicTime.never
  var carrier: Carrier?
  /// Why the body was told to stop.
  var stop: Stop?
  var stopAt = MonotonicTime.never
  var isReportedStuck = false
  /// Who asked for the run, for its span.
  var askedFor: ServiceContext?

  enum Stop: Equatable {
    case timeout
    case cancelled(RunOutcome.CancellationReason)

    var outcome: RunOutcome {
      switch self {
      case .timeout: .timedOut
      case .cancelled(let reason): .cancelled(reason)
      }
    }
  }

  var firing: Firing { Firing(job: definition.id, instant: instant, cause: cause) }
}
