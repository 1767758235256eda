import CivilTime
package import Scheduling
import SchedulingYAML

extension CrontabImport {
  /// Whether every line that cron would run is in the schedule.
  package var isComplete: Bool { entries.allSatisfy { $0.id != nil } }

  /// The jobs as a schedule.
  package var schedule: ScheduleFile {
    var jobs: [JobID: ScheduleJob] = [:]
    for entry in entries { if let id = entry.id { jobs[id] = entry.job } }
    return ScheduleFile(timeZone: timeZone, jobs: jobs)
  }

  /// Adds what lint finds: moved clocks, impossible dates, a step beside a weekday.
  package mutating func addFindings() {
    let places = Dictionary(
      entries.indices.compactMap { index in entries[index].id.map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
    for finding in schedule.findings(now: now) where !["no-owner", "no-idempotency"].contains(finding.rule) {
      let text = "\(finding.message)" + (finding.suggestion.map { "; \($0)" } ?? "")
      if let index = finding.job.flatMap({ places[$0] }) {
        entries[index].notes.append(text)
      } else {
        notes.append(text)
      }
    }
  }

  /// A schedule file whose comments hold the old lines and the notes.
  /// - Throws: `ScheduleFileError` where the file that was written does not load.
  package func yaml(of name: String) throws -> String {
    var lines = ["# Imported from \(Self.comment(name)) by schedulectl. \(Self.bodies(runsCommands))"]
    lines += notes.map { "# - \(Self.comment($0))" }
    lines += try ScheduleFile(timeZone: timeZone, jobs: [:]).yaml().split(separator: "\n").map(String.init).filter {
      $0.hasPrefix("timezone:")
    }
    lines.append("defaults:")
    lines.append("  overlap: skip")
    lines.append(schedule.jobs.isEmpty ? "jobs: {}" : "jobs:")
    for entry in entries {
      lines.append("  # line \(entry.line): \(Self.comment(entry.text))")
      lines += entry.notes.map { "  # - \(Self.comment($0))" }
      guard let id = entry.id else { continue }
      let written = try ScheduleFile(jobs: [id: entry.job]).yaml()
      lines += written.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast().map(String.init)
    }
    let text = lines.joined(separator: "\n")
    _ = try ScheduleFile(yaml: text, file: "the imported schedule").resolved(now: now)
    return text
  }

  private static func bodies(_ runsCommands: Bool) -> String {
    runsCommands
      ? "In the code: try bodies.bindShell(of: schedule), from SchedulingShell."
      : "Each job needs a body in the code, by its id."
  }

  /// The text as it may stand in a comment: YAML refuses control characters and the two noncharacters even there.
  private static func comment(_ text: String) -> String {
    let shown = text.printable(bytes: 4_096).unicodeScalars.map { scalar in
      scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(shown))
  }
}
