import ArgumentParser
import CivilTime
import Scheduling
import SchedulingYAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `schedulectl plan`: which instants a change adds and removes.
struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows which instants a change of a schedule file, or of an expression, adds and removes.",
    discussion: """
      Two schedule files, or two expressions, are worked out for a number of days from now. Exits with 0 where no instant is
      other and with 1 where one is.

      EXAMPLES
        git show main:schedule.yaml > /tmp/old.yaml && schedulectl plan /tmp/old.yaml schedule.yaml --days 14
        schedulectl plan '0 2 * * *' '30 2 * * *' --tz Europe/Berlin --markdown
      """)

  @Argument(help: "The schedule file, or the expression, as it is now.")
  var old: String

  @Argument(help: "The schedule file, or the expression, as it shall be.")
  var new: String

  @OptionGroup var options: ScheduleOptions

  @Option(help: "For how many days, 1 to 400.")
  var days = 14

  @Option(help: "The time from which on to look, RFC 3339; defaults to now.")
  var from: String?

  @Option(help: "How many instants of each kind to list for a job, 0 to 1,000.")
  var show = 5

  @Flag(help: "Write JSON.")
  var json = false

  @Flag(help: "Write Markdown, for a pull request.")
  var markdown = false

  func validate() throws {
    guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400") }
    guard (0...1_000).contains(show) else { throw ValidationError("--show is 0 to 1000") }
    guard !(json && markdown) else { throw ValidationError("--json and --markdown exclude each other") }
  }

  func run() throws {
    try reporting {
      let from = try from.map { try Instant(rfc3339: $0) } ?? Instant(Date())
      let to = from + .seconds(Int64(days) * 86_400)
      let plan = SchedulePlan(old: try triggers(old, from), new: try triggers(new, from), from: from, to: to)
      let findings = isFile(new) ? try ScheduleFile(contentsOfFile: new).findings(now: from) : []
      let report = PlanReport(plan: plan, findings: findings.map { Finding(subject: new, $0) }, days: days, show: show)
      Terminal.writeLines(json ? report.json.text : markdown ? report.markdown : report.text)
      if plan.changesSomething { throw Exit.nothingFound }
    }
  }

  private func isFile(_ subject: String) -> Bool { [".yaml", ".yml", ".json"].contains(where: subject.hasSuffix) }

  private func triggers(_ subject: String, _ now: Instant) throws -> [JobID: any Trigger] {
    guard isFile(subject) else { return ["expression": try options.trigger(subject)] }
    let jobs = try ScheduleFile(contentsOfFile: subject).resolved(now: now)
    return Dictionary(jobs.map { ($0.id, $0.trigger) }, uniquingKeysWith: { $1 })
  }
}
