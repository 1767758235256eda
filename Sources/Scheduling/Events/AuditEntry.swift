public import CivilTime

/// Who did what to a scheduler or its fleet: an entry of the audit trail.
public struct AuditEntry: Sendable, Hashable {
  /// Names the entry. Entries of a fleet are in the order of their ids.
  public var id: String
  /// When it was done, by the fleet's clock.
  public var at: Instant
  /// Who did it, as the host's authorization named the caller.
  public var by: String
  /// Where the request came from, such as an address; nil where that is not known.
  public var from: String?
  /// What it came through: `http` or `schedulectl`.
  public var via: String
  /// The replica or program that took the request.
  public var instance: String
  /// What was done, such as `pause`, `run` or `discard`.
  public var action: String
  /// The job; nil for what concerns all of them.
  public var job: JobID?
  /// The run, the dead letter or the selector that it was about.
  public var target: String?
  /// The request whose answer says what became of it.
  public var request: String?
  /// `done`, `asked` for what a replica has yet to do, or `refused`.
  public var result: String
  /// A note, or why it was refused.
  public var detail: String?
  /// What was so before, as far as it was changed.
  public var before: JobArguments?
  /// What is so after.
  public var after: JobArguments?

  /// An entry.
  package init(
    id: String = "", at: Instant, by: String, from: String? = nil, via: String, instance: String, action: String,
    job: JobID? = nil, target: String? = nil, request: String? = nil, result: String = "done", detail: String? = nil,
    before: JobArguments? = nil, after: JobArguments? = nil
  ) {
    self.id = id
    self.at = at
    self.by = by
    self.from = from
    self.via = via
    self.instance = instance
    self.action = action
    self.job = job
    self.target = target
    self.request = request
    self.result = result
    self.detail = detail
    self.before = before
    self.after = after
  }
}

extension AuditEntry: CustomStringConvertible {
  /// One line: time, caller, action, job and result.
  public var description: String {
    let about = [job?.rawValue, target].compactMap(\.self).joined(separator: " ")
    return "\(at) \(by) \(action) \(about): \(result)" + (detail.map { " (\($0))" } ?? "")
  }
}

extension AuditEntry {
  /// The entry as one JSON value, without its id.
  package var json: JobArguments {
    var object: [String: JobArguments] = [
      "at": .string(at.rfc3339), "by": .string(by), "via": .string(via), "instance": .string(instance),
      "action": .string(action), "result": .string(result),
    ]
    object["from"] = from.map(JobArguments.string)
    object["job"] = job.map { .string($0.rawValue) }
    object["target"] = target.map(JobArguments.string)
    object["request"] = request.map(JobArguments.string)
    object["detail"] = detail.map(JobArguments.string)
    object["before"] = before
    object["after"] = after
    return .object(object)
  }

  /// An entry that was kept; nil where it cannot be read.
  package init?(id: String, json: JobArguments) {
    func text(_ key: String) -> String? { if case .string(let text)? = json[key] { text } else { nil } }
    guard let at = text("at").flatMap({ try? Instant(rfc3339: $0) }), let by = text("by"), let action = text("action")
    else { return nil }
    self.init(
      id: id, at: at, by: by, from: text("from"), via: text("via") ?? "", instance: text("instance") ?? "",
      action: action, job: text("job").map { JobID($0) }, target: text("target"), request: text("request"),
      result: text("result") ?? "", detail: text("detail"), before: json["before"], after: json["after"])
  }

  /// The entry with texts of bounded length, so that a trail has bounded bytes: what is larger than 8 KiB is left out.
  package var bounded: AuditEntry {
    var entry = self
    entry.by = by.cut(toBytes: 200)
    entry.from = from?.cut(toBytes: 200)
    entry.target = target?.cut(toBytes: 400)
    entry.detail = detail?.cut(toBytes: 1_000)
    func isLarge(_ value: JobArguments?) -> Bool { value.map { ((try? $0.json().count) ?? .max) > 4_096 } ?? false }
    if isLarge(before) { entry.before = .string("left out: larger than 4 KiB") }
    if isLarge(after) { entry.after = .string("left out: larger than 4 KiB") }
    return entry
  }
}
