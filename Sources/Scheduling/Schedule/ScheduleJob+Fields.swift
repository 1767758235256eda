import CivilTime
import Cron

extension ScheduleJob: ScheduleObject {
  static let what = "a job's keys"

  /// Every key of a job.
  static let fields: [ScheduleField<ScheduleJob>] =
    ScheduleTrigger.fields + ScheduleTimeFields.all() + jitterFields + policyFields + noteFields

  private static let jitterFields: [ScheduleField<ScheduleJob>] = [
    .init(
      "jitter", \.jitter, .duration, "a firing starts up to this much later, the same on every replica",
      unlessGiven: "0s")
  ]

  private static let policyFields: [ScheduleField<ScheduleJob>] = [
    .init(
      "misfire-grace", \.misfireGrace, .durationOrNone({ $0.map(MisfireGrace.within) ?? .unlimited }, \.duration),
      "how late a firing may start", unlessGiven: "60s"),
    .init(
      "coalesce", \.coalesce, .coalesce, "what becomes of instants that are due together", unlessGiven: "latest"),
    .init("overlap", \.overlap, .overlap, "what becomes of a firing while the job runs", unlessGiven: "skip"),
    .init(
      "max-instances", \.maxInstances, .integer(1...JobOptions.maximumInstances), "how many runs may go on at once",
      unlessGiven: "1; 16 with `overlap: allow`"),
    .init(
      "timeout", \.timeout,
      .durationOrNone(
        { $0.map(ScheduleTimeout.after) ?? .unlimited },
        { timeout in
          guard case .after(let limit) = timeout else { return nil }
          return limit
        }), "a run that takes longer is cancelled"),
    .init(
      "retry", \.retry, .mapping("{ attempts: 3, initial: 30s }"), "how a firing that failed is tried again",
      unlessGiven: "one attempt"),
    .init(
      "breaker", \.breaker, .mapping("{ failures: 5, cool-down: 10m }"),
      "stops a job that keeps failing for a while"),
    .init(
      "pause-on-failure", \.pauseOnFailure, .truth, "whether the job is paused when a firing has failed for good",
      unlessGiven: "false"),
    .init(
      "lock", \.lock, .text("a text such as suppliers.import.{supplier}"),
      "jobs that name the same one exclude each other; `{name}` stands for an argument", unlessGiven: "the job's own"),
    .init(
      "lease", \.lease, .duration, "how long the lock of a run lives without a renewal, 1 second to 1 day",
      unlessGiven: "the scheduler's"),
    .init(
      "minimum-hold", \.minimumHold, .duration, "the lock is kept at least this long after a run's start",
      unlessGiven: "0s"),
    .init(
      "recovery", \.recovery, .recovery, "what becomes of a firing whose process disappeared",
      unlessGiven: "rerun in a durable store, else record"),
    .init(
      "claims-unreachable", \.claimsUnreachable, .word(), "what becomes of a firing while claims cannot be reached",
      unlessGiven: "hold"),
    .init("priority", \.priority, .priority, "which of the waiting runs goes first", unlessGiven: "medium"),
    .init("executor", \.executor, .text("an executor's name"), "the executor of its runs", unlessGiven: "default"),
    .init("queue", \.queue, .text("a queue's name"), "which replicas serve a durable job", unlessGiven: "default"),
    .init("paused", \.paused, .truth, "whether it is added paused", unlessGiven: "false"),
  ]

  private static let noteFields: [ScheduleField<ScheduleJob>] = [
    .init(
      "handler", \.handler, .text("the name of a body in the code"), "the body's name in the code",
      unlessGiven: "the job's id"),
    .init(
      "pipeline", \.pipeline, .texts("a list of stages such as [pull, sync, email]"),
      "the stages' names in order, which must be those of the pipeline in the code"),
    .init("arguments", \.arguments, .arguments, "the arguments of its runs"),
    .init(
      "owner", \.owner, .mapping("{ responsible: shared-ops, accountable: webshop }"), "who looks after the job"),
    .init(
      "alerts", \.alerts, .mapping("{ on-failure: true, after-failures: 3, overdue-after: 2h }"),
      "when it raises alerts", unlessGiven: "every failure"),
    .init("description", \.description, .text(), "what the job does, in one line"),
    .init("idempotency", \.idempotency, .text(), "why it does no harm when a firing runs again"),
    .init(
      "heartbeat", \.heartbeat, .text("a key or URL of an outside monitor"),
      "the monitor outside of the fleet that receives a ping for each start and end of a run"),
    .init(
      "keep-evidence", \.keepEvidence, .truth, "whether the newest log lines and the progress of its runs are kept",
      unlessGiven: "true"),
    .init("tags", \.tags, .texts("a list of words such as [billing, nightly]"), "words to find it by"),
  ]
}

extension ScheduleJob: Codable {
  /// Reads a job; an unknown key, a key without a value, and a value that is not what it should be are refused.
  /// - Throws: ``ScheduleFileError`` without a file or line.
  package init(from decoder: any Decoder) throws {
    let mapping = try StrictMapping(decoder, of: Self.what)
    let found = mapping.keys.filter(ScheduleTrigger.keys.contains)
    var faults = FaultCollector()
    if found.count > 1 {
      faults.add(mapping.error(found[1], "a job has one trigger, and this one has \(found.joined(separator: " and "))"))
    }
    let read = try faults.collect { try ScheduleJob(reading: decoder) }
    try faults.finish()
    self = read ?? ScheduleJob()
  }

  /// Writes the job as ``init(from:)`` reads it.
  /// - Throws: ``ScheduleFileError`` for a duration that is negative or not whole milliseconds.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: ScheduleKey.self)
    try write(to: &container)
  }
}
