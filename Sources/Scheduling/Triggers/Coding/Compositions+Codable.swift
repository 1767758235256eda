extension AnyOfTrigger: CodableTrigger {
  /// "any".
  public static var kind: String { "any" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    try self.init(fields.decode([StoredTrigger].self, forKey: .of).map(\.trigger))
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    try fields.encode(triggers.map(StoredTrigger.init), forKey: .of)
  }
}

extension AllOfTrigger: CodableTrigger {
  /// "all".
  public static var kind: String { "all" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    try self.init(fields.decode([StoredTrigger].self, forKey: .of).map(\.trigger))
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    try fields.encode(triggers.map(StoredTrigger.init), forKey: .of)
  }
}

extension BoundedTrigger: CodableTrigger {
  /// "bounded".
  public static var kind: String { "bounded" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    let base = try fields.decode(StoredTrigger.self, forKey: .trigger).trigger
    let start = fields.contains(.start) ? try fields.instant(.start) : nil
    let end = fields.contains(.end) ? try fields.instant(.end) : nil
    if let limit = try fields.decodeIfPresent(Int.self, forKey: .limit) {
      try self.init(base, start: start, end: end, limit: limit)
    } else {
      self.init(base, start: start, end: end)
    }
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    try fields.encode(StoredTrigger(base), forKey: .trigger)
    if let start { try fields.encode(start, forKey: .start) }
    if let end { try fields.encode(end, forKey: .end) }
    try fields.encodeIfPresent(limit, forKey: .limit)
  }
}

extension ExcludingTrigger: CodableTrigger {
  /// "excluding".
  public static var kind: String { "excluding" }

  /// Reads the form of <doc:TriggerEncoding>.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: TriggerKey.self)
    let exclusions = try fields.decode([Exclusion].self, forKey: .exclude)
    guard !exclusions.isEmpty else {
      throw DecodingError.dataCorruptedError(forKey: .exclude, in: fields, debugDescription: "nothing is excluded")
    }
    self.init(
      try fields.decode(StoredTrigger.self, forKey: .trigger).trigger, exclusions, in: try fields.zone(.timezone))
  }

  /// Writes the form of <doc:TriggerEncoding>.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: TriggerKey.self)
    try fields.encode(StoredTrigger(base), forKey: .trigger)
    try fields.encode(exclusions, forKey: .exclude)
    try fields.encode(zone: zone)
  }
}
