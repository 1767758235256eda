import CivilTime
import Scheduling

/// All jobs in a few numbers: how the last 24 hours went, and what the next one holds.
struct OverviewJSON {
  let picture: Picture

  private struct Sums {
    var runs = 0
    var succeeded = 0
    var failed = 0
    var recovered = 0
    var skipped: [String: Int] = [:]
    var missed: [String: Int] = [:]

    mutating func add(_ row: RunRecord) {
      switch row.outcome {
      case .skipped(let reason): skipped[reason.rawValue, default: 0] += row.count
      case .missed(let reason): missed[reason.rawValue, default: 0] += row.count
      case .succeeded, .failed, .timedOut, .cancelled, .crashed:
        runs += 1
        if row.outcome == .succeeded { succeeded += 1 }
        if row.outcome == .succeeded, row.attempt > 1 { recovered += 1 }
        if row.outcome.isFailure { failed += 1 }
      }
    }
  }

  var answer: JSON {
    let from = picture.now - .seconds(86_400)
    let rows = picture.rows(HistoryQuery(from: from, limit: .max)).filter { !$0.isDryRun }
    var sums = Sums()
    for row in rows where !row.willRetry { sums.add(row) }
    let lateness = Percentiles.lateness(rows)
    return [
      "from": JSON(from), "to": JSON(picture.now), "runs": JSON(sums.runs), "succeeded": JSON(sums.succeeded),
      "failed": JSON(sums.failed), "recovered": JSON(sums.recovered), "skipped": Self.counts(sums.skipped),
      "missed": Self.counts(sums.missed), "due_next_hour": JSON(dueNextHour),
      "lateness_ms": ["p50": JSON(lateness[50]), "p95": JSON(lateness[95]), "worst": JSON(lateness[100])],
      "view": picture.view,
    ]
  }

  /// Instants of jobs that this replica has and nobody has paused.
  private var dueNextHour: Int {
    let end = picture.now + .seconds(3_600)
    var due = 0
    for job in picture.jobs where picture.pause(of: job.id) == nil {
      guard let next = job.nextRun, next <= end else { continue }
      due += picture.scheduler.nominalCount(of: job.id, from: picture.now, through: end) ?? 0
    }
    return due
  }

  private static func counts(_ counts: [String: Int]) -> JSON {
    .object(counts.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) })
  }
}
