#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A job's definition as a store keeps it: JSON with the keys `handler`, `trigger` and `options`. What a newer version
/// has added stays in it when this version changes the rest.
struct StoredDefinition {
  var handler: String
  var trigger: any Trigger
  var options: JobOptions
  /// All of it, what this version does not know included.
  private var fields: [String: JobArguments]

  /// A new definition.
  /// - Throws: `TriggerCodingError` for a trigger that cannot be stored.
  init(handler: String, trigger: any Trigger, options: JobOptions, coding: TriggerCoding) throws {
    self.handler = handler
    self.trigger = trigger
    self.options = options
    fields = [:]
    try write(coding)
  }

  /// - Throws: `TriggerCodingError`, `DecodingError`: a newer version may have written it.
  init(json: String, coding: TriggerCoding) throws {
    let decoder = JSONDecoder()
    guard case .object(let fields) = try decoder.decode(JobArguments.self, from: Data(json.utf8)) else {
      throw TriggerCodingError.malformed(reason: "a definition is a JSON object")
    }
    guard let handler = fields["handler"]?.text, let trigger = fields["trigger"] else {
      throw TriggerCodingError.malformed(reason: "a definition has the keys \"handler\" and \"trigger\"")
    }
    self.fields = fields
    self.handler = handler
    let encoder = JSONEncoder()
    self.trigger = try coding.decode(encoder.encode(trigger))
    options = try decoder.decode(JobOptions.self, from: encoder.encode(fields["options"] ?? .object([:])))
  }

  /// What `add` checks, again.
  /// - Throws: `SchedulerError` for a policy or a trigger that `add` would refuse.
  func validate(_ job: JobID) throws {
    try options.validate(job)
    if trigger is any EventTrigger {
      throw SchedulerError(.invalidTrigger, "a stored job's trigger has to name instants", job: job)
    }
    _ = try trigger.prepared(for: job)
  }

  /// The handler of a definition whose other parts cannot be read.
  static func handler(ofUnreadable json: String) -> String? {
    (try? JSONDecoder().decode(JobArguments.self, from: Data(json.utf8)))?["handler"]?.text
  }

  /// The text that is stored: keys in order, so that texts may be compared.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(JobArguments.object(fields)), as: UTF8.self)
    }
  }

  /// Another definition in the place of this one, with all that a newer version has added to it.
  /// - Throws: as ``init(handler:trigger:options:coding:)``.
  func replaced(by new: StoredDefinition, coding: TriggerCoding) throws -> StoredDefinition {
    var replaced = self
    // What this version would write of the old options is known; the rest is another version's.
    let known = try Self.object(options)
    var unknown = [String: JobArguments]()
    if case .object(let written) = fields["options"] { unknown = written.filter { known[$0.key] == nil } }
    replaced.handler = new.handler
    replaced.trigger = new.trigger
    replaced.options = new.options
    try replaced.write(coding)
    if case .object(let options) = replaced.fields["options"] ?? .object([:]) {
      let merged = unknown.merging(options) { _, ours in ours }
      replaced.fields["options"] = merged.isEmpty ? nil : .object(merged)
    }
    return replaced
  }

  private mutating func write(_ coding: TriggerCoding) throws {
    fields["handler"] = .string(handler)
    fields["trigger"] = try JSONDecoder().decode(JobArguments.self, from: coding.encode(trigger))
    let options = try Self.object(options)
    fields["options"] = options.isEmpty ? nil : .object(options)
  }

  private static func object(_ options: JobOptions) throws -> [String: JobArguments] {
    let written = try JSONDecoder().decode(JobArguments.self, from: JSONEncoder().encode(options))
    guard case .object(let fields) = written else { return [:] }
    return fields
  }
}

/// The reading of a stored definition, for fuzzers and tests: whatever the text is, nothing traps.
package enum StoredRows {
  /// Reads a definition as a replica does that finds it in a store. Nil when it cannot be read, or says what `add` refuses.
  package static func handler(of json: String) -> String? {
    guard let read = try? StoredDefinition(json: json, coding: .builtIn), (try? read.validate("job")) != nil else {
      return nil
    }
    return read.handler
  }
}
