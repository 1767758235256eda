import CivilTime

/// Stored jobs whose definitions this replica cannot read, so that they are named, looked at again slowly, and in nobody's
/// way.
struct UnreadableJobs {
  private struct Entry {
    var reason: String
    var seen: MonotonicTime
  }

  private var entries: [JobID: Entry] = [:]
  private var tidyAt = MonotonicTime(nanoseconds: .min)

  /// As many are remembered; more are looked at whenever they come up.
  static let limit = 10_000
  /// As many have a place before the replica, to be shown among its jobs.
  static let mostShown = 16
  /// One that is overdue for so long is served by nobody who could read it: it leaves the head of the order.
  static let overdue = Duration.seconds(5)
  /// It is looked at again after a time between this and twice as long.
  static let pause = Duration.seconds(60)
  /// One that did not come up for so long is gone, or readable.
  private static let forgottenAfter = Duration.seconds(600)

  var count: Int { entries.count }

  mutating func add(_ id: JobID, _ reason: String, _ now: MonotonicTime) {
    if entries[id] == nil, entries.count >= Self.limit { return }
    entries[id] = Entry(reason: reason, seen: now)
  }

  mutating func remove(_ id: JobID) { if !entries.isEmpty { entries[id] = nil } }

  /// Whether it was looked at a moment ago.
  func isKnown(_ id: JobID, _ now: MonotonicTime) -> Bool {
    !entries.isEmpty && entries[id].map { now - $0.seen < Self.pause } == true
  }

  /// Looks through all of them: once in a pause, not at every step.
  mutating func forgetOld(_ now: MonotonicTime) {
    guard !entries.isEmpty, now >= tidyAt else { return }
    tidyAt = now + Self.pause
    entries = entries.filter { now - $0.value.seen < Self.forgottenAfter }
  }

  /// The first of them by their ids, and why.
  func first(_ limit: Int) -> [(id: JobID, reason: String)] {
    entries.keys.smallest(limit, by: <).map { ($0, entries[$0]?.reason ?? "") }
  }

  /// Where in the order it is put.
  static func place(_ id: JobID, _ now: Instant) -> Instant {
    let spread = Int64(StableHash.hash(id.rawValue) % 60_000)
    return now + pause + .milliseconds(spread)
  }
}
