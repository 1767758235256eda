/// What a scheduler refuses, and what to do about it.
public struct SchedulerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of a refusal. More may be added; match the ones that you handle.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private let name: String
    private init(_ name: String) { self.name = name }
    /// The code's name, as it stands in messages.
    public var description: String { name }

    /// The job's id is empty, too long or has control characters.
    public static let invalidJobID = Code("invalidJobID")
    /// A job with this id exists.
    public static let duplicateJob = Code("duplicateJob")
    /// There is no job with this id.
    public static let unknownJob = Code("unknownJob")
    /// The trigger cannot be used: a negative interval, for example.
    public static let invalidTrigger = Code("invalidTrigger")
    /// The trigger has no instant in any year.
    public static let neverFires = Code("neverFires")
    /// The search for the trigger's instants gave up, so that none, or not all that matter, are known.
    public static let triggerTooComplex = Code("triggerTooComplex")
    /// A pipeline's stages cannot be used, or are not those that the schedule file names.
    public static let invalidPipeline = Code("invalidPipeline")
    /// A policy's value is out of its range.
    public static let invalidOption = Code("invalidOption")
    /// The scheduler's own settings are out of range or do not go together.
    public static let invalidConfiguration = Code("invalidConfiguration")
    /// A definition, arguments, a request or a note are larger than the store or the claims keep.
    public static let tooLarge = Code("tooLarge")
    /// `run()` was called a second time.
    public static let alreadyRunning = Code("alreadyRunning")
    /// A run-now was not started: the job has as many runs as it may, or is held up otherwise.
    public static let notStarted = Code("notStarted")
    /// The scheduler is shutting down or has stopped.
    public static let shuttingDown = Code("shuttingDown")
    /// The run no longer holds its lease: stop writing.
    public static let leaseLost = Code("leaseLost")
    /// There is no dead letter with this id.
    public static let unknownDeadLetter = Code("unknownDeadLetter")
    /// The fleet's claims could not be reached.
    public static let claimsUnavailable = Code("claimsUnavailable")
    /// The stored job was changed by somebody else since it was read: look at it, and decide anew.
    public static let versionConflict = Code("versionConflict")
    /// This scheduler was made without the handler that the job names.
    public static let unknownHandler = Code("unknownHandler")
    /// A schedule file and the code do not fit together.
    public static let invalidSchedule = Code("invalidSchedule")
  }

  /// The kind of the refusal.
  public var code: Code
  /// The job that it is about.
  public var job: JobID?
  /// What is wrong and what to do.
  public var message: String

  /// A refusal.
  public init(_ code: Code, _ message: String, job: JobID? = nil) {
    self.code = code
    self.job = job
    self.message = message
  }

  /// Code, job and message in one line.
  public var description: String {
    job.map { "\(code) (job \($0)): \(message)" } ?? "\(code): \(message)"
  }
}
