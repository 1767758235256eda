import CivilTime
import Scheduling

/// The newest instants of a job as columns, oldest first.
enum StripJSON {
  static func strip(rows: [RunRecord], going: [GoingRun], limit: Int, at now: Instant) -> JSON {
    var outcomes = ""
    var (at, ms, count, reason, run): ([JSON], [JSON], [JSON], [JSON], [JSON]) = ([], [], [], [], [])
    let running = going.filter { !$0.isDryRun }.suffix(limit)
    // Attempts that are followed by another stand for nothing of their own.
    let ended = rows.lazy.filter { !$0.willRetry && !$0.isDryRun }.prefix(max(0, limit - running.count))
    for row in Array(ended).reversed() {
      outcomes.append(RunJSON.letter(row.outcome))
      at.append(.int(row.instant.millisecondsSince1970))
      ms.append(JSON(row.duration.map { Int($0.nanoseconds / 1_000_000) }))
      count.append(JSON(row.count))
      reason.append(JSON(row.outcome.reason))
      run.append(JSON(row.runID?.description))
    }
    for going in running {
      outcomes.append("R")
      at.append(.int(going.firing.instant.millisecondsSince1970))
      ms.append(JSON(going.started.map { Int((now - $0).nanoseconds / 1_000_000) }))
      count.append(1)
      reason.append(nil)
      run.append(.text(going.id.description))
    }
    return [
      "outcomes": .text(outcomes), "at": .list(at), "ms": .list(ms), "count": .list(count), "reason": .list(reason),
      "run": .list(run),
    ]
  }
}
