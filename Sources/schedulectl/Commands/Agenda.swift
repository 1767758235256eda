import ArgumentParser
import CivilTime
import Scheduling
import SchedulingYAML

/// What a schedule file starts in a stretch of time, in the order of time.
struct Agenda {
  private var zone: Zone
  private var after: Instant
  private var end: Instant
  private var single: [(at: Instant, job: JobID)] = []
  private var often: [(job: JobID, count: Int, isMore: Bool, first: Instant, last: Instant, words: String)] = []
  private var waiting: [(job: JobID, words: String)] = []
  private var unknown: [JobID] = []

  /// A job that is due more often takes one row of its own.
  private static let mostRows = 24
  /// Counted no further.
  private static let mostInstants = 100_000

  init(file: String, after: Instant, window: String, options: ScheduleOptions) throws {
    let length = try parsedDuration(window)
    guard length > .zero, length <= .days(31) else { throw ValidationError("--for is more than 0s and at most 31d") }
    let schedule = try ScheduleFile(contentsOfFile: file)
    zone = try options.tz == "UTC" ? Zone(named: schedule.timeZone ?? "UTC") : options.zone()
    self.after = after
    end = after + length
    for job in try schedule.resolved(now: after) { add(job.id, job.trigger) }
    single.sort { ($0.at, $0.job) < ($1.at, $1.job) }
  }

  private mutating func add(_ id: JobID, _ trigger: any Trigger) {
    let trigger = (try? trigger.prepared(for: id)) ?? trigger
    if trigger is CompletionTrigger || trigger is StartupTrigger {
      waiting.append((id, trigger.description))
      return
    }
    var budget = SearchBudget()
    var instants: [Instant] = []
    var cursor = after
    while instants.count < Self.mostInstants, let next = trigger.next(1, after: cursor, within: &budget).first,
      next <= end
    {
      instants.append(next)
      cursor = next
    }
    if budget.isExhausted { unknown.append(id) }
    guard let first = instants.first, let last = instants.last else { return }
    if instants.count <= Self.mostRows {
      single += instants.map { ($0, id) }
    } else {
      often.append((id, instants.count, instants.count == Self.mostInstants, first, last, trigger.description))
    }
  }

  func show(asJSON json: Bool) throws {
    if json { writeJSON() } else { writeText() }
    guard unknown.isEmpty else {
      throw SchedulerError(
        .triggerTooComplex,
        "the search for the instants of \(unknown.map(\.rawValue).joined(separator: ", ")) gave up: what is shown of them "
          + "may not be all")
    }
  }

  private func writeText() {
    Terminal.writeLine("from \(stamp(after, in: zone)) to \(stamp(end, in: zone)), \(zone.identifier)")
    for (instant, job) in single {
      Terminal.writeLine(
        "  \(zone.localTime(at: instant).weekday.description.prefix(3)) \(stamp(instant, in: zone))  \(job)")
    }
    if single.isEmpty, often.isEmpty { Terminal.writeLine("  nothing is due") }
    for job in often {
      Terminal.writeLine("  \(job.isMore ? "at least " : "")\(job.count) times  \(job.job): \(job.words)")
    }
    for (job, words) in waiting { Terminal.writeLine("  when it happens  \(job): \(words)") }
  }

  private func writeJSON() {
    for (instant, job) in single {
      Terminal.writeLine(
        JSONText.object([("job", .string(job.rawValue)), ("at", .string(stamp(instant, in: zone)))]).text)
    }
    for job in often {
      Terminal.writeLine(
        JSONText.object([
          ("job", .string(job.job.rawValue)), ("count", .number(job.count)),
          ("first", .string(stamp(job.first, in: zone))), ("last", .string(stamp(job.last, in: zone))),
        ]).text)
    }
    for (job, words) in waiting {
      Terminal.writeLine(JSONText.object([("job", .string(job.rawValue)), ("waits_for", .string(words))]).text)
    }
  }
}
