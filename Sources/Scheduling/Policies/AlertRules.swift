/// When a job raises alerts; see `Alert` for what they say.
public struct AlertRules: Sendable, Hashable {
  /// A firing that failed for good pages the responsible owner and notifies the accountable one. Defaults to true.
  public var onFailure = true
  /// How many firings in a row must fail before that. At least 1; defaults to 1.
  public var afterFailures = 1
  /// No run has succeeded for so long. Unless given: two periods of the trigger, the misfire grace and half a minute.
  public var overdueAfter: Duration?

  /// The defaults.
  public init(onFailure: Bool = true, afterFailures: Int = 1, overdueAfter: Duration? = nil) {
    self.onFailure = onFailure
    self.afterFailures = afterFailures
    self.overdueAfter = overdueAfter
  }

  /// What is wrong with it; nil when nothing is.
  var fault: String? {
    if afterFailures < 1 { return "alerts' afterFailures must be at least 1" }
    if let overdueAfter, overdueAfter <= .zero { return "alerts' overdueAfter must be more than zero" }
    return nil
  }
}

extension AlertRules: Codable {
  private enum Key: String, CodingKey { case onFailure, afterFailures, overdueAfter }

  /// Reads what ``encode(to:)`` writes; what is missing keeps its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    onFailure = try container.decodeIfPresent(Bool.self, forKey: .onFailure) ?? true
    afterFailures = try container.decodeIfPresent(Int.self, forKey: .afterFailures) ?? 1
    overdueAfter = try container.decodeIfPresent(CodedDuration.self, forKey: .overdueAfter)?.duration
  }

  /// Writes what is not the default.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if !onFailure { try container.encode(onFailure, forKey: .onFailure) }
    if afterFailures != 1 { try container.encode(afterFailures, forKey: .afterFailures) }
    try container.encodeIfPresent(overdueAfter.map(CodedDuration.init), forKey: .overdueAfter)
  }
}
