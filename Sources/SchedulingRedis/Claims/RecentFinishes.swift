#if Redis
  import Scheduling

  /// The end of a run, and the runs of its firing that it had taken over: older data may know only those.
  struct EndedRun: Sendable {
    var report: FinishReport
    var takenOver: [RunID]
  }

  /// The ends of runs that were acknowledged a moment ago. A server that takes over may lack the last writes: told again
  /// they change nothing where they are known, and keep a run that has ended from being found crashed where they are not.
  struct RecentFinishes: Sendable {
    static let limit = 10_000
    static let age = Duration.seconds(600)

    private var ends: [(end: EndedRun, at: MonotonicTime)] = []

    mutating func add(_ new: some Sequence<EndedRun>, _ now: MonotonicTime) {
      for end in new { ends.append((end, now)) }
      let old = ends.prefix { now - $0.at > Self.age }.count
      ends.removeFirst(max(old, ends.count - Self.limit))
    }

    func current(_ now: MonotonicTime) -> [EndedRun] { ends.filter { now - $0.at <= Self.age }.map(\.end) }
  }
#endif
