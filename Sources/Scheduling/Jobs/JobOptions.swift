import CivilTime

/// The policies of a job. Every value has a default that suits most jobs.
public struct JobOptions: Sendable, Hashable {
  /// How late a firing may start. Defaults to 60 seconds.
  public var misfireGrace: MisfireGrace = .seconds(60)
  /// What becomes of instants that are due together. Defaults to one run, of the newest.
  public var coalesce: Coalesce = .latest
  /// What becomes of a firing that is due while the job is still running. Defaults to skipped.
  public var overlap: Overlap = .skip
  /// How many runs may go on at once, 1 to 16: in the fleet where claims are shared, else in the process. Without a
  /// value 1 with ``Overlap/skip`` and 16 with ``Overlap/allow``.
  public var maxInstances: Int?
  /// How long a run may take: then its task is cancelled and its outcome is `timedOut`. Defaults to no limit.
  public var timeout: Duration?
  /// Firings start at a moment up to this much after their nominal instant; the moment is a function of the job's id and
  /// the instant, the same on every replica. Never past the next instant. Defaults to zero.
  public var jitter: Duration = .zero
  /// How long the lock of a run lives without a renewal, where claims are shared: a crashed run is noticed after it.
  /// 1 second to 1 day; defaults to the scheduler's `lease`.
  public var lease: Duration?
  /// Where claims are shared, the lock is kept at least this long after a run's start, so that a fast run on a replica
  /// whose clock is ahead excludes others. Defaults to zero.
  public var minimumHold: Duration = .zero
  /// How a firing that failed is tried again. Defaults to one attempt.
  public var retry: Retry?
  /// Stops a job that keeps failing for a while. Defaults to off.
  public var breaker: CircuitBreaker?
  /// Which of the runs that wait for an executor goes first. Defaults to medium.
  public var priority: JobPriority = .medium
  /// The name of the executor that its runs go to: one of ``SchedulerConfiguration/executors``, or `default`.
  public var executor = JobOptions.defaultExecutor
  /// The lock that a run holds; jobs that name the same one exclude each other. Defaults to the job's own. It may name
  /// arguments in braces, as in `suppliers.import.supplier.{supplier}`. 1 to 200 bytes.
  public var lock: String?
  /// What becomes of a firing whose process disappeared, and for how long it is worth running again. Defaults to
  /// ``Recovery/rerun`` where the job is kept by a durable job store, and to ``Recovery/record`` elsewhere.
  public var recovery: Recovery?
  /// What becomes of a firing while the claims cannot be reached. Defaults to asking until the grace ends.
  public var whenClaimsUnreachable: WhenClaimsUnreachable = .hold
  /// Whether the job is paused, with a note, when a firing has failed for good. Defaults to false.
  public var pausesOnFailure = false
  /// When the owners of the job receive alerts.
  public var alerts = AlertRules()
  /// The arguments of its runs: ``RunContext/arguments``.
  public var arguments: JobArguments?
  /// Which replicas serve the job, where it is kept by a durable job store: those that serve the queue of this name.
  public var queue = JobOptions.defaultQueue
  /// Who looks after the job.
  public var owner: JobOptions.Owner?
  /// What the job does, in one line.
  public var description: String?
  /// Words to find it by.
  public var tags: [String] = []
  /// Why it does no harm when a firing runs again after a crash.
  public var idempotency: String?
  /// The monitor outside of the fleet that receives a ping for each start and end of a run, as ``Heartbeats`` sends them: the
  /// monitor's key, or the URL that it gave to the job. 1 to 500 bytes; none where it is nil.
  public var heartbeat: String?
  /// Whether the newest lines of the log of its runs, and the progress that their body reports, are kept with their records:
  /// see ``RunEvidence``. Defaults to true.
  public var keepsEvidence = true
  /// Added with its firings paused: they are recorded as skipped(paused) until the job is resumed.
  public var startsPaused = false

  /// The defaults.
  public init() {}

  /// The same, with another timeout where one is given.
  func with(timeout: Duration?) -> JobOptions {
    guard let timeout else { return self }
    var options = self
    options.timeout = timeout
    return options
  }

  /// How many runs may go on at once.
  var instanceLimit: Int {
    maxInstances ?? (overlap == .allow ? Self.maximumInstances : 1)
  }

  /// The most runs of one job at once.
  package static let maximumInstances = 16
  /// The executor of jobs that name none.
  public static let defaultExecutor = "default"
  /// The queue of jobs that name none.
  public static let defaultQueue = "default"

  /// The key of the lock that a run of the job holds.
  /// - Throws: ``SchedulerError`` with the code `invalidOption` for an argument that is not there.
  func lockKey(of job: JobID) throws(SchedulerError) -> String {
    guard let lock else { return job.rawValue }
    var key = ""
    var rest = lock[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { break }
      let name = String(rest[rest.index(after: open)..<close])
      guard let text = arguments?[name]?.text else {
        throw SchedulerError(
          .invalidOption,
          "the lock '\(lock)' names the argument '\(name)', which is no text or number among the job's arguments",
          job: job)
      }
      key += rest[..<open] + text
      rest = rest[rest.index(after: close)...]
    }
    return (key + rest).normalForm
  }

  func validate(_ job: JobID) throws(SchedulerError) {
    func refuse(_ message: String) -> SchedulerError { SchedulerError(.invalidOption, message, job: job) }
    if misfireGrace.nanoseconds < 0 { throw refuse("misfireGrace must be zero or more; write .unlimited for no limit") }
    if case .all(let limit) = coalesce, !(1...100_000).contains(limit) {
      throw refuse("coalesce .all(limit:) takes 1 to 100000; this one has \(limit)")
    }
    if let maxInstances, !(1...Self.maximumInstances).contains(maxInstances) {
      throw refuse("maxInstances is 1 to \(Self.maximumInstances); this one is \(maxInstances)")
    }
    if let timeout, timeout <= .zero { throw refuse("timeout must be more than zero; leave it out for no limit") }
    if jitter < .zero { throw refuse("jitter must be zero or more") }
    if let lease, !(.seconds(1) ... .seconds(86_400)).contains(lease) {
      throw refuse("lease is 1 second to 1 day; this one is \(lease)")
    }
    if minimumHold < .zero { throw refuse("minimumHold must be zero or more") }
    if case .queueAll(let limit) = overlap, !(1...10_000).contains(limit) {
      throw refuse("overlap .queueAll(limit:) takes 1 to 10000; this one has \(limit)")
    }
    if let fault = retry?.fault ?? breaker?.fault ?? alerts.fault ?? recovery?.fault { throw refuse(fault) }
    if !(-1_000...1_000).contains(priority.value) {
      throw refuse("priority is -1000 to 1000; this one is \(priority.value)")
    }
    if arguments?.isTooDeep == true {
      throw refuse("arguments are nested at most \(JobArguments.largestDepth) deep; write deeper values as a JSON text")
    }
    if executor.isEmpty || queue.isEmpty { throw refuse("executor and queue must not be empty") }
    if let heartbeat, !(1...500).contains(heartbeat.utf8.count) || !heartbeat.unicodeScalars.allSatisfy(\.isPrintable) {
      throw refuse("heartbeat is the key or URL of a monitor, 1 to 500 printable bytes; leave it out for none")
    }
    guard lock != nil else { return }
    let key = try lockKey(of: job)
    if let fault = JobID(key).fault { throw refuse("the lock '\(key)' cannot be used: \(fault)") }
  }
}

extension JobOptions {
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
}
