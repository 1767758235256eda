import CivilTime
import Scheduling

/// The policies of a job as they are in force, under the names of a schedule file, and where each comes from.
struct PolicyJSON {
  let scheduler: Scheduler
  let job: JobInfo

  /// The options' own names, and those of a schedule file.
  private static let names = [
    ("misfireGrace", "misfire-grace"), ("coalesce", "coalesce"), ("overlap", "overlap"),
    ("maxInstances", "max-instances"), ("timeout", "timeout"), ("jitter", "jitter"), ("retry", "retry"),
    ("breaker", "breaker"), ("pausesOnFailure", "pause-on-failure"), ("lock", "lock"), ("lease", "lease"),
    ("minimumHold", "minimum-hold"), ("recovery", "recovery"), ("whenClaimsUnreachable", "claims-unreachable"),
    ("priority", "priority"), ("executor", "executor"), ("queue", "queue"), ("alerts", "alerts"), ("owner", "owner"),
    ("description", "description"), ("tags", "tags"), ("idempotency", "idempotency"),
    ("heartbeat", "heartbeat"), ("keepsEvidence", "keep-evidence"), ("startsPaused", "paused"),
  ]

  var all: JSON {
    let origin = scheduler.origin(of: job.id)
    let given = (try? JobArguments(job.options)) ?? .null
    let defaults = (try? JobArguments(JobOptions())) ?? .null
    return .list(
      Self.names.map { own, name in
        let value = given[own] ?? effective(name)
        let isDefault = given[own] == defaults[own]
        let (source, file) = source(name, origin, isDefault: isDefault)
        return [
          "name": .text(name), "value": JSON(value), "words": .text(Self.words(value)), "source": .text(source),
          "origin": JSON(file),
        ]
      })
  }

  /// What holds where an option has no value of its own.
  private func effective(_ name: String) -> JobArguments {
    switch name {
    case "max-instances": .int(job.options.overlap == .allow ? Int64(JobOptions.maximumInstances) : 1)
    case "lock": .string(scheduler.lockKey(of: job.id) ?? job.id.rawValue)
    case "lease": .string(scheduler.leaseText)
    case "recovery": .string(job.version == nil ? "record" : "rerun")
    case "timeout", "retry", "breaker": .string("none")
    case "keep-evidence": .bool(true)
    default: .null
    }
  }

  private func source(_ name: String, _ origin: JobOrigin?, isDefault: Bool) -> (String, String?) {
    if let origin {
      let file = origin.file.isEmpty ? "schedule" : origin.file
      if origin.ownKeys.contains(name) { return ("file", file) }
      if origin.defaultKeys.contains(name) { return ("file", "\(file), defaults") }
      return ("default", nil)
    }
    if isDefault { return ("default", nil) }
    return (job.version == nil ? "code" : "store", nil)
  }

  private static func words(_ value: JobArguments) -> String {
    switch value {
    case .null: "none"
    case .array(let values): values.map(words).joined(separator: ", ")
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { "\($0.key): \(words($0.value))" }.joined(separator: ", ")
    default: value.text ?? ""
    }
  }
}
