/// I12: whether a lock has one holder at a time; and I4 of locks that are asked for by name.
extension FleetChecker {
  mutating func checkHolders() {
    let all = Holding.all(of: history)
    holdings = all.count
    for (lock, holdings) in Dictionary(grouping: all, by: \.lock).sorted(by: { $0.key < $1.key }) {
      var latest: Holding?
      for next in holdings.sorted(by: { ($0.from, $0.fence) < ($1.from, $1.fence) }) {
        if let holder = latest, next.from < holder.to {
          overlaps += 1
          let isExcused = excuses.overlap(holder, next)
          if isExcused { excusedOverlaps += 1 }
          report(
            .oneHolder, isExcused: isExcused,
            "\(lock) was held by \(holder.pid) under fence \(holder.fence) from \(holder.from) to "
              + "\(holder.to == .max ? "the end" : "\(holder.to)"), and by \(next.pid) under \(next.fence) from "
              + "\(next.from)")
        }
        if latest.map({ $0.to < next.to }) ?? true { latest = next }
      }
    }
    checkFencesOfLocks()
  }

  private mutating func checkFencesOfLocks() {
    for (lock, steps) in Dictionary(grouping: history.lockSteps.filter { $0.kind == .taken }, by: \.lock)
      .sorted(by: { $0.key < $1.key })
    {
      for (older, newer) in zip(steps, steps.dropFirst())
      where newer.fence <= older.fence && !excuses.clockWasSetBack(between: older.at, and: newer.at) {
        report(.fencesRise, "\(lock) was taken under fence \(newer.fence) after \(older.fence)")
      }
    }
  }
}
