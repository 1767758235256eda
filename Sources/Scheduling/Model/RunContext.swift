import CivilTime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the body of a job knows about its run.
public struct RunContext: Sendable {
  /// The firing: job, nominal instant and cause. The same for every attempt at it, so a good key for idempotency.
  public let firing: Firing
  /// The run. Retries share it; a replica that runs the firing again after a crash has a new one.
  public let id: RunID
  /// 1 for the first attempt.
  public let attempt: Int
  /// Strictly increasing for a job in claim order, across replicas and crashes: pass it to what the run writes to, and
  /// refuse lower ones there. Nil where claims are not shared.
  public let fencingToken: Int64?
  /// The replica.
  public let instance: String
  /// The job's arguments, or those of a run-now.
  public let arguments: JobArguments?
  /// Who asked for the run outside of the schedule: a user, or a replica. The same when another replica runs it again; nil for
  /// a run of the schedule, and where it is not known.
  public let requestedBy: String?
  /// The arguments as text, where they have been written already.
  private let argumentsJSON: Data?
  private let lease: (any LeaseReader)?
  /// Nil for a run that is meant.
  let dryRun: DryRun?
  /// Nil where the job keeps no evidence.
  let recorder: (any ProgressRecorder)?

  init(
    firing: Firing, id: RunID, attempt: Int, fencingToken: Int64?, instance: String, arguments: JobArguments? = nil,
    argumentsJSON: Data? = nil, requestedBy: String? = nil, lease: (any LeaseReader)?, dryRun: DryRun? = nil,
    recorder: (any ProgressRecorder)? = nil
  ) {
    self.firing = firing
    self.id = id
    self.attempt = attempt
    self.fencingToken = fencingToken
    self.instance = instance
    self.arguments = arguments
    self.argumentsJSON = argumentsJSON
    self.requestedBy = requestedBy
    self.lease = lease
    self.dryRun = dryRun
    self.recorder = recorder
  }

  /// The arguments as a handler reads them; nothing at all is read as no names.
  func decodedArguments<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if let argumentsJSON { return try JobArguments.decode(type, from: argumentsJSON) }
    return try (arguments ?? .object([:])).decode(type)
  }

  /// True where somebody asked for a dry run: the body says what it would do, and changes nothing. A body that never asks
  /// does its work, and the record of the run says so.
  public var isDryRun: Bool {
    guard let dryRun else { return false }
    dryRun.noteQuestion()
    return true
  }

  /// The job's id.
  public var job: JobID { firing.job }

  /// The nominal instant. Never later than the time at which the body starts. As Foundation's type: `scheduledAt.date`.
  public var scheduledAt: Instant { firing.instant }

  /// Until when the lease holds unless it is renewed, on the continuous clock; nil where claims are not shared or the
  /// run has ended.
  public var leaseDeadline: MonotonicTime? { lease?.deadline(of: id) }

  /// Call it before an effect that must not happen twice. Where claims are not shared it always passes.
  /// - Throws: ``SchedulerError`` with the code `leaseLost` when the lease has ended or could not be kept: another
  ///   replica may be at work.
  public func checkLease() throws(SchedulerError) {
    guard let lease else { return }
    guard let deadline = lease.deadline(of: id), lease.continuousNow() < deadline else {
      throw SchedulerError(
        .leaseLost, "run \(id) no longer holds its lease; stop writing, another replica may be at work", job: job)
    }
  }

  /// The run that the current task belongs to; nil outside a body.
  @TaskLocal public static var current: RunContext?
}

/// Answers for the leases of runs that are going on.
protocol LeaseReader: Sendable {
  func deadline(of run: RunID) -> MonotonicTime?
  func continuousNow() -> MonotonicTime
}

/// Where a body's reports of its progress go.
protocol ProgressRecorder: Sendable {
  func report(_ fraction: Double, _ note: String)
}
