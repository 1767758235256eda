public import CivilTime

/// Which rows of a scheduler's history: every condition that is given must hold.
///
/// ```swift
/// let rows = try await scheduler.history(HistoryQuery(job: "import", kinds: [.failed, .timedOut], from: yesterday))
/// ```
public struct HistoryQuery: Sendable, Hashable {
  /// Rows of this job.
  public var job: JobID?
  /// Rows with one of these outcomes; any outcome when empty.
  public var kinds: Set<RunOutcome.Kind>
  /// Rows with one of these causes; any cause when empty.
  public var causes: Set<FiringCause>
  /// Rows whose outcome was known at this time or later.
  public var from: Instant?
  /// Rows whose outcome was known before this time.
  public var to: Instant?
  /// The most rows, the newest of them. Defaults to 100.
  public var limit: Int

  /// A query.
  public init(
    job: JobID? = nil, kinds: Set<RunOutcome.Kind> = [], causes: Set<FiringCause> = [], from: Instant? = nil,
    to: Instant? = nil, limit: Int = 100
  ) {
    self.job = job
    self.kinds = kinds
    self.causes = causes
    self.from = from
    self.to = to
    self.limit = limit
  }
}

extension RunOutcome {
  /// An outcome without its reason.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The body returned.
    case succeeded
    /// The body threw.
    case failed
    /// The body was cancelled at its timeout.
    case timedOut
    /// The body was cancelled for another reason.
    case cancelled
    /// The process that ran the body disappeared.
    case crashed
    /// Due and decided, but deliberately not run.
    case skipped
    /// Not decided in time.
    case missed
  }

  /// The outcome without its reason.
  public var kind: Kind {
    switch self {
    case .succeeded: .succeeded
    case .failed: .failed
    case .timedOut: .timedOut
    case .cancelled: .cancelled
    case .crashed: .crashed
    case .skipped: .skipped
    case .missed: .missed
    }
  }
}
