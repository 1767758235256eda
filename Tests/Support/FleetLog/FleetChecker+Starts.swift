/// I1, I4, I5, I9: how often, in which order and when things start.
extension FleetChecker {
  mutating func checkStarts() {
    for (job, starts) in Dictionary(grouping: history.starts, by: \.job).sorted(by: { $0.key < $1.key }) {
      var last: FleetLine.BodyStep?
      let firings = Dictionary(grouping: starts, by: \.firing)
      for (firing, group) in firings.sorted(by: { ($0.key.instant, $0.key.cause) < ($1.key.instant, $1.key.cause) }) {
        for index in group.indices.dropFirst() { checkAgain(group[index], after: group[index - 1], number: index + 1) }
        guard firing.cause == FleetLine.Origin.schedule, let first = group.first else { continue }
        for start in group {
          // What Redis's clock showed when it was claimed, which is shortly before.
          let ahead = history.redisClock(from: start.at - 1_000_000, to: start.at)
          if start.wall + ahead < firing.instant * 1_000 {
            report(
              .neverEarly,
              "\(job)@\(firing.instant) started \(firing.instant * 1_000 - start.wall) us early by \(start.pid)")
          }
        }
        for (older, newer) in zip([last].compactMap { $0 } + group, last == nil ? Array(group.dropFirst()) : group) {
          // A run again is claimed later than younger instants, and so is an instant of a late replica's older trigger.
          let planned = history.jobs[job]
          let isOutOfOrder = newer.at < older.at && (planned?.reruns == true || planned?.changes == true)
          if newer.fence <= older.fence, !isOutOfOrder, !excuses.fence(newer, after: older) {
            report(
              .fencesRise, "\(job)@\(newer.instant) has fence \(newer.fence) after \(older.fence) of @\(older.instant)")
          }
        }
        last = first
      }
    }
  }

  private mutating func checkAgain(_ second: FleetLine.BodyStep, after first: FleetLine.BodyStep, number: Int) {
    let name = "\(first.job)@\(first.instant) (\(first.origin.cause))"
    let what =
      "\(name) started by \(first.pid) at \(first.at), attempt \(first.attempt), and by \(second.pid) at \(second.at), "
      + "attempt \(second.attempt)"
    // A dead letter that has come back is put back again, and so are runs by hand of one millisecond.
    if !second.isScheduled, second.attempt == 1, number <= orders(of: second) { return }
    guard history.jobs[first.job]?.reruns == true, second.attempt >= first.attempt else {
      duplicates += 1
      let isExcused = excuses.secondStart(second, after: first)
      if isExcused { excusedDuplicates += 1 }
      report(.startedOnce, isExcused: isExcused, what)
      return
    }
    if first.origin.arguments != second.origin.arguments || first.origin.requester != second.origin.requester {
      changedOrders += 1
      report(.sameOrder, "\(what), with arguments \(first.origin.arguments), then \(second.origin.arguments)")
    }
    if disappearance.happened(to: first, before: second.at) {
      reruns += 1
      return
    }
    rerunsWithoutDeath += 1
    let isExcused = excuses.secondStart(second, after: first) || excuses.runsCameBack(first)
    if isExcused { excusedRerunsWithoutDeath += 1 }
    report(.rerunNeedsDeath, isExcused: isExcused, "\(what), although nobody died")
  }

  private func orders(of start: FleetLine.BodyStep) -> Int {
    history.orders.count { order in
      order.job == start.job && order.origin.cause == start.origin.cause
        && (order.instant == 0 ? order.origin.arguments == start.origin.arguments : order.instant == start.instant)
    }
  }
}
