/// What becomes of a firing whose process disappeared while its body ran. It is recorded as `crashed` either way.
///
/// ```swift
/// options.recovery = .rerun                       // for up to a day
/// options.recovery = .rerun(within: .seconds(600))
/// options.recovery = .record
/// ```
public struct Recovery: Sendable, Hashable {
  private enum Kind: Hashable { case record, rerun }
  private let kind: Kind
  /// How long after the end of the crashed run's lease, or after its hand-over, the firing may be run again; nil for
  /// ``longest``, or where it is not run again.
  public let limit: Duration?

  private init(_ kind: Kind, _ limit: Duration?) {
    self.kind = kind
    self.limit = limit
  }

  /// A replica with the job runs the firing again, under the same firing, with the same arguments and with a new fencing
  /// token, for up to a day after the crash. A body that takes its process down three times is not run a fourth time: the
  /// firing becomes a dead letter and the job is paused.
  ///
  /// The misfire grace does not count here: it says how late a firing may start, and one that has crashed had started in
  /// time. Use ``rerun(within:)`` for a job whose firing is not worth running again later than that.
  public static let rerun = Recovery(.rerun, nil)

  /// As ``rerun``, but only within `limit` of the crash: of the end of the lease that the crashed run held, or of the
  /// moment at which a stopping replica handed the run over. After it the firing is recorded as missed(grace).
  /// - Parameter limit: more than zero, at most a day, in whole milliseconds; checked when the job is added.
  public static func rerun(within limit: Duration) -> Recovery { Recovery(.rerun, limit) }

  /// Nothing more: the next instant runs as usual.
  public static let record = Recovery(.record, nil)

  /// How long a crashed run waits for a replica that can run it again, unless the job says less.
  public static let longest = Duration.seconds(86_400)

  /// Whether a crashed firing is run again.
  public var reruns: Bool { kind == .rerun }

  /// Why the policy cannot be used; nil when it can.
  var fault: String? {
    guard let limit else { return nil }
    guard limit >= .milliseconds(1), limit <= Self.longest, limit.nanoseconds % 1_000_000 == 0 else {
      return "recovery .rerun(within:) takes whole milliseconds, 1 ms to 1 day; this one is \(limit)"
    }
    return nil
  }
}

extension Recovery: Codable, LosslessStringConvertible {
  /// `rerun`, `rerun(10m)` or `record`.
  public var description: String {
    switch (kind, limit) {
    case (.record, _): "record"
    case (.rerun, nil): "rerun"
    case (.rerun, let limit?): "rerun(\(CodedDuration(limit)))"
    }
  }

  /// Reads what ``description`` gives; nil for anything else.
  public init?(_ description: String) {
    switch description {
    case "record": self = .record
    case "rerun": self = .rerun
    default:
      guard description.hasPrefix("rerun("), description.hasSuffix(")"),
        let coded = CodedDuration(String(description.dropFirst(6).dropLast()))
      else { return nil }
      self = .rerun(within: coded.duration)
    }
  }

  /// Reads its description.
  public init(from decoder: any Decoder) throws { self = try decoder.policy(Self.self) }
  /// Writes its description.
  public func encode(to encoder: any Encoder) throws { try encoder.policy(self) }
}

/// What becomes of a firing while the claims cannot be reached.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum WhenClaimsUnreachable: String, Sendable, Hashable, Codable, CaseIterable {
  /// The claims are asked again until the misfire grace ends; then it is missed(claimsUnreachable).
  case hold
  /// It is missed(claimsUnreachable) as soon as the claims are found to be out of reach.
  case skip
}
