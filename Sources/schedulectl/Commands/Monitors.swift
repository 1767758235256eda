import ArgumentParser
import CivilTime
import Scheduling
import SchedulingYAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `schedulectl monitors`.
struct Monitors: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints how outside monitors of a schedule file's jobs should be set.",
    discussion: """
      For each job with a heartbeat: the longest time between two of its instants (PERIOD), and how much later than its \
      instant a run may end and still be in order (GRACE): misfire-grace and jitter, the timeout of each attempt and the \
      waits between them. A job whose policies give no bound has - and the keys that are missing.

      EXAMPLE
        schedulectl monitors schedule.yaml
      """)

  @Argument(help: "The schedule file; - for standard input.")
  var file: String

  @Flag(help: "Show jobs without a heartbeat as well.")
  var all = false

  @Flag(help: "Write a JSON object on each line, with durations in seconds.")
  var json = false

  func run() throws {
    try reporting {
      let schedule = try ScheduleFile(contentsOfFile: file)
      let now = Instant(Date())
      let jobs = try schedule.resolved(now: now).filter { all || $0.options.heartbeat != nil }
      guard !jobs.isEmpty else {
        Terminal.writeError("no job has a heartbeat: add heartbeat: KEY to one, or pass --all")
        throw Exit.nothingFound
      }
      if json { writeJSON(jobs, now) } else { writeTable(jobs, now) }
    }
  }

  private func writeTable(_ jobs: [ResolvedJob], _ now: Instant) {
    var table = Table(columns: ["JOB", "MONITOR", "PERIOD", "GRACE", "SCHEDULE"])
    for job in jobs {
      let settings = MonitorSettings(job.trigger, job.options, now: now)
      table.rows.append([
        job.id.rawValue, job.options.heartbeat ?? "-", settings.period.map(Self.text) ?? "-",
        settings.grace.map(Self.text) ?? "- (set \(settings.unbounded.joined(separator: ", ")))", Self.schedule(job),
      ])
    }
    Terminal.writeLines(table.text)
  }

  private func writeJSON(_ jobs: [ResolvedJob], _ now: Instant) {
    for job in jobs {
      let settings = MonitorSettings(job.trigger, job.options, now: now)
      func seconds(_ duration: Duration?) -> JSONText {
        duration.map { .number(Int($0.components.seconds) + ($0.components.attoseconds > 0 ? 1 : 0)) } ?? .null
      }
      Terminal.writeLine(
        JSONText.object([
          ("job", .string(job.id.rawValue)), ("monitor", job.options.heartbeat.map { .string($0) } ?? .null),
          ("period", seconds(settings.period)), ("grace", seconds(settings.grace)),
          ("needs", .array(settings.unbounded.map { .string($0) })), ("schedule", .string(Self.schedule(job))),
        ]).text)
    }
  }

  private static func schedule(_ job: ResolvedJob) -> String {
    job.trigger.timeZoneName.map { "\(job.trigger.expression) (\($0))" } ?? job.trigger.expression
  }

  /// Whole seconds, rounded up.
  private static func text(_ duration: Duration) -> String {
    let seconds = duration.components.seconds + (duration.components.attoseconds > 0 ? 1 : 0)
    let parts = [(seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
    let words = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }
    return words.isEmpty ? "0s" : words.joined(separator: " ")
  }
}
