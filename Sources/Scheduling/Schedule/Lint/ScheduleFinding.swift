public import Cron

/// One thing in a schedule file that is allowed and likely not meant.
public struct ScheduleFinding: Sendable, Hashable {
  /// The job; nil where it concerns several.
  public var job: JobID?
  /// The rule's name, such as `timeout-over-period`.
  public var rule: String
  /// How bad it is.
  public var severity: CronFinding.Severity
  /// What was found.
  public var message: String
  /// What to do; nil where that depends.
  public var suggestion: String?
  /// The line of the job; nil where the format has none.
  public var line: Int?

  /// A finding.
  package init(
    job: JobID?, rule: String, severity: CronFinding.Severity, message: String, suggestion: String? = nil,
    line: Int? = nil
  ) {
    self.job = job
    self.rule = rule
    self.severity = severity
    self.message = message
    self.suggestion = suggestion
    self.line = line
  }
}
