typealias ScheduleWriter = KeyedEncodingContainer<ScheduleKey>

/// One key of a mapping in a schedule file. Reading, writing, merging over the defaults, the JSON Schema and the
/// documentation all go by the same table of these, so that they cannot come apart.
package struct ScheduleField<Root: Sendable>: Sendable {
  /// The key.
  package let name: String
  /// What may stand there.
  package let value: String
  /// What it does.
  package let about: String
  /// What holds where it is left out.
  package let unlessGiven: String
  /// What the JSON Schema says of its value.
  let schema: JobArguments
  let read: @Sendable (StrictMapping, inout Root) throws -> Void
  let write: @Sendable (Root, inout ScheduleWriter) throws -> Void
  /// Lays the first, where it says something, over the second.
  let merge: @Sendable (_ own: Root, _ merged: inout Root) -> Void

  /// A key that is a property.
  init<Value>(
    _ name: String, _ path: any WritableKeyPath<Root, Value?> & Sendable, _ form: ScheduleForm<Value>, _ about: String,
    unlessGiven: String = "none"
  ) {
    (self.name, self.value, self.about, self.unlessGiven) = (name, form.expected, about, unlessGiven)
    schema = form.schema
    read = { mapping, root in root[keyPath: path] = try form.read(mapping, name) }
    write = { root, container in
      if let value = root[keyPath: path] { try form.write(value, &container, name) }
    }
    merge = { own, merged in
      guard let value = own[keyPath: path] else { return }
      merged[keyPath: path] = merged[keyPath: path].map { form.merge(value, $0) } ?? value
    }
  }

  /// A key that is one case of a property: of the keys of one property only one may be there.
  init<Choice, Value>(
    _ name: String, of path: any WritableKeyPath<Root, Choice?> & Sendable, _ form: ScheduleForm<Value>,
    _ make: @escaping @Sendable (Value) -> Choice, _ take: @escaping @Sendable (Choice) -> Value?, _ about: String
  ) {
    (self.name, self.value, self.about, unlessGiven) = (name, form.expected, about, "")
    schema = form.schema
    read = { mapping, root in
      if let value = try form.read(mapping, name) { root[keyPath: path] = make(value) }
    }
    write = { root, container in
      if let value = root[keyPath: path].flatMap(take) { try form.write(value, &container, name) }
    }
    merge = { own, merged in
      if let choice = own[keyPath: path], take(choice) != nil { merged[keyPath: path] = choice }
    }
  }
}

/// A mapping of a schedule file whose keys are ``ScheduleField``s: each property is nil where it was not written.
protocol ScheduleObject: Sendable {
  init()
  static var fields: [ScheduleField<Self>] { get }
  /// What it is a mapping of.
  static var what: String { get }
}

extension ScheduleObject {
  init(reading decoder: any Decoder) throws {
    let mapping = try StrictMapping(decoder, of: Self.what)
    var faults = FaultCollector()
    faults.add(mapping.unknown(Self.fields.map(\.name)))
    self.init()
    for field in Self.fields { try faults.collect { try field.read(mapping, &self) } }
    try faults.finish()
  }

  func write(to container: inout ScheduleWriter) throws {
    for field in Self.fields { try field.write(self, &container) }
  }

  func over(_ defaults: Self) -> Self {
    var merged = defaults
    for field in Self.fields { field.merge(self, &merged) }
    return merged
  }

  static func schema(required: [String] = []) -> JobArguments {
    var properties: [String: JobArguments] = [:]
    for field in fields {
      guard case .object(var schema) = field.schema else { continue }
      schema["description"] = .string(field.about)
      properties[field.name] = .object(schema)
    }
    var schema: [String: JobArguments] = [
      "type": "object", "additionalProperties": false, "properties": .object(properties),
    ]
    if !required.isEmpty { schema["required"] = .array(required.map(JobArguments.string)) }
    return .object(schema)
  }
}
