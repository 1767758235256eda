import CivilTime
import Scheduling

/// The instants of two schedules over a time, and what is other.
struct SchedulePlan {
  struct Job {
    var id: JobID
    /// The triggers in words; nil where the schedule has no such job.
    var old: String?
    var new: String?
    var added: [Instant]
    var removed: [Instant]
    var kept: Int
    /// The search for its instants gave up, or there are more than are looked at.
    var isIncomplete: Bool
    var isChanged: Bool { !added.isEmpty || !removed.isEmpty || old != new }
  }

  var from: Instant
  var to: Instant
  /// By id.
  var jobs: [Job]
  /// Starts by minute.
  var oldLoad: [Int64: Int] = [:]
  var newLoad: [Int64: Int] = [:]

  private static let mostInstants = 100_000

  init(old: [JobID: any Trigger], new: [JobID: any Trigger], from: Instant, to: Instant) {
    self.from = from
    self.to = to
    jobs = []
    for id in Set(old.keys).union(new.keys).sorted() {
      let before = Self.instants(old[id], from, to)
      let after = Self.instants(new[id], from, to)
      let (was, willBe) = (Set(before.found), Set(after.found))
      jobs.append(
        Job(
          id: id, old: old[id]?.description, new: new[id]?.description,
          added: after.found.filter { !was.contains($0) }, removed: before.found.filter { !willBe.contains($0) },
          kept: was.intersection(willBe).count, isIncomplete: before.isIncomplete || after.isIncomplete))
      for instant in before.found { oldLoad[instant.secondsSince1970 / 60, default: 0] += 1 }
      for instant in after.found { newLoad[instant.secondsSince1970 / 60, default: 0] += 1 }
    }
  }

  var changesSomething: Bool { jobs.contains(where: \.isChanged) }

  private static func instants(
    _ trigger: (any Trigger)?, _ from: Instant, _ to: Instant
  ) -> (found: [Instant], isIncomplete: Bool) {
    guard let trigger else { return ([], false) }
    var budget = SearchBudget(steps: 10_000_000)
    var found: [Instant] = []
    var next = trigger.next(after: from, within: &budget)
    while let instant = next, instant <= to {
      if found.count == mostInstants { return (found, true) }
      found.append(instant)
      next = trigger.next(after: instant, within: &budget)
    }
    return (found, budget.isExhausted)
  }

  /// The fullest minute of a load: when, and how many starts.
  static func peak(_ load: [Int64: Int]) -> (minute: Instant, starts: Int)? {
    load.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { (Instant(secondsSince1970: $0.key * 60), $0.value) }
  }
}
