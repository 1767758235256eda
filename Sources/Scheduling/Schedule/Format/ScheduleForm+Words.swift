// Values that are one of a few words, and values that may be something else instead.

extension ScheduleForm {
  /// One of the cases, by its raw value.
  static func word() -> ScheduleForm where Value: RawRepresentable<String> & CaseIterable {
    let names = Value.allCases.map(\.rawValue)
    return ScheduleForm(
      expected: "one of \(names.joined(separator: ", "))", schema: enumeration(names),
      read: { mapping, key in try mapping.word(key) },
      write: { value, container, key in try container.encode(value.rawValue, forKey: ScheduleKey(key)) })
  }

  private static func enumeration(_ names: [String]) -> JobArguments {
    ["enum": .array(names.map(JobArguments.string))]
  }

  /// One of a few words, or a mapping with one key and a number: `latest`, `{ all: 5 }`.
  static func word(
    _ words: KeyValuePairs<String, Value>, or number: (key: String, range: ClosedRange<Int>), _ expected: String,
    _ make: @escaping @Sendable (Int) -> Value, _ take: @escaping @Sendable (Value) -> Int?
  ) -> ScheduleForm where Value: Equatable {
    .word(words, or: number.key, .integer(number.range), "how many?", expected, make, take)
  }

  /// One of a few words, or a mapping with one key and a value of another form: `record`, `{ rerun: 10m }`.
  static func word<Nested: Sendable>(
    _ words: KeyValuePairs<String, Value>, or key: String, _ form: ScheduleForm<Nested>, _ question: String,
    _ expected: String, _ make: @escaping @Sendable (Nested) -> Value, _ take: @escaping @Sendable (Value) -> Nested?
  ) -> ScheduleForm where Value: Equatable {
    let table = words.map { (name: $0.key, value: $0.value) }
    let mappingSchema: JobArguments = [
      "type": "object", "additionalProperties": false, "required": [.string(key)],
      "properties": .object([key: form.schema]),
    ]
    return ScheduleForm(
      expected: expected, schema: ["anyOf": [enumeration(table.map(\.name)), mappingSchema]],
      read: { mapping, name in
        guard let decoder = try mapping.decoder(name, expected: expected) else { return nil }
        if let text = try? decoder.singleValueContainer().decode(String.self) {
          return try mapping.meaning(of: text, name, names: table.map(\.name), expected) { text in
            table.first { $0.name == text }?.value
          }
        }
        let nested = try StrictMapping(decoder, of: "the key \(key)", known: [key])
        guard let value = try form.read(nested, key) else { throw nested.error(key, "is missing: \(question)") }
        return make(value)
      },
      write: { value, container, name in
        if let inner = take(value) {
          var nested = container.nestedContainer(keyedBy: ScheduleKey.self, forKey: ScheduleKey(name))
          try form.write(inner, &nested, key)
        } else if let word = table.first(where: { $0.value == value })?.name {
          try container.encode(word, forKey: ScheduleKey(name))
        }
      })
  }
}

extension ScheduleForm where Value == Coalesce {
  static var coalesce: ScheduleForm {
    .word(
      ["latest": .latest, "discard": .discard], or: ("all", 1...100_000),
      "latest, discard, or { all: 5 } for the newest five",
      { .all(limit: $0) },
      { coalesce in
        guard case .all(let limit) = coalesce else { return nil }
        return limit
      })
  }
}

extension ScheduleForm where Value == Overlap {
  static var overlap: ScheduleForm {
    .word(
      ["skip": .skip, "allow": .allow, "queue-one": .queueOne, "cancel-previous": .cancelPrevious],
      or: ("queue-all", 1...10_000), "skip, allow, queue-one, cancel-previous, or { queue-all: 10 }",
      { .queueAll(limit: $0) },
      { overlap in
        guard case .queueAll(let limit) = overlap else { return nil }
        return limit
      })
  }
}

extension ScheduleForm where Value == Recovery {
  static var recovery: ScheduleForm {
    .word(
      ["rerun": .rerun, "record": .record], or: "rerun", .duration, "for how long?",
      "rerun, record, or { rerun: 10m } for up to ten minutes after the crash", { .rerun(within: $0) }, \.limit)
  }
}

extension ScheduleForm where Value == JobPriority {
  private static let words: KeyValuePairs<String, JobPriority> = ["low": .low, "medium": .medium, "high": .high]

  static var priority: ScheduleForm {
    let expected = "low, medium, high, or a whole number from -1000 to 1000"
    let names = words.map(\.key)
    return ScheduleForm(
      expected: expected,
      schema: [
        "anyOf": [
          ["enum": .array(names.map(JobArguments.string))],
          ["type": "integer", "minimum": -1_000, "maximum": 1_000],
        ]
      ],
      read: { mapping, key in
        guard let decoder = try mapping.decoder(key, expected: expected) else { return nil }
        if let number = try? decoder.singleValueContainer().decode(Int.self) {
          guard (-1_000...1_000).contains(number) else { throw mapping.error(key, "\(number) is not \(expected)") }
          return JobPriority(number)
        }
        guard let text = try? decoder.singleValueContainer().decode(String.self) else {
          throw mapping.error(key, "expected \(expected)")
        }
        return try mapping.meaning(of: text, key, names: names, expected) { text in
          words.first { $0.key == text }?.value
        }
      },
      write: { value, container, key in
        if let word = words.first(where: { $0.value == value })?.key {
          try container.encode(word, forKey: ScheduleKey(key))
        } else {
          try container.encode(value.value, forKey: ScheduleKey(key))
        }
      })
  }
}

extension ScheduleForm where Value == JobArguments {
  /// Any value; mappings are merged key by key, everything else is replaced.
  static var arguments: ScheduleForm {
    var form = ScheduleForm.plain("any value", [:])
    form.merge = { own, defaults in own.merged(over: defaults) }
    return form
  }
}

extension JobArguments {
  /// Mappings are merged key by key, to any depth; a list, a text, a number or null takes the place of what was there.
  func merged(over defaults: JobArguments) -> JobArguments {
    guard case .object(let own) = self, case .object(let others) = defaults else { return self }
    return .object(others.merging(own) { $1.merged(over: $0) })
  }
}
