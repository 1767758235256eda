public import CivilTime

/// What a scheduler refuses, and what to do about it.
public struct SchedulerError: SchedulingError, Hashable {
  /// The kind of a refusal. More may be added; match the ones that you handle.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private let name: String
    let kind: SchedulingErrorKind

    private init(_ name: String, _ kind: SchedulingErrorKind) {
      self.name = name
      self.kind = kind
    }

    /// The code's name, as it stands in messages.
    public var description: String { name }

    /// The job's id is empty, too long or has control characters.
    public static let invalidJobID = Code("invalidJobID", .invalidInput)
    /// A job with this id exists.
    public static let duplicateJob = Code("duplicateJob", .conflict)
    /// There is no job with this id.
    public static let unknownJob = Code("unknownJob", .notFound)
    /// The trigger cannot be used: a negative interval, for example.
    public static let invalidTrigger = Code("invalidTrigger", .invalidInput)
    /// The trigger has no instant in any year.
    public static let neverFires = Code("neverFires", .invalidInput)
    /// The search for the trigger's instants gave up, so that none, or not all that matter, are known.
    public static let triggerTooComplex = Code("triggerTooComplex", .invalidInput)
    /// A pipeline's stages cannot be used, or are not those that the schedule file names.
    public static let invalidPipeline = Code("invalidPipeline", .invalidInput)
    /// A policy's value is out of its range.
    public static let invalidOption = Code("invalidOption", .invalidInput)
    /// The scheduler's own settings are out of range or do not go together.
    public static let invalidConfiguration = Code("invalidConfiguration", .misconfigured)
    /// A definition, arguments, a request or a note are larger than the store or the claims keep.
    public static let tooLarge = Code("tooLarge", .tooLarge)
    /// `run()` was called a second time.
    public static let alreadyRunning = Code("alreadyRunning", .conflict)
    /// A run-now was not started: the job has as many runs as it may, or is held up otherwise.
    public static let notStarted = Code("notStarted", .conflict)
    /// `run()` has not been called yet, so that nothing can be started.
    public static let notRunning = Code("notRunning", .unavailable)
    /// The scheduler is shutting down or has stopped.
    public static let shuttingDown = Code("shuttingDown", .unavailable)
    /// The run no longer holds its lease: stop writing.
    public static let leaseLost = Code("leaseLost", .conflict)
    /// There is no dead letter with this id.
    public static let unknownDeadLetter = Code("unknownDeadLetter", .notFound)
    /// The fleet's claims could not be reached.
    public static let claimsUnavailable = Code("claimsUnavailable", .unavailable)
    /// The stored job was changed by somebody else since it was read: look at it, and decide anew.
    public static let versionConflict = Code("versionConflict", .conflict)
    /// This scheduler was made without the handler that the job names.
    public static let unknownHandler = Code("unknownHandler", .invalidInput)
    /// A schedule file and the code do not fit together.
    public static let invalidSchedule = Code("invalidSchedule", .invalidInput)
  }

  /// The kind of the refusal.
  public var code: Code
  /// The job that it is about.
  public var job: JobID?
  /// What is wrong and what to do.
  public var message: String

  /// A refusal.
  package init(_ code: Code, _ message: String, job: JobID? = nil) {
    self.code = code
    self.job = job
    self.message = message.printable(bytes: Redaction.longestMessage)
  }

  /// What the code means for a caller: `duplicateJob` is a conflict, for example.
  public var kind: SchedulingErrorKind { code.kind }

  /// Code, job and message in one line.
  public var description: String {
    job.map { "\(code) (job \($0)): \(message)" } ?? "\(code): \(message)"
  }
}
