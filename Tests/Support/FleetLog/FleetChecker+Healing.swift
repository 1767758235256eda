/// I6, I8: what is left, and whether all goes on, when no fault happens any more.
extension FleetChecker {
  mutating func checkLeftovers() {
    for (name, value) in history.numbers.sorted(by: { $0.key < $1.key }) where name.hasPrefix("left.") && value != 0 {
      report(.nothingLeft, "\(value) \(name.dropFirst(5)) left in Redis after healing")
    }
  }

  mutating func checkRecovery() {
    guard let heal = history.heal, history.end != nil else { return }
    for job in history.jobs.values.sorted(by: { $0.name < $1.name }) {
      let first = history.starts.filter { $0.job == job.name && $0.at >= heal.at }.map(\.at).min()
      let limit = (job.lease + job.grace + job.period) * 1_000
      if let first, first - heal.at <= limit { continue }
      report(.recovers, "\(job.name) started \(first.map { "\(($0 - heal.at) / 1_000) ms" } ?? "never") after healing")
    }
  }
}
