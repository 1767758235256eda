/// How a firing ended. Every nominal instant of a job ends in exactly one of these, or was decided by another replica.
///
/// The words are the same in history, events, metrics and the status: see ``RunOutcome/Kind`` and ``RunOutcome/reason``.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum RunOutcome: Hashable, Sendable {
  /// The body returned.
  case succeeded
  /// The body threw.
  case failed
  /// The body was cancelled at its timeout.
  case timedOut
  /// The body was cancelled for another reason.
  case cancelled(CancellationReason)
  /// The process that ran the body disappeared: found by the sweep of another replica.
  case crashed
  /// Due and decided, but deliberately not run.
  case skipped(SkipReason)
  /// Not decided in time.
  case missed(MissReason)

  /// Why a body was cancelled.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum CancellationReason: String, Hashable, Sendable, Codable {
    /// Somebody asked for it.
    case requested
    /// A newer run took its place (`overlap: .cancelPrevious`).
    case replaced
    /// The lease could not be kept: another replica may own the firing's lock.
    case leaseLost
    /// The scheduler stopped before the body ended.
    case shutdown
  }

  /// Why a due firing was not run.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum SkipReason: String, Hashable, Sendable, Codable {
    /// As many runs as allowed were still running.
    case overlap
    /// The job, or the whole scheduler, was paused.
    case paused
    /// The circuit breaker was open.
    case circuitOpen
    /// The scheduler was shutting down. Where the job is run again after a crash, another replica runs the firing.
    case draining
  }

  /// Why an instant was not decided in time.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum MissReason: String, Hashable, Sendable, Codable {
    /// It was later than the misfire grace time.
    case grace
    /// A newer instant was due as well and stands for it.
    case coalesced
    /// No scheduler was running.
    case schedulerDown
    /// No replica had the handler.
    case noHandler
    /// The claims could not be reached within the grace.
    case claimsUnreachable
    /// The job's trigger was changed while it waited.
    case rescheduled
  }

  /// The outcome without its reason: `succeeded`, `failed`, `timedOut`, `cancelled`, `crashed`, `skipped`, `missed`.
  package var word: String { kind.rawValue }

  /// The reason in one word, where the outcome has one.
  public var reason: String? {
    switch self {
    case .cancelled(let reason): reason.rawValue
    case .skipped(let reason): reason.rawValue
    case .missed(let reason): reason.rawValue
    case .succeeded, .failed, .timedOut, .crashed: nil
    }
  }

  /// Whether a body was started.
  public var didRun: Bool {
    switch self {
    case .skipped, .missed: false
    case .succeeded, .failed, .timedOut, .cancelled, .crashed: true
    }
  }

  /// Whether an operator has to look: the body was started and did not succeed, other than at a shutdown or on request.
  public var isFailure: Bool {
    switch self {
    case .failed, .timedOut, .crashed, .cancelled(.leaseLost): true
    default: false
    }
  }
}

extension RunOutcome: CustomStringConvertible {
  /// The kind, as in `failed`, or the kind and the reason, as in `skipped(overlap)`.
  public var description: String { reason.map { "\(word)(\($0))" } ?? word }

  /// An outcome from its description; nil for any other text.
  public init?(_ description: String) {
    let parts = description.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    let word = String(parts[0])
    guard parts.count == 2 else {
      switch word {
      case "succeeded": self = .succeeded
      case "failed": self = .failed
      case "timedOut": self = .timedOut
      case "crashed": self = .crashed
      default: return nil
      }
      return
    }
    guard parts[1].hasSuffix(")") else { return nil }
    let reason = String(parts[1].dropLast())
    switch word {
    case "cancelled":
      guard let reason = CancellationReason(rawValue: reason) else { return nil }
      self = .cancelled(reason)
    case "skipped":
      guard let reason = SkipReason(rawValue: reason) else { return nil }
      self = .skipped(reason)
    case "missed":
      guard let reason = MissReason(rawValue: reason) else { return nil }
      self = .missed(reason)
    default: return nil
    }
  }
}

extension RunOutcome: Codable {
  /// Reads the description.
  /// - Throws: `DecodingError` for a text that is no outcome.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let outcome = RunOutcome(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not an outcome")
    }
    self = outcome
  }

  /// Writes the description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
