import CivilTime

/// The fields of all kinds, by the names that the encoding gives them.
enum TriggerKey: String, CodingKey {
  case at, every, anchor
  case expression, dialect, timezone, gap, overlapTime, dayMatch, seed, seedFromJob
  case rule, start, end, limit
  case unit, from, dayOverflow
  case of, trigger, exclude
  case job, on, delay
  case weekdays, dates, annualDays, daily, cron, to

  /// The keys under which there are other triggers.
  static let nesting = [TriggerKey.of.rawValue, TriggerKey.trigger.rawValue]
}

typealias TriggerReader = KeyedDecodingContainer<TriggerKey>
typealias TriggerWriter = KeyedEncodingContainer<TriggerKey>

extension KeyedDecodingContainer<TriggerKey> {
  /// A value that its text names.
  func value<Value>(_ key: TriggerKey, _ read: (String) throws -> Value) throws -> Value {
    let text = try decode(String.self, forKey: key)
    do {
      return try read(text)
    } catch {
      throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "\(error)")
    }
  }

  func value<Value: RawRepresentable<String> & CaseIterable>(_ key: TriggerKey, _: Value.Type) throws -> Value {
    let text = try decode(String.self, forKey: key)
    guard let value = Value(rawValue: text) else {
      let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "'\(text.cut(toBytes: 40))' is none of \(known)")
    }
    return value
  }

  func instant(_ key: TriggerKey) throws -> Instant { try value(key) { try Instant(rfc3339: $0) } }

  func zone(_ key: TriggerKey) throws -> Zone { try value(key) { try Zone(named: $0) } }
}

extension KeyedEncodingContainer<TriggerKey> {
  mutating func encode(zone: Zone) throws {
    guard zone == .utc || (try? Zone(named: zone.identifier)) == zone else {
      throw TriggerCodingError.localZone(zone.identifier)
    }
    try encode(zone.identifier, forKey: .timezone)
  }

  mutating func encode(_ instant: Instant, forKey key: TriggerKey) throws { try encode(instant.rfc3339, forKey: key) }
}

extension CivilDate {
  /// Reads "2027-03-28".
  init(coded text: String) throws(TimestampError) {
    self = try CivilDateTime("\(text)T00:00:00").date
  }
}
