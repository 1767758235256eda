/// What becomes of a firing that is due while earlier runs of the job have not ended, or while its named lock is taken.
///
/// Firings that wait are started in the order of their instants, each as soon as a run ends. Waiting is no lateness:
/// ``JobOptions/misfireGrace`` counts until the firing is found to have to wait.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum Overlap: Sendable, Hashable {
  /// It is recorded as skipped(overlap), once ``JobOptions/maxInstances`` runs are going on (defaults to 1).
  case skip
  /// It runs at the same time, up to ``JobOptions/maxInstances`` runs (defaults to 16); beyond that it is skipped(overlap).
  case allow
  /// It waits; a newer one takes its place, and it is recorded as missed(coalesced) then.
  case queueOne
  /// It waits, and so do the newest `limit` firings, 1 to 10,000; older ones are recorded as missed(coalesced).
  case queueAll(limit: Int)
  /// The oldest of the job's own runs is cancelled, with the outcome cancelled(replaced); the firing starts when it
  /// has ended. A run of another job that holds a shared lock is waited for.
  case cancelPrevious

  /// How many firings may wait; nil where none does.
  var queueLimit: Int? {
    switch self {
    case .skip, .allow: nil
    case .queueOne, .cancelPrevious: 1
    case .queueAll(let limit): limit
    }
  }
}

extension Overlap: Codable, LosslessStringConvertible {
  /// `skip`, `allow`, `queueOne`, `queueAll(10)` or `cancelPrevious`.
  public var description: String {
    switch self {
    case .skip: "skip"
    case .allow: "allow"
    case .queueOne: "queueOne"
    case .queueAll(let limit): "queueAll(\(limit))"
    case .cancelPrevious: "cancelPrevious"
    }
  }

  /// Reads what ``description`` gives; nil for anything else.
  public init?(_ description: String) {
    switch description {
    case "skip": self = .skip
    case "allow": self = .allow
    case "queueOne": self = .queueOne
    case "cancelPrevious": self = .cancelPrevious
    default:
      guard let limit = Self.number(in: description, of: "queueAll") else { return nil }
      self = .queueAll(limit: limit)
    }
  }

  static func number(in text: String, of word: String) -> Int? {
    guard text.hasPrefix(word + "("), text.hasSuffix(")") else { return nil }
    return Int(text.dropFirst(word.utf8.count + 1).dropLast())
  }

  /// Reads its description.
  public init(from decoder: any Decoder) throws { self = try decoder.policy(Self.self) }
  /// Writes its description.
  public func encode(to encoder: any Encoder) throws { try encoder.policy(self) }
}
