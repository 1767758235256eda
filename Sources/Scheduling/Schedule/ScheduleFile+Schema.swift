extension ScheduleFile {
  /// The JSON Schema (draft 2020-12) of schedule files, made from the same table of keys that reads them. Editors and CI
  /// check YAML files with it as well.
  ///
  /// A file that it accepts may still be refused: cron expressions, zones and ranges that depend on each other are checked
  /// when the file is read.
  public static var jsonSchema: JobArguments {
    guard case .object(var job) = ScheduleJob.schema() else { return .null }
    // One trigger at most: it may come from the defaults.
    let triggers: [JobArguments] = ScheduleTrigger.keys.map { ["required": [.string($0)]] }
    job["oneOf"] = .array(triggers + [["not": ["anyOf": .array(triggers)]]])
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A schedule of swift-scheduling",
      "type": "object",
      "additionalProperties": false,
      "required": ["jobs"],
      "properties": [
        "timezone": [
          "type": "string", "description": "where cron expressions are evaluated unless a job says otherwise; UTC",
        ],
        "defaults": ["$ref": "#/$defs/job", "description": "any key of a job; a job's own keys are merged over them"],
        "jobs": [
          "type": "object", "description": "the jobs by id",
          "propertyNames": ["minLength": 1, "maxLength": .int(Int64(JobID.maximumLength))],
          "additionalProperties": ["$ref": "#/$defs/job"],
        ],
      ],
      "$defs": [
        "duration": ["type": "string", "pattern": "^[0-9]+(ms|s|m|h|d)$"],
        "job": .object(job), "part": SchedulePart.schema,
      ],
    ]
  }

  /// Every key in the order in which files are written.
  package static var keyOrder: [String] {
    ["timezone", "defaults", "jobs"] + ScheduleJob.fields.map(\.name) + ScheduleRetry.fields.map(\.name)
      + ScheduleBreaker.fields.map(\.name) + ScheduleAlerts.fields.map(\.name) + JobOptions.Owner.fields.map(\.name)
  }

  /// The keys of a job as a table in Markdown, as the documentation has it.
  package static var keyTable: String {
    let mappings: [(String, [(name: String, value: String, about: String, unlessGiven: String)])] = [
      ("retry", ScheduleRetry.fields.map { ($0.name, $0.value, $0.about, $0.unlessGiven) }),
      ("breaker", ScheduleBreaker.fields.map { ($0.name, $0.value, $0.about, $0.unlessGiven) }),
      ("alerts", ScheduleAlerts.fields.map { ($0.name, $0.value, $0.about, $0.unlessGiven) }),
      ("owner", JobOptions.Owner.fields.map { ($0.name, $0.value, $0.about, $0.unlessGiven) }),
    ]
    var rows = ["| key | value | what it does | default |", "|---|---|---|---|"]
    func add(_ name: String, _ value: String, _ about: String, _ unlessGiven: String) {
      rows.append("| `\(name)` | \(value) | \(about) | \(unlessGiven) |")
    }
    for field in ScheduleJob.fields {
      add(field.name, field.value, field.about, field.unlessGiven)
      for (name, fields) in mappings where name == field.name {
        for nested in fields { add("\(name).\(nested.name)", nested.value, nested.about, nested.unlessGiven) }
      }
    }
    return rows.joined(separator: "\n")
  }
}
