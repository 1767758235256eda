import CivilTime
import ServiceContextModule

/// What somebody asked for with a run beside the schedule, and who waits for the answer.
final class RunOrder: Sendable {
  /// What stays with the run, whichever replica runs it again.
  let firing: FiringOrder?
  /// Who asked, for the run's span.
  let askedFor: ServiceContext?
  /// Set where the run is to change nothing.
  let dryRun: DryRun?
  /// The dead letter that is put back, where the claims keep those.
  let deadLetter: RunID?
  private let continuation: UnsafeContinuation<RunNowAnswer, Never>?

  init(
    _ firing: FiringOrder?, askedFor: ServiceContext? = nil, isDryRun: Bool = false, deadLetter: RunID? = nil,
    continuation: UnsafeContinuation<RunNowAnswer, Never>? = nil
  ) {
    self.firing = firing
    self.deadLetter = deadLetter
    self.askedFor = askedFor
    self.dryRun = isDryRun ? DryRun() : nil
    self.continuation = continuation
  }

  /// Another overlap policy than the job's.
  var overlap: Overlap? { firing?.overlap }
  /// Other arguments than the job's.
  var arguments: JobArguments? { firing?.arguments }

  /// Somebody waits for the answer.
  var isWaitedFor: Bool { continuation != nil }

  /// Tells who waits. At most once for each order.
  func answer(_ answer: RunNowAnswer, _ context: inout Context) {
    if let continuation { context.effects.answers.append((continuation, answer)) }
  }
}

/// A firing that was decided here and waits for a run to end.
struct WaitingFiring {
  var instant: Instant
  var due: Instant
  var cause = FiringCause.scheduled
  /// It waits for every run of its job to end, whatever the overlap policy: one of several that are caught up with.
  var isSerial = false
  var order: RunOrder?
}
