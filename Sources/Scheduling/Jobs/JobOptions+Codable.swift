extension JobOptions: Codable {
  private enum Key: String, CodingKey {
    case misfireGrace, coalesce, overlap, maxInstances, timeout, jitter, lease, minimumHold, retry, breaker, priority
    case executor, lock, recovery, whenClaimsUnreachable, pausesOnFailure, alerts, arguments, queue, owner, description
    case tags, idempotency, heartbeat, keepsEvidence, startsPaused
  }

  /// Reads what ``encode(to:)`` writes. What is missing keeps its default; what is unknown is passed over, so that an
  /// older version reads what a newer one wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func take<Value: Decodable>(_ path: WritableKeyPath<JobOptions, Value>, _ key: Key) throws {
      if let value = try container.decodeIfPresent(Value.self, forKey: key) { self[keyPath: path] = value }
    }
    func take<Value: Decodable>(_ path: WritableKeyPath<JobOptions, Value?>, _ key: Key) throws {
      if let value = try container.decodeIfPresent(Value.self, forKey: key) { self[keyPath: path] = value }
    }
    func duration(_ key: Key) throws -> Duration? {
      try container.decodeIfPresent(CodedDuration.self, forKey: key)?.duration
    }
    self.init()
    try take(\.misfireGrace, .misfireGrace)
    try take(\.coalesce, .coalesce)
    try take(\.overlap, .overlap)
    try take(\.maxInstances, .maxInstances)
    timeout = try duration(.timeout)
    jitter = try duration(.jitter) ?? jitter
    lease = try duration(.lease)
    minimumHold = try duration(.minimumHold) ?? minimumHold
    try take(\.retry, .retry)
    try take(\.breaker, .breaker)
    try take(\.priority, .priority)
    try take(\.executor, .executor)
    try take(\.lock, .lock)
    try take(\.recovery, .recovery)
    try take(\.whenClaimsUnreachable, .whenClaimsUnreachable)
    try take(\.pausesOnFailure, .pausesOnFailure)
    try take(\.alerts, .alerts)
    if container.contains(.arguments) { arguments = try container.decode(JobArguments.self, forKey: .arguments) }
    try take(\.queue, .queue)
    try take(\.owner, .owner)
    try take(\.description, .description)
    try take(\.tags, .tags)
    try take(\.idempotency, .idempotency)
    try take(\.heartbeat, .heartbeat)
    try take(\.keepsEvidence, .keepsEvidence)
    try take(\.startsPaused, .startsPaused)
  }

  /// Writes what is not the default.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let defaults = JobOptions()
    func put<Value: Encodable & Equatable>(_ path: KeyPath<JobOptions, Value>, _ key: Key) throws {
      if self[keyPath: path] != defaults[keyPath: path] { try container.encode(self[keyPath: path], forKey: key) }
    }
    func put(_ path: KeyPath<JobOptions, Duration>, _ key: Key) throws {
      guard self[keyPath: path] != defaults[keyPath: path] else { return }
      try container.encode(CodedDuration(self[keyPath: path]), forKey: key)
    }
    func put(_ path: KeyPath<JobOptions, Duration?>, _ key: Key) throws {
      try container.encodeIfPresent(self[keyPath: path].map(CodedDuration.init), forKey: key)
    }
    try put(\.misfireGrace, .misfireGrace)
    try put(\.coalesce, .coalesce)
    try put(\.overlap, .overlap)
    try put(\.maxInstances, .maxInstances)
    try put(\.timeout, .timeout)
    try put(\.jitter, .jitter)
    try put(\.lease, .lease)
    try put(\.minimumHold, .minimumHold)
    try put(\.retry, .retry)
    try put(\.breaker, .breaker)
    try put(\.priority, .priority)
    try put(\.executor, .executor)
    try put(\.lock, .lock)
    try put(\.recovery, .recovery)
    try put(\.whenClaimsUnreachable, .whenClaimsUnreachable)
    try put(\.pausesOnFailure, .pausesOnFailure)
    try put(\.alerts, .alerts)
    try put(\.arguments, .arguments)
    try put(\.queue, .queue)
    try put(\.owner, .owner)
    try put(\.description, .description)
    try put(\.tags, .tags)
    try put(\.idempotency, .idempotency)
    try put(\.heartbeat, .heartbeat)
    try put(\.keepsEvidence, .keepsEvidence)
    try put(\.startsPaused, .startsPaused)
  }
}
