import CivilTime

/// The name of a job: what it is called in code, schedule files, logs, metrics and, where claims are shared, in Redis.
///
/// A job id is 1 to 200 bytes of UTF-8, not blank, without control characters, line breaks and characters that are
/// invisible or turn the direction of writing. It is checked when the job is added. Ids are kept in Unicode's normal form
/// C, so that two texts which look the same and which Swift calls equal are one job everywhere.
public struct JobID: Hashable, Sendable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The id's text.
  public let rawValue: String

  /// A job id from a text, in its normal form.
  public init(_ rawValue: String) { self.rawValue = rawValue.normalForm }

  /// An id written in code.
  public init(stringLiteral value: String) { self.init(value) }

  /// The id's text.
  public var description: String { rawValue }

  /// In the order of their texts.
  public static func < (a: JobID, b: JobID) -> Bool { a.rawValue < b.rawValue }

  /// The longest id in bytes of UTF-8.
  public static let maximumLength = 200

  /// Why this text cannot name a job; nil when it can.
  package var fault: String? {
    if rawValue.isEmpty { return "a job id must not be empty" }
    if rawValue.utf8.count > Self.maximumLength {
      return "a job id has at most \(Self.maximumLength) bytes; this one has \(rawValue.utf8.count)"
    }
    // Nearly all ids, without a look into Unicode's tables.
    if rawValue.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { return nil }
    if rawValue.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) { return "a job id must not be blank" }
    if let scalar = rawValue.unicodeScalars.first(where: { !$0.isPrintable }) {
      return "a job id must not contain control characters, line breaks, or characters that are invisible or turn the "
        + "direction of writing; this one has U+\(String(scalar.value, radix: 16, uppercase: true))"
    }
    return nil
  }
}

extension JobID: Codable {
  /// Reads the text alone; whether it can name a job is checked when a job is added.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the text alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
