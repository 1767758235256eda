extension StartupTrigger: CodableTrigger {
  /// "startup".
  public static var kind: String { "startup" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws { self.init() }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {}
}

extension CompletionTrigger: CodableTrigger {
  /// "after".
  public static var kind: String { "after" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    let job = try fields.decodeIfPresent(JobID.self, forKey: .job)
    try self.init(job: job, on: fields.value(.on, Ending.self), delay: fields.value(.delay, parsedDuration))
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    try fields.encodeIfPresent(job?.rawValue, forKey: .job)
    try fields.encode(ending.rawValue, forKey: .on)
    try fields.encode(durationText(delay.nanoseconds), forKey: .delay)
  }
}
