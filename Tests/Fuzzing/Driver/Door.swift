/// A reader of input that nobody has looked at: whatever the bytes are, it returns a value or an error, in time.
struct Door: Sendable {
  var name: String
  /// The longest input, in bytes.
  var longest: Int
  /// Reads one input. A broken promise is a failed precondition.
  var read: @Sendable ([UInt8]) -> Void

  static let all: [Door] = [
    .cron, .zoneFile, .recurrence, .triggerJSON, .composition, .yaml, .routes, .redisURL, .timestamp, .redisRow,
    .storedDefinition, .redaction, .jobID, .crontab, .management,
  ]
}

/// Takes an input apart: numbers first, a text at the end.
struct Input {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  var isEmpty: Bool { bytes.isEmpty }

  /// The next byte; zero at the end.
  mutating func byte() -> Int { Int(bytes.popFirst() ?? 0) }

  /// A number below a bound.
  mutating func number(below bound: Int) -> Int { byte() % max(1, bound) }

  /// What is left, as text.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
