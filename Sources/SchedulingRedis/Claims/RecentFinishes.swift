#if Redis
  import Scheduling

  /// The ends of runs that were acknowledged a moment ago. A server that takes over may lack the last writes: told again
  /// they change nothing where they are known, and keep a run that has ended from being found crashed where they are not.
  struct RecentFinishes: Sendable {
    static let limit = 10_000
    static let age = Duration.seconds(600)

    private var reports: [(report: FinishReport, at: MonotonicTime)] = []

    mutating func add(_ new: some Sequence<FinishReport>, _ now: MonotonicTime) {
      for report in new { reports.append((report, now)) }
      let old = reports.prefix { now - $0.at > Self.age }.count
      reports.removeFirst(max(old, reports.count - Self.limit))
    }

    func current(_ now: MonotonicTime) -> [FinishReport] { reports.filter { now - $0.at <= Self.age }.map(\.report) }
  }
#endif
