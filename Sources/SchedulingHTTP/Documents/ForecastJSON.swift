import CivilTime
import Scheduling

/// What is to come: bars of the median duration, changes of daylight saving, and minutes in which several jobs start.
struct ForecastJSON {
  let picture: Picture
  let from: Instant
  let to: Instant

  private static let mostBars = 50_000
  private static let mostBarsOfJob = 2_000

  func answer(_ entries: [JobEntry]) -> JSON {
    var bars = 0
    var isTruncated = false
    var jobs: [JSON] = []
    var starts: [Int64: (count: Int, jobs: [String])] = [:]
    var zones: [String: [String]] = [:]
    for entry in entries {
      let info = entry.info
      if let zone = info?.trigger.timeZoneName, info?.waitsForEvents == false {
        if zones[zone, default: []].count < 20 { zones[zone, default: []].append(entry.id.rawValue) }
      }
      let left = min(Self.mostBarsOfJob, Self.mostBars - bars)
      var found = picture.scheduler.upcoming(
        entry.id, after: max(picture.now, from.advanced(byNanoseconds: -1)), through: to, limit: max(0, left))
      if case .elsewhere(let job) = entry, let next = job.next, (from...to).contains(next) {
        found = ([(next, next)], true)
      }
      bars += found.instants.count
      isTruncated = isTruncated || found.isTruncated
      for (_, due) in found.instants {
        let minute = due.secondsSince1970 / 60 * 60_000
        starts[minute, default: (0, [])].count += 1
        if starts[minute, default: (0, [])].jobs.count < 20 { starts[minute]?.jobs.append(entry.id.rawValue) }
      }
      if found.instants.isEmpty, !found.isTruncated { continue }
      jobs.append(job(entry, found.instants.map(\.due), found.isTruncated))
    }
    let crowded = starts.filter { $0.value.count > 1 }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(100)
    return [
      "from": JSON(from), "to": JSON(to), "jobs": .list(jobs), "clock_changes": .list(clockChanges(zones)),
      "collisions": .list(
        crowded.map { minute, starts in
          [
            "minute": JSON(Instant(millisecondsSince1970: minute)), "starts": JSON(starts.count),
            "jobs": JSON(starts.jobs),
          ]
        }),
      "per_minute": .list(starts.sorted { $0.key < $1.key }.map { .list([.int($0.key), JSON($0.value.count)]) }),
      "truncated": .bool(isTruncated), "view": picture.view,
    ]
  }

  private func job(_ entry: JobEntry, _ at: [Instant], _ isTruncated: Bool) -> JSON {
    let options = entry.info?.options
    return [
      "job": .text(entry.id.rawValue), "tags": JSON(options?.tags ?? []), "owner": JobJSON.owner(options?.owner),
      "time_zone": JSON(entry.info?.trigger.timeZoneName), "paused": .bool(picture.pause(of: entry.id) != nil),
      "duration_ms": JSON(Percentiles.durations(picture.rows(of: entry.id, limit: 100))[50]),
      "at": .list(at.map { .int($0.millisecondsSince1970) }), "truncated": .bool(isTruncated),
    ]
  }

  private func clockChanges(_ zones: [String: [String]]) -> [JSON] {
    var changes: [(Instant, JSON)] = []
    for (name, jobs) in zones {
      guard let zone = try? Zone(named: name) else { continue }
      for change in zone.transitions(in: from..<to) where change.offsetBefore != change.offsetAfter {
        changes.append(
          (
            change.instant,
            [
              "time_zone": .text(name), "at": JSON(change.instant), "offset_before": JSON(change.offsetBefore),
              "offset_after": JSON(change.offsetAfter), "jobs": JSON(jobs),
            ]
          ))
      }
    }
    return changes.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
