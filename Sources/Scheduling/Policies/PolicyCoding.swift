import CivilTime

// How the values of policies are kept by a job store: short texts that people can read.

extension Decoder {
  /// A value that is one text.
  func policy<Value: LosslessStringConvertible>(_: Value.Type) throws -> Value {
    let container = try singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Value(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text.cut(toBytes: 40))' is no \(Value.self) that this version knows")
    }
    return value
  }
}

extension Encoder {
  func policy(_ value: some LosslessStringConvertible) throws {
    var container = singleValueContainer()
    try container.encode(value.description)
  }
}

/// A duration as a text that loses nothing: the largest unit that divides it, such as `90m`, `250ms` or `17ns`.
struct CodedDuration: Codable, LosslessStringConvertible {
  var duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(_ description: String) {
    let isNegative = description.hasPrefix("-")
    guard let read = try? parsedDuration(isNegative ? String(description.dropFirst()) : description) else { return nil }
    duration = isNegative ? .zero - read : read
  }

  var description: String {
    let nanoseconds = duration.nanoseconds
    return nanoseconds < 0 ? "-" + durationText(-max(nanoseconds, -.max)) : durationText(nanoseconds)
  }

  init(from decoder: any Decoder) throws { self = try decoder.policy(Self.self) }
  func encode(to encoder: any Encoder) throws { try encoder.policy(self) }
}
