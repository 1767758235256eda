import CivilTime
import Scheduling

/// What became of each day's instants: the sum is the number that came due.
struct BooksJSON {
  let picture: Picture
  let id: JobID
  let zone: Zone
  private let rows: [RunRecord]

  init(_ picture: Picture, _ id: JobID) {
    self.picture = picture
    self.id = id
    zone = InstantsJSON.zone(of: picture.job(id))
    rows = picture.rows(of: id, limit: .max).filter { $0.cause == .scheduled && !$0.willRetry && !$0.isDryRun }
  }

  private struct Day {
    var ran = 0
    var failed = 0
    var skipped: [String: Int] = [:]
    var missed: [String: Int] = [:]
    var open = 0
    var elsewhere = 0
    var unrecorded = 0
    var recorded: Int { ran + failed + skipped.values.reduce(0, +) + missed.values.reduce(0, +) }
    var due: Int { recorded + open + elsewhere + unrecorded }

    mutating func add(_ outcome: RunOutcome, _ count: Int) {
      switch outcome {
      case .succeeded, .cancelled(.requested), .cancelled(.replaced), .cancelled(.shutdown): ran += count
      case .failed, .timedOut, .crashed, .cancelled(.leaseLost): failed += count
      case .skipped(let reason): skipped[reason.rawValue, default: 0] += count
      case .missed(let reason): missed[reason.rawValue, default: 0] += count
      }
    }
  }

  func all(days: Int) -> JSON {
    var date = zone.localTime(at: picture.now).date
    var documents: [JSON] = []
    for _ in 0..<days {
      guard let from = start(of: date), let to = date.adding(days: 1).flatMap(start) else { break }
      documents.append(document("\(date)", from: from, to: to))
      guard let before = date.adding(days: -1) else { break }
      date = before
    }
    return [
      "job": .text(id.rawValue), "time_zone": .text(zone.identifier), "days": .list(documents), "view": picture.view,
    ]
  }

  /// The first instant of a day: where the clocks skip midnight, the first after it.
  private func start(of date: CivilDate) -> Instant? {
    CivilDateTime(date: date, hour: 0, minute: 0).map { midnight in
      switch zone.resolve(midnight) {
      case .unique(let instant): instant
      case .ambiguous(let first, _): first
      case .gap(let transition, _): transition
      }
    }
  }

  private func document(_ name: String, from: Instant, to: Instant) -> JSON {
    let last = min(to.advanced(byNanoseconds: -1), picture.now)
    var day = Day()
    for row in rows where row.instant >= from && row.firstInstant < to { day.add(row.outcome, count(row, from, last)) }
    for run in picture.runsOfJobs[id] ?? [] where run.firing.cause == .scheduled && !run.isDryRun {
      if from <= run.firing.instant, run.firing.instant < to { day.open += 1 }
    }
    settle(&day, from, last)
    return [
      "day": .text(name), "from": JSON(from), "to": JSON(to), "due": JSON(day.due), "ran": JSON(day.ran),
      "failed": JSON(day.failed), "skipped": Self.counts(day.skipped), "missed": Self.counts(day.missed),
      "elsewhere": JSON(day.elsewhere), "open": JSON(day.open), "unrecorded": JSON(day.unrecorded),
      "sentence": .text(Self.sentence(day)),
    ]
  }

  /// How many of a row's instants lie in the day.
  private func count(_ row: RunRecord, _ from: Instant, _ last: Instant) -> Int {
    if row.firstInstant >= from, row.instant <= last { return row.count }
    let within = picture.scheduler.nominalCount(
      of: id, from: max(from, row.firstInstant), through: min(last, row.instant))
    return min(row.count, within ?? row.count)
  }

  /// Instants of the trigger that no row covers.
  private func settle(_ day: inout Day, _ from: Instant, _ last: Instant) {
    guard let (begins, cursor) = picture.scheduler.cursor(of: id), begins < last else { return }
    let first = begins < from ? from : begins.advanced(byNanoseconds: 1)
    guard first <= last, let nominal = picture.scheduler.nominalCount(of: id, from: first, through: last) else {
      return
    }
    let rest = max(0, nominal - day.recorded - day.open)
    let isAhead = cursor < last
    let undecided =
      isAhead
      ? picture.scheduler.nominalCount(of: id, from: max(first, cursor.advanced(byNanoseconds: 1)), through: last) ?? 0
      : 0
    let waiting = min(rest, undecided)
    day.open += waiting
    if picture.scheduler.isInFleet, !picture.isFleet {
      day.elsewhere = rest - waiting
    } else {
      day.unrecorded = rest - waiting
    }
  }

  private static func counts(_ counts: [String: Int]) -> JSON {
    .object(counts.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) })
  }

  private static func sentence(_ day: Day) -> String {
    var parts: [String] = []
    func add(_ count: Int, _ words: String) { if count > 0 { parts.append("\(count) \(words)") } }
    add(day.ran, "ran")
    add(day.failed, "failed")
    for (reason, count) in day.skipped.sorted(by: { $0.key < $1.key }) { add(count, "skipped (\(reason))") }
    for (reason, count) in day.missed.sorted(by: { $0.key < $1.key }) { add(count, "missed (\(reason))") }
    add(day.elsewhere, "decided by other replicas")
    add(day.open, "open")
    add(day.unrecorded, "without a row")
    return "\(day.due) due" + (parts.isEmpty ? "" : " = " + parts.joined(separator: " + "))
  }
}
