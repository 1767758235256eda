import CivilTime
import Scheduling

/// A plan as text, JSON or Markdown.
struct PlanReport {
  var plan: SchedulePlan
  var findings: [Finding]
  var days: Int
  var show: Int

  private var changed: [SchedulePlan.Job] { plan.jobs.filter(\.isChanged) }

  private var load: String {
    func words(_ load: [Int64: Int]) -> String {
      let total = load.values.reduce(0, +)
      guard let peak = SchedulePlan.peak(load) else { return "none" }
      return "\(total) starts, at most \(peak.starts) in a minute (\(peak.minute))"
    }
    return "load before: \(words(plan.oldLoad)); after: \(words(plan.newLoad))"
  }

  private func what(_ job: SchedulePlan.Job) -> String {
    switch (job.old, job.new) {
    case (nil, let new?): "new: \(new)"
    case (let old?, nil): "removed: \(old)"
    case (let old?, let new?): old == new ? new : "\(old) -> \(new)"
    case (nil, nil): ""
    }
  }

  private func counts(_ job: SchedulePlan.Job) -> String {
    "+\(job.added.count) -\(job.removed.count), \(job.kept) kept" + (job.isIncomplete ? ", not all were looked at" : "")
  }

  var text: String {
    var lines = ["\(days) days from \(plan.from)"]
    for job in changed {
      lines.append("\(job.id): \(counts(job)); \(what(job))")
      for instant in job.removed.prefix(show) { lines.append("  - \(instant)") }
      for instant in job.added.prefix(show) { lines.append("  + \(instant)") }
      let more = max(0, job.removed.count - show) + max(0, job.added.count - show)
      if more > 0 { lines.append("    and \(more) more") }
    }
    if changed.isEmpty { lines.append("no instant is other; \(plan.jobs.count) jobs") }
    lines.append(load)
    lines += findings.map(\.text)
    return lines.joined(separator: "\n")
  }

  var markdown: String {
    var lines = ["### Schedule: \(days) days from \(plan.from)", ""]
    if changed.isEmpty {
      lines.append("No instant is other.")
    } else {
      lines += [
        "| job | added | removed | kept | first added | first removed | schedule |", "|---|--:|--:|--:|---|---|---|",
      ]
    }
    func first(_ instants: [Instant]) -> String { instants.first.map { "\($0)" } ?? "" }
    for job in changed {
      let cells = [
        "`\(job.id)`", "\(job.added.count)", "\(job.removed.count)", "\(job.kept)", first(job.added),
        first(job.removed), what(job),
      ]
      lines.append("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
    }
    lines += ["", load]
    if !findings.isEmpty { lines += [""] + findings.map { "- \($0.text)" } }
    return lines.joined(separator: "\n")
  }

  var json: JSONText {
    func list(_ instants: [Instant]) -> JSONText { .array(instants.prefix(show).map { .string($0.rfc3339) }) }
    func peak(_ load: [Int64: Int]) -> JSONText {
      SchedulePlan.peak(load).map {
        .object([("minute", .string($0.minute.rfc3339)), ("starts", .number($0.starts))])
      } ?? .null
    }
    return .object([
      ("from", .string(plan.from.rfc3339)), ("to", .string(plan.to.rfc3339)),
      (
        "jobs",
        .array(
          changed.map { job in
            .object([
              ("job", .string(job.id.rawValue)), ("old", JSONText(job.old)), ("new", JSONText(job.new)),
              ("added", .number(job.added.count)), ("removed", .number(job.removed.count)), ("kept", .number(job.kept)),
              ("incomplete", .bool(job.isIncomplete)), ("first_added", list(job.added)),
              ("first_removed", list(job.removed)),
            ])
          })
      ),
      ("peak_before", peak(plan.oldLoad)), ("peak_after", peak(plan.newLoad)),
      ("findings", .array(findings.map(\.json))),
    ])
  }
}
