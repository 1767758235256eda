import CivilTime

/// How two schedules differ: what was added, changed and removed.
///
/// Jobs are compared as they are with the defaults laid under them, so that a default that is moved into each job is no
/// change.
public struct ScheduleChanges: Sendable, Hashable, Codable {
  /// The jobs that are new, with what their trigger says.
  public var added: [JobID: String] = [:]
  /// The jobs that are no more.
  public var removed: [JobID] = []
  /// The keys that are other, by job.
  public var changed: [JobID: [Change]] = [:]
  /// How many jobs are as they were.
  public var unchanged = 0

  /// One key of one job.
  public struct Change: Sendable, Hashable, Codable {
    /// The key, `retry.attempts`.
    public var key: String
    /// What it was; nil where it was not written.
    public var old: String?
    /// What it is; nil where it is not written.
    public var new: String?

    /// A change.
    package init(key: String, old: String?, new: String?) { (self.key, self.old, self.new) = (key, old, new) }
  }

  /// True where nothing is other.
  public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

  /// No changes.
  package init() {}
}

extension ScheduleChanges: CustomStringConvertible {
  /// For people: `+`, `~` and `-` with a line for each job and each key, and a sum at the end.
  public var description: String {
    func shown(_ text: String?) -> String { text?.printable(bytes: 500) ?? "(not written)" }
    var lines = added.sorted { $0.key < $1.key }.map { "+ \(shown($0.key.rawValue))  \(shown($0.value))" }
    for (job, changes) in changed.sorted(by: { $0.key < $1.key }) {
      lines.append("~ \(shown(job.rawValue))")
      for change in changes {
        lines.append("    \(shown(change.key)): \(shown(change.old)) -> \(shown(change.new))")
      }
    }
    lines += removed.map { "- \(shown($0.rawValue))" }
    lines.append(
      "\(added.count) added, \(changed.count) changed, \(removed.count) removed, \(unchanged) unchanged")
    return lines.joined(separator: "\n")
  }
}

extension ScheduleFile {
  /// What is other here than in an older schedule.
  ///
  /// The values of `arguments` may be secrets, and changes are logged: that they are other is said, and not how.
  /// - Parameters:
  ///   - old: the older schedule.
  ///   - shown: shows the values of arguments as far as this redaction does not hide them; defaults to none of them.
  public func changes(from old: ScheduleFile, showingArguments shown: Redaction? = nil) -> ScheduleChanges {
    var changes = ScheduleChanges()
    for id in jobs.keys {
      let new = effective(id)
      let job = jobs[id]?.merged(over: defaults)
      guard old.jobs[id] != nil else {
        changes.added[id] = new[new.keys.first { ScheduleTrigger.keys.contains($0) } ?? ""] ?? ""
        continue
      }
      let former = old.effective(id)
      let keys = Set(new.keys).union(former.keys).sorted().filter { new[$0] != former[$0] }
      if keys.isEmpty {
        changes.unchanged += 1
      } else {
        func masked(_ key: String, _ value: String?) -> String? {
          guard let value, key == "arguments" || key.hasPrefix("arguments.") else { return value }
          guard let shown else { return Redaction.placeholder }
          let handler = job?.handler ?? id.rawValue
          if shown.secretHandlers.contains(handler)
            || key.split(separator: ".").contains(where: { shown.hides(String($0)) })
          {
            return Redaction.placeholder
          }
          return shown.message(value, handler: handler)
        }
        changes.changed[id] = keys.map {
          ScheduleChanges.Change(key: $0, old: masked($0, former[$0]), new: masked($0, new[$0]))
        }
      }
    }
    changes.removed = old.jobs.keys.filter { jobs[$0] == nil }.sorted()
    return changes
  }

  /// A job's keys with the defaults under them, nested ones with dots between, each with its value as a text.
  private func effective(_ id: JobID) -> [String: String] {
    guard var job = jobs[id]?.merged(over: defaults) else { return [:] }
    if job.timeZone == nil, job.exclude != nil || job.trigger?.companions.contains("timezone") == true {
      job.timeZone = timeZone
    }
    // Durations made in code may be finer than a file can express; they are compared too.
    guard let written = try? JobArguments(job) else { return ["(cannot be written)": "\(job)"] }
    var texts: [String: String] = [:]
    written.flatten(into: &texts, at: "")
    return texts
  }
}

extension JobArguments {
  fileprivate func flatten(into texts: inout [String: String], at path: String) {
    guard case .object(let members) = self, !members.isEmpty else {
      texts[path] = flowText
      return
    }
    for (name, value) in members { value.flatten(into: &texts, at: path.isEmpty ? name : "\(path).\(name)") }
  }

  /// As YAML and JSON write it within a line.
  private var flowText: String {
    switch self {
    case .null: "null"
    case .array(let values): "[\(values.map(\.flowText).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.flowText)" }.joined(separator: ", "))}"
    case .bool, .int, .double, .string: text ?? ""
    }
  }
}
