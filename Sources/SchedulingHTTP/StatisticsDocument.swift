import CivilTime
import Scheduling

/// How a job has done.
struct StatisticsDocument: Encodable {
  var statistics: JobStatistics

  private enum Key: String, CodingKey {
    case successRate = "success_rate"
    case duration = "duration_ms"
    case lastSuccess = "last_success"
    case lastFailure = "last_failure"
    case lastError = "last_error"
    case job, from, to, runs, succeeded, failures, retries, skipped, missed
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(statistics.job, forKey: .job)
    try container.encode(statistics.from?.rfc3339, forKey: .from)
    try container.encode(statistics.to?.rfc3339, forKey: .to)
    try container.encode(statistics.runs, forKey: .runs)
    try container.encode(statistics.succeeded, forKey: .succeeded)
    try container.encode(statistics.failures, forKey: .failures)
    try container.encode(statistics.retries, forKey: .retries)
    try container.encode(statistics.skipped, forKey: .skipped)
    try container.encode(statistics.missed, forKey: .missed)
    try container.encode(statistics.successRate, forKey: .successRate)
    try container.encode(
      ["p50": statistics.medianDuration?.milliseconds, "p95": statistics.p95Duration?.milliseconds], forKey: .duration)
    try container.encode(statistics.lastSuccess?.rfc3339, forKey: .lastSuccess)
    try container.encode(statistics.lastFailure?.rfc3339, forKey: .lastFailure)
    try container.encode(statistics.lastError, forKey: .lastError)
  }
}
