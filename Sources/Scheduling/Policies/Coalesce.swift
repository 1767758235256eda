/// What becomes of instants that are due together, after a pause of the process, an outage or a clock step.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum Coalesce: Sendable, Hashable {
  /// One run, of the newest instant, if it is within the misfire grace; the older ones are missed(coalesced).
  case latest
  /// The newest `limit` instants that are within the grace run, oldest first, one after the other. At least 1.
  case all(limit: Int)
  /// All of them are recorded as missed and none runs.
  case discard
}

extension Coalesce: Codable, LosslessStringConvertible {
  /// `latest`, `all(5)` or `discard`.
  public var description: String {
    switch self {
    case .latest: "latest"
    case .all(let limit): "all(\(limit))"
    case .discard: "discard"
    }
  }

  /// Reads what ``description`` gives; nil for anything else.
  public init?(_ description: String) {
    switch description {
    case "latest": self = .latest
    case "discard": self = .discard
    default:
      guard let limit = Overlap.number(in: description, of: "all") else { return nil }
      self = .all(limit: limit)
    }
  }

  /// Reads its description.
  public init(from decoder: any Decoder) throws { self = try decoder.policy(Self.self) }
  /// Writes its description.
  public func encode(to encoder: any Encoder) throws { try encoder.policy(self) }
}
