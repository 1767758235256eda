import CivilTime

/// What an outside monitor of a job should be set to, worked out from the job's schedule and policies.
package struct MonitorSettings: Sendable {
  /// The longest time between two instants, among the next thousand and at most two years; nil for fewer than two instants.
  package let period: Duration?
  /// How much later than its instant a run may end and still be in order; nil where the policies give no bound.
  package let grace: Duration?
  /// Why `grace` has no bound: the names of the policies that would give one.
  package let unbounded: [String]

  package init(_ trigger: any Trigger, _ options: JobOptions, now: Instant) {
    var longest: Int64?
    var budget = SearchBudget()
    var last = trigger.next(after: now, within: &budget)
    let end = now.advanced(byNanoseconds: 2 * 366 * 86_400 * 1_000_000_000)
    for _ in 0..<1_000 {
      guard let instant = last, let next = trigger.next(after: instant, within: &budget) else { break }
      longest = max(longest ?? 0, next.nanoseconds(since: instant))
      guard next < end else { break }
      last = next
    }
    period = longest.map { .nanoseconds($0) }

    var missing: [String] = []
    // A firing starts within its grace and its jitter, and each attempt ends within its timeout.
    var nanoseconds = Double(options.jitter.nanoseconds)
    if let late = options.misfireGrace.duration {
      nanoseconds += Double(late.nanoseconds)
    } else {
      missing.append("misfire-grace")
    }
    if let timeout = options.timeout {
      let attempts = options.retry?.attempts ?? 1
      nanoseconds += Double(attempts) * Double(timeout.nanoseconds)
      if let retry = options.retry, attempts > 1 {
        nanoseconds += Double(attempts - 1) * Double(retry.longestDelay.nanoseconds)
      }
    } else {
      missing.append("timeout")
    }
    unbounded = missing
    let most = Double(Int64.max / 2)
    grace = missing.isEmpty ? .nanoseconds(Int64(min(nanoseconds, most))) : nil
  }
}
