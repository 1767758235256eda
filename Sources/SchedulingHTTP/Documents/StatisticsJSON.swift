import CivilTime
import Scheduling

/// How a job has done, over the rows that are kept: the fleet's where claims are shared.
struct StatisticsJSON {
  let picture: Picture
  let job: JobID

  var answer: JSON {
    let rows = picture.rows(of: job, limit: .max).filter { !$0.isDryRun }
    let ends = rows.filter { !$0.willRetry }
    let durations = Percentiles.durations(rows)
    let lateness = Percentiles.lateness(rows)
    let succeeded = ends.count { $0.outcome == .succeeded }
    let failures = ends.count { $0.outcome.isFailure }
    let judged = succeeded + failures
    func instants(_ kind: RunOutcome.Kind) -> Int { ends.reduce(0) { $1.outcome.kind == kind ? $0 + $1.count : $0 } }
    let failure = ends.first { $0.outcome.isFailure }
    let success = picture.job(job)?.lastSuccess ?? ends.first { $0.outcome == .succeeded }?.ended
    return [
      "job": .text(job.rawValue), "from": JSON(rows.last?.ended), "to": JSON(rows.first?.ended),
      "runs": JSON(ends.count { $0.outcome.didRun }), "succeeded": JSON(succeeded), "failures": JSON(failures),
      "retries": JSON(rows.count - ends.count), "skipped": JSON(instants(.skipped)), "missed": JSON(instants(.missed)),
      "success_rate": judged == 0 ? .null : .double(Double(succeeded) / Double(judged)),
      "duration_ms": ["p50": JSON(durations[50]), "p95": JSON(durations[95])],
      "lateness_ms": ["p50": JSON(lateness[50]), "p95": JSON(lateness[95])], "last_success": JSON(success),
      "last_failure": JSON(failure?.ended), "last_error": JSON(failure.map { $0.message ?? $0.outcome.description }),
      "view": picture.view,
    ]
  }
}
