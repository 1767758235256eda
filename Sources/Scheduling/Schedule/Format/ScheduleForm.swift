import CivilTime

/// How a kind of value stands in a schedule file.
struct ScheduleForm<Value: Sendable>: Sendable {
  /// What should stand there, with an example: for errors and the documentation.
  let expected: String
  let schema: JobArguments
  /// Nil only where the key is not there.
  let read: @Sendable (StrictMapping, String) throws -> Value?
  let write: @Sendable (Value, inout ScheduleWriter, String) throws -> Void
  var merge: @Sendable (_ own: Value, _ defaults: Value) -> Value = { own, _ in own }
}

extension ScheduleForm where Value: Codable {
  /// A value that reads itself.
  static func plain(_ expected: String, _ schema: JobArguments) -> ScheduleForm {
    ScheduleForm(
      expected: expected, schema: schema,
      read: { mapping, key in try mapping.value(key, expected: expected) },
      write: { value, container, key in try container.encode(value, forKey: ScheduleKey(key)) })
  }
}

extension ScheduleForm where Value == String {
  static func text(_ expected: String = "a text") -> ScheduleForm { .plain(expected, ["type": "string"]) }
}

extension ScheduleForm where Value == Bool {
  static var truth: ScheduleForm { .plain("true or false", ["type": "boolean"]) }
}

extension ScheduleForm where Value == [String] {
  static func texts(_ expected: String) -> ScheduleForm {
    .plain(expected, ["type": "array", "items": ["type": "string"]])
  }
}

extension ScheduleForm where Value == Int {
  static func integer(_ range: ClosedRange<Int>) -> ScheduleForm {
    let expected =
      range.upperBound == .max
      ? "a whole number of \(range.lowerBound) or more"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    var schema: [String: JobArguments] = ["type": "integer", "minimum": .int(Int64(range.lowerBound))]
    if range.upperBound != .max { schema["maximum"] = .int(Int64(range.upperBound)) }
    return ScheduleForm(
      expected: expected, schema: .object(schema),
      read: { mapping, key in
        let number: Int? = try mapping.value(key, expected: expected)
        if let number, !range.contains(number) { throw mapping.error(key, "\(number) is not \(expected)") }
        return number
      },
      write: { value, container, key in try container.encode(value, forKey: ScheduleKey(key)) })
  }
}

extension ScheduleForm where Value == Double {
  /// 0 to 1.
  static var share: ScheduleForm {
    let expected = "a share from 0 to 1 such as 0.2"
    return ScheduleForm(
      expected: expected, schema: ["type": "number", "minimum": 0, "maximum": 1],
      read: { mapping, key in
        let number: Double? = try mapping.value(key, expected: expected)
        if let number, !(0...1).contains(number) { throw mapping.error(key, "\(number) is not \(expected)") }
        return number
      },
      write: { value, container, key in try container.encode(value, forKey: ScheduleKey(key)) })
  }
}

extension ScheduleForm where Value == Duration {
  static var duration: ScheduleForm {
    ScheduleForm(
      expected: ScheduleDuration.expected, schema: ["$ref": "#/$defs/duration"],
      read: { mapping, key in try mapping.text(key, expected: ScheduleDuration.expected, ScheduleDuration.parse) },
      write: { value, container, key in try container.encode(duration: value, forKey: key) })
  }
}

extension ScheduleForm {
  /// A duration, or `none`.
  static func durationOrNone(
    _ make: @escaping @Sendable (Duration?) -> Value, _ duration: @escaping @Sendable (Value) -> Duration?
  ) -> ScheduleForm {
    let expected = ScheduleDuration.expected + ", or none"
    return ScheduleForm(
      expected: expected, schema: ["anyOf": [["$ref": "#/$defs/duration"], ["const": "none"]]],
      read: { mapping, key in
        try mapping.text(key, expected: expected) { text in
          text == "none" ? make(nil) : ScheduleDuration.parse(text).map(make)
        }
      },
      write: { value, container, key in try container.encode(duration: duration(value), forKey: key) })
  }

  /// A text with a meaning.
  static func text(
    _ expected: String, schema: JobArguments = ["type": "string"], _ make: @escaping @Sendable (String) -> Value?,
    _ text: @escaping @Sendable (Value) -> String
  ) -> ScheduleForm {
    ScheduleForm(
      expected: expected, schema: schema,
      read: { mapping, key in try mapping.text(key, expected: expected, make) },
      write: { value, container, key in try container.encode(text(value), forKey: ScheduleKey(key)) })
  }

  /// A mapping.
  static func mapping(_ expected: String) -> ScheduleForm where Value: ScheduleObject {
    ScheduleForm(
      expected: expected, schema: Value.schema(),
      read: { mapping, key in try mapping.decoder(key, expected: expected).map(Value.init(reading:)) },
      write: { value, container, key in
        var nested = container.nestedContainer(keyedBy: ScheduleKey.self, forKey: ScheduleKey(key))
        try value.write(to: &nested)
      },
      merge: { own, defaults in own.over(defaults) })
  }
}

extension ScheduleForm where Value == Instant {
  static var instant: ScheduleForm {
    .text(
      "an RFC 3339 time such as 2026-11-21T10:31:00Z", schema: ["type": "string", "format": "date-time"],
      { try? Instant(rfc3339: $0) }, \.rfc3339)
  }
}

extension KeyedEncodingContainer<ScheduleKey> {
  /// Writes a duration as ``ScheduleDuration`` reads it, nil as `none`.
  mutating func encode(duration: Duration?, forKey key: String) throws {
    guard let duration else { return try encode("none", forKey: ScheduleKey(key)) }
    guard let text = ScheduleDuration.text(duration) else {
      throw ScheduleFileError(
        key: codingPath.map(\.stringValue) + [key],
        "\(duration) cannot be written: schedule files hold whole milliseconds, zero or more")
    }
    try encode(text, forKey: ScheduleKey(key))
  }
}
