import CivilTime

/// A cron expression, read and checked: which local times it names, in no zone yet.
///
/// ```swift
/// let expression = try CronExpression("*/15 9-17 * * MON-FRI")
/// let schedule = CronSchedule(expression, in: try Zone(named: "Europe/Berlin"))
/// ```
/// Two expressions are equal when text, dialect, seed and day rule are.
public struct CronExpression: Sendable {
  /// What kind of trigger an expression is.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Kind: Hashable, Sendable {
    /// Fields, or a macro that stands for fields.
    case fields
    /// `@every 1h30m`: elapsed time, not times of day.
    case interval(Duration)
    /// `@reboot`: once when the scheduler starts; there are no instants to compute.
    case startup
  }

  let storage: Storage
  /// The fields; of an interval or start-up trigger an empty set. Beside the storage and not within it, so that a
  /// search has it at hand without counting references.
  let search: LocalSearch

  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - text: the expression, such as `30 2 * * MON-FRI` or `@daily`.
  ///   - dialect: the grammar it is written in.
  ///   - seed: what `H` is hashed from, such as the job's id; without it `H` is an error.
  ///   - dayMatch: how two restricted day fields are taken together in the standard dialect.
  /// - Throws: ``CronError``, which points at the first fault.
  public init(
    _ text: String, dialect: CronDialect = .standard, seed: String? = nil, dayMatch: CronDayMatch = .standard
  ) throws(CronError) {
    let parser = ExpressionParser(dialect: dialect, seed: seed.map(HashSeed.init), dayMatch: dayMatch)
    var bytes = text
    let result = bytes.withUTF8 { bytes in
      Result { () throws(Fault) in try parser.parse(bytes) }
    }
    let kind: Kind
    switch result {
    case .success(.fields(let sets)): (kind, search) = (.fields, LocalSearch.of(sets))
    case .success(.interval(let nanoseconds)): (kind, search) = (.interval(.nanoseconds(nanoseconds)), .none)
    case .success(.startup): (kind, search) = (.startup, .none)
    case .failure(let fault):
      throw CronError(
        text: text, field: fault.field, range: fault.range, reason: fault.reason,
        suggestion: fault.suggestion.flatMap { parser.accepts($0, at: fault.range, of: text) ? $0 : nil })
    }
    storage = Storage(text, dialect: dialect, seed: seed, dayMatch: dayMatch, kind: kind)
  }

  /// The fields' sets; nil for an interval or start-up trigger.
  var fields: LocalSearch? { storage.kind == .fields ? search : nil }

  /// The text as it was given.
  public var text: String { storage.text }
  /// The grammar it is written in.
  public var dialect: CronDialect { storage.dialect }
  /// What `H` is hashed from.
  public var seed: String? { storage.seed }
  /// How two restricted day fields are taken together.
  public var dayMatch: CronDayMatch { storage.dayMatch }

  /// Fields, interval or start-up.
  public var kind: Kind { storage.kind }

  /// Whether the expression contains `H`, so that its times depend on the seed.
  public var usesHash: Bool { storage.usesHash }

  /// The same expression with another seed; itself where it has no `H`.
  public func seeded(with seed: String) -> CronExpression {
    guard usesHash, seed != self.seed else { return self }
    // The grammar does not depend on the seed, so what was read once is read again.
    return (try? CronExpression(text, dialect: dialect, seed: seed, dayMatch: dayMatch)) ?? self
  }
}

extension CronExpression: Hashable, CustomStringConvertible {
  /// Whether text, dialect, seed and day rule are the same.
  public static func == (a: CronExpression, b: CronExpression) -> Bool {
    a.storage === b.storage
      || (a.text == b.text && a.dialect == b.dialect && a.seed == b.seed && a.dayMatch == b.dayMatch)
  }

  /// Hashes text and dialect.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(dialect)
  }

  /// The text as it was given.
  public var description: String { text }
}

extension CronExpression {
  /// Shared by all copies of an expression, so that a schedule costs a job a few words.
  final class Storage: Sendable {
    let text: String
    let seed: String?
    let dialect: CronDialect
    let dayMatch: CronDayMatch
    let usesHash: Bool
    let kind: Kind
    /// Of `@every`, in nanoseconds; 0 elsewhere.
    let interval: Int64

    init(_ text: String, dialect: CronDialect, seed: String?, dayMatch: CronDayMatch, kind: Kind) {
      self.text = text
      self.seed = seed
      self.dialect = dialect
      self.dayMatch = dayMatch
      self.kind = kind
      interval = if case .interval(let duration) = kind { duration.nanoseconds } else { 0 }
      // No name of the standard dialect but H itself has an upper case H at the start of an item.
      usesHash = seed != nil && dialect == .standard && Self.containsHash(text)
    }

    private static func containsHash(_ text: String) -> Bool {
      var previous = UInt8(ascii: " ")
      for byte in text.utf8 {
        if byte == UInt8(ascii: "H"), [32, 9, UInt8(ascii: ","), UInt8(ascii: "+")].contains(previous) { return true }
        previous = byte
      }
      return false
    }
  }
}
