import CivilTime
import Scheduling

/// A forecast as text or JSON.
struct ForecastReport {
  var forecast: Forecast
  var zone: Zone

  /// A job that is due more often takes one row of its own.
  private static let mostRows = 24
  private static let mostCollisions = 20

  var text: String {
    var lines = [
      "from \(stamp(forecast.from, in: zone)) to \(stamp(forecast.to, in: zone)), \(zone.identifier)"
    ]
    let crowded = Dictionary(forecast.collisions.map { ($0.minute, $0.jobs) }, uniquingKeysWith: { $1 })
    var rows: [(at: Instant, text: String)] = forecast.clockChanges.map { change in
      let count = change.jobs.count
      return (
        change.at,
        "  \(day(change.at)) \(stamp(change.at, in: zone))  clocks in \(change.zone): \(offsetText(change.before)) -> "
          + "\(offsetText(change.after)), of \(count) \(count == 1 ? "job" : "jobs")"
      )
    }
    for job in forecast.jobs where job.instants.count <= Self.mostRows {
      for instant in job.instants {
        let others = (crowded[instant.secondsSince1970 / 60] ?? []).filter { $0 != job.id }
        let together = others.isEmpty || job.subject.isPaused ? "" : "  with \(names(others, most: 3))"
        rows.append((instant, "  \(day(instant)) \(stamp(instant, in: zone))  \(job.id)\(duration(job))\(together)"))
      }
    }
    lines += rows.sorted { ($0.at, $0.text) < ($1.at, $1.text) }.map(\.text)
    for job in forecast.jobs where job.instants.count > Self.mostRows {
      let words = job.subject.trigger.map { ": \($0.description)" } ?? ""
      lines.append(
        "  \(job.isIncomplete ? "at least " : "")\(job.instants.count) times  \(job.id)\(duration(job))\(words)")
    }
    if lines.count == 1 { lines.append("  nothing is due") }
    for job in forecast.jobs where job.isWaiting {
      lines.append("  when it happens  \(job.id): \(job.subject.trigger?.description ?? "")")
    }
    let hidden = forecast.jobs.filter { $0.subject.trigger == nil }.map(\.id)
    if !hidden.isEmpty {
      lines.append(
        "the next instant alone is known of \(names(hidden, most: 10)): their schedules are in code, which a schedule file "
          + "beside --namespace can name")
    }
    if !forecast.collisions.isEmpty {
      let most = forecast.collisions.max { ($0.jobs.count, $1.minute) < ($1.jobs.count, $0.minute) }
      let fullest = most.map {
        "; the fullest, \(stamp(Instant(secondsSince1970: $0.minute * 60), in: zone)): \(names($0.jobs, most: 10))"
      }
      let count = forecast.collisions.count
      lines.append("several jobs start in \(count) \(count == 1 ? "minute" : "minutes")\(fullest ?? "")")
    }
    return lines.joined(separator: "\n")
  }

  private func day(_ instant: Instant) -> String { "\(zone.localTime(at: instant).weekday.description.prefix(3))" }

  private func names(_ ids: [JobID], most: Int) -> String {
    let rest = ids.count - most
    return ids.prefix(most).map(\.rawValue).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  private func duration(_ job: Forecast.Job) -> String {
    let median = job.subject.median.map { "  ~\(words($0))" } ?? ""
    return median + (job.subject.isPaused ? "  paused" : "")
  }

  /// "350 ms", "4.2 s", "12 min".
  private func words(_ duration: Duration) -> String {
    let milliseconds = duration.nanoseconds / 1_000_000
    return switch milliseconds {
    case ..<1_000: "\(milliseconds) ms"
    case ..<100_000: "\(milliseconds / 1_000).\(milliseconds / 100 % 10) s"
    default: "\(milliseconds / 60_000) min"
    }
  }

  var json: JSONText {
    func at(_ instant: Instant) -> JSONText { .string(stamp(instant, in: zone)) }
    func list(_ ids: [JobID]) -> JSONText { .array(ids.map { .string($0.rawValue) }) }
    return .object([
      ("from", at(forecast.from)), ("to", at(forecast.to)),
      (
        "jobs",
        .array(
          forecast.jobs.map { job in
            .object([
              ("job", .string(job.id.rawValue)), ("trigger", JSONText(job.subject.trigger?.description)),
              ("paused", .bool(job.subject.isPaused)),
              ("median_ms", job.subject.median.map { .number(Int($0.nanoseconds / 1_000_000)) } ?? .null),
              ("at", .array(job.instants.map(at))), ("incomplete", .bool(job.isIncomplete)),
              ("waits", .bool(job.isWaiting)),
            ])
          })
      ),
      (
        "clock_changes",
        .array(
          forecast.clockChanges.map { change in
            .object([
              ("at", at(change.at)), ("timezone", .string(change.zone)), ("offset_before", .number(change.before)),
              ("offset_after", .number(change.after)), ("jobs", list(change.jobs)),
            ])
          })
      ),
      (
        "collisions",
        .array(
          forecast.collisions.map {
            .object([("minute", at(Instant(secondsSince1970: $0.minute * 60))), ("jobs", list($0.jobs))])
          })
      ),
    ])
  }
}
