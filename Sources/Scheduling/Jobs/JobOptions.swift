/// The policies of a job. Every value has a default that suits most jobs.
public struct JobOptions: Sendable, Hashable {
  /// How late a firing may start. 60 seconds unless given.
  public var misfireGrace: MisfireGrace = .seconds(60)
  /// What becomes of instants that are due together. One run, of the newest, unless given.
  public var coalesce: Coalesce = .latest
  /// What becomes of a firing that is due while the job is still running. Skipped unless given.
  public var overlap: Overlap = .skip
  /// How many runs may go on at once, 1 to 16: in the fleet where claims are shared, else in the process. Without a
  /// value 1 with ``Overlap/skip`` and 16 with ``Overlap/allow``.
  public var maxInstances: Int?
  /// How long a run may take: then its task is cancelled and its outcome is `timedOut`. No limit unless given.
  public var timeout: Duration?
  /// Firings start at a moment up to this much after their nominal instant; the moment is a function of the job's id and
  /// the instant, the same on every replica. Never past the next instant. Zero unless given.
  public var jitter: Duration = .zero
  /// How long the lock of a run lives without a renewal, where claims are shared: a crashed run is noticed after it.
  /// 1 second to 1 day; the scheduler's `lease` unless given.
  public var lease: Duration?
  /// Where claims are shared, the lock is kept at least this long after a run's start, so that a fast run on a replica
  /// whose clock is ahead excludes others. Zero unless given.
  public var minimumHold: Duration = .zero
  /// Who looks after the job.
  public var owner: Owner?
  /// What the job does, in one line.
  public var description: String?
  /// Words to find it by.
  public var tags: [String] = []
  /// Why it does no harm when a firing runs again after a crash.
  public var idempotency: String?
  /// Added with its firings paused: they are recorded as skipped(paused) until the job is resumed.
  public var startsPaused = false

  /// The defaults.
  public init() {}

  /// How many runs may go on at once.
  var instanceLimit: Int {
    switch overlap {
    case .skip: maxInstances ?? 1
    case .allow: maxInstances ?? Self.mostInstances
    }
  }

  /// The most runs of one job at once.
  public static let mostInstances = 16

  func validate(_ job: JobID) throws(SchedulerError) {
    func refuse(_ message: String) -> SchedulerError { SchedulerError(.invalidOption, message, job: job) }
    if misfireGrace.nanoseconds < 0 { throw refuse("misfireGrace must be zero or more; write .unlimited for no limit") }
    if case .all(let limit) = coalesce, !(1...100_000).contains(limit) {
      throw refuse("coalesce .all(limit:) takes 1 to 100000; this one has \(limit)")
    }
    if let maxInstances, !(1...Self.mostInstances).contains(maxInstances) {
      throw refuse("maxInstances is 1 to \(Self.mostInstances); this one is \(maxInstances)")
    }
    if let timeout, timeout <= .zero { throw refuse("timeout must be more than zero; leave it out for no limit") }
    if jitter < .zero { throw refuse("jitter must be zero or more") }
    if let lease, !(.seconds(1) ... .seconds(86_400)).contains(lease) {
      throw refuse("lease is 1 second to 1 day; this one is \(lease)")
    }
    if minimumHold < .zero { throw refuse("minimumHold must be zero or more") }
  }
}

/// Who looks after a job.
public struct Owner: Sendable, Hashable, Codable {
  /// Paged when a run fails.
  public var responsible: String?
  /// Notified when a run fails.
  public var accountable: String?

  /// An owner.
  public init(responsible: String? = nil, accountable: String? = nil) {
    self.responsible = responsible
    self.accountable = accountable
  }
}
