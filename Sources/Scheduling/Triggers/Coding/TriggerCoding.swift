#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Writes triggers as JSON and reads them again, nested ones included; see <doc:TriggerEncoding>.
///
/// What is read has the same fingerprint as what was written. The text of one trigger is always the same, so that texts
/// may be compared.
public struct TriggerCoding: Sendable {
  private var types: [String: any CodableTrigger.Type]

  /// The coding of this library's own triggers.
  public static let builtIn = TriggerCoding(types: [
    DateTrigger.kind: DateTrigger.self, IntervalTrigger.kind: IntervalTrigger.self,
    CronTrigger.kind: CronTrigger.self, RecurrenceTrigger.kind: RecurrenceTrigger.self,
    CalendarIntervalTrigger.kind: CalendarIntervalTrigger.self, AnyOfTrigger.kind: AnyOfTrigger.self,
    AllOfTrigger.kind: AllOfTrigger.self, ExcludingTrigger.kind: ExcludingTrigger.self,
    BoundedTrigger.kind: BoundedTrigger.self, StartupTrigger.kind: StartupTrigger.self,
    CompletionTrigger.kind: CompletionTrigger.self,
  ])

  /// The key under which a `JSONDecoder`'s `userInfo` gives ``StoredTrigger`` the coding to use.
  public static let userInfoKey = CodingUserInfoKey(rawValue: "swift-scheduling.trigger-coding")

  /// This coding with one more trigger type.
  /// - Throws: ``TriggerCodingError/kindTaken(_:)`` where the type's kind is empty or in use.
  public func registering(_ type: any CodableTrigger.Type) throws(TriggerCodingError) -> TriggerCoding {
    guard !type.kind.isEmpty, types[type.kind] == nil || types[type.kind] == type else { throw .kindTaken(type.kind) }
    var coding = self
    coding.types[type.kind] = type
    return coding
  }

  /// A trigger as JSON, with its keys in order.
  /// - Throws: ``TriggerCodingError``.
  public func encode(_ trigger: any Trigger) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(StoredTrigger(trigger))
  }

  /// The trigger of a JSON text.
  /// - Throws: ``TriggerCodingError``.
  public func decode(_ data: Data) throws -> any Trigger {
    let decoder = JSONDecoder()
    if let key = Self.userInfoKey { decoder.userInfo[key] = self }
    do {
      return try decoder.decode(StoredTrigger.self, from: data).trigger
    } catch let error as DecodingError {
      throw TriggerCodingError.malformed(reason: error.reason)
    }
  }

  func type(ofKind kind: String) throws(TriggerCodingError) -> any CodableTrigger.Type {
    guard let type = types[kind] else { throw .unknownKind(kind, known: types.keys.sorted()) }
    return type
  }
}

/// Any trigger as a part of a `Codable` type.
///
/// A decoder finds a host's own trigger types by the coding in its `userInfo`; see ``TriggerCoding/userInfoKey``.
public struct StoredTrigger: Codable, Sendable {
  /// The trigger.
  public var trigger: any Trigger

  private enum Header: String, CodingKey { case kind, version }

  /// A trigger as a part of a `Codable` type.
  public init(_ trigger: any Trigger) { self.trigger = trigger }

  /// Reads a trigger of whichever kind.
  /// - Throws: ``TriggerCodingError``.
  public init(from decoder: any Decoder) throws {
    // Before anything of the trigger is read: each level takes some stack.
    let depth = 1 + decoder.codingPath.count { $0 is TriggerKey && TriggerKey.nesting.contains($0.stringValue) }
    guard depth <= TriggerLimits.largestDepth else {
      throw TriggerCodingError.tooDeep(most: TriggerLimits.largestDepth)
    }
    let coding = TriggerCoding.userInfoKey.flatMap { decoder.userInfo[$0] as? TriggerCoding } ?? .builtIn
    let kind: String
    let version: Int
    do {
      let header = try decoder.container(keyedBy: Header.self)
      kind = try header.decode(String.self, forKey: .kind)
      version = try header.decode(Int.self, forKey: .version)
    } catch let error as DecodingError {
      throw TriggerCodingError.malformed(reason: error.reason)
    }
    let type = try coding.type(ofKind: kind)
    guard (1...max(1, type.encodingVersion)).contains(version) else {
      throw TriggerCodingError.unsupportedVersion(version, kind: kind, supported: type.encodingVersion)
    }
    do {
      trigger = try type.init(from: decoder)
    } catch let error as TriggerCodingError {
      throw error
    } catch let error as DecodingError {
      throw TriggerCodingError.invalid(kind: kind, reason: error.reason)
    } catch {
      throw TriggerCodingError.invalid(kind: kind, reason: "\(error)")
    }
  }

  /// Writes the trigger with its kind and version.
  /// - Throws: ``TriggerCodingError/notEncodable(type:)`` for a type that is not a ``CodableTrigger``.
  public func encode(to encoder: any Encoder) throws {
    guard let trigger = trigger as? any CodableTrigger else {
      throw TriggerCodingError.notEncodable(type: "\(Swift.type(of: trigger))")
    }
    var header = encoder.container(keyedBy: Header.self)
    try header.encode(Swift.type(of: trigger).kind, forKey: .kind)
    try header.encode(Swift.type(of: trigger).encodingVersion, forKey: .version)
    try trigger.encode(to: encoder)
  }
}

extension DecodingError {
  /// The fault in one line.
  fileprivate var reason: String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
      return path.isEmpty ? "" : "\(path): "
    }
    return switch self {
    case .keyNotFound(let key, let context): "\(place(context))the key \"\(key.stringValue)\" is missing"
    case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
      "\(place(context))\(context.debugDescription)"
    @unknown default: "\(self)"
    }
  }
}
