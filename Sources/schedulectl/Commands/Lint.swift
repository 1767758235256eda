import ArgumentParser
import CivilTime
import Cron
import Scheduling
import SchedulingYAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `schedulectl lint`: what is allowed and looks wrong.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds what looks wrong in expressions and schedule files.",
    discussion: """
      What ends in .yaml, .yml or .json is read as a schedule file, everything else as a cron expression. Of a file's jobs
      the cron expressions are looked at, time-outs and retries that are longer than the time between two runs, jobs
      without an owner or an idempotency note, and many jobs that are due in the same minute of the hour.
      """)

  @Argument(help: "Cron expressions, or schedule files.")
  var subjects: [String]

  @OptionGroup var options: ScheduleOptions

  @Flag(help: "Exit with 1 for warnings and notes too.")
  var strict = false

  @Flag(help: "Write JSON, one finding a line.")
  var json = false

  func run() throws {
    try reporting {
      let now = Instant(Date())
      var findings: [Finding] = []
      for subject in subjects {
        if [".yaml", ".yml", ".json"].contains(where: subject.hasSuffix) {
          findings += try ScheduleFile(contentsOfFile: subject).findings(now: now).map { Finding(subject: subject, $0) }
        } else {
          guard let schedule = try options.schedule(subject) else {
            throw ValidationError("an rrule cannot be linted; schedulectl explain says what it means")
          }
          findings += CronLint.findings(schedule, now: now).map { Finding(subject: subject, job: nil, $0) }
        }
      }
      for finding in findings { Terminal.writeLine(json ? finding.json.text : finding.text) }
      if findings.isEmpty, !json { Terminal.writeLine("nothing to remark") }
      let worst = findings.map(\.severity).max() ?? .note
      if worst == .error || (strict && !findings.isEmpty) { throw Exit.nothingFound }
    }
  }
}

/// One thing found in an expression or a file.
struct Finding {
  var subject: String
  var job: String?
  var rule: String
  var severity: CronFinding.Severity
  var message: String
  var suggestion: String?

  var text: String {
    let place = job.map { "\(subject): \($0)" } ?? subject
    let line = "\(place): \(severity): \(message)" + (suggestion.map { "; \($0)" } ?? "") + " [\(rule)]"
    return line.printable(bytes: 4_000)
  }

  var json: JSONText {
    .object([
      ("subject", .string(subject)), ("job", JSONText(job)), ("rule", .string(rule)),
      ("severity", .string(severity.description)), ("message", .string(message)), ("suggestion", JSONText(suggestion)),
    ])
  }
}

extension Finding {
  init(subject: String, _ finding: ScheduleFinding) {
    self.init(
      subject: finding.line.map { "\(subject):\($0)" } ?? subject, job: finding.job?.rawValue, rule: finding.rule,
      severity: finding.severity, message: finding.message, suggestion: finding.suggestion)
  }

  init(subject: String, job: String?, _ finding: CronFinding) {
    self.init(
      subject: subject, job: job, rule: finding.rule.rawValue, severity: finding.severity, message: finding.message,
      suggestion: finding.suggestion)
  }
}
