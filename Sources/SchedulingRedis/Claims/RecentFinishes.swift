#if Redis
  import Scheduling

  /// The end of a run, and the runs of its firing that it had taken over: older data may know only those.
  struct EndedRun: Sendable {
    var report: FinishReport
    var takenOver: [RunID]
  }

  /// The ends of runs that were acknowledged a moment ago. A server that takes over may lack the last writes: reported again
  /// they change nothing where they are known, and keep a run that has ended from being found crashed where they are not.
  /// That goes on until the last server has acknowledged them all.
  struct RecentFinishes: Sendable {
    static let limit = 10_000
    static let age = Duration.seconds(600)

    private var ends: [(end: EndedRun, at: MonotonicTime)] = []
    /// Whether the server may not know them.
    private var isDue = false
    private var isRepeating = false

    mutating func add(_ new: some Sequence<EndedRun>, _ now: MonotonicTime) {
      for end in new { ends.append((end, now)) }
      let old = ends.prefix { now - $0.at > Self.age }.count
      ends.removeFirst(max(old, ends.count - Self.limit))
    }

    /// A server took over that may lack the last writes. True when nobody repeats yet.
    mutating func serverChanged() -> Bool {
      isDue = true
      defer { isRepeating = true }
      return !isRepeating
    }

    /// What is to be reported now; nothing when all is acknowledged, which ends the repeating.
    mutating func toRepeat(_ now: MonotonicTime) -> [EndedRun] {
      let ends = isDue ? current(now) : []
      isDue = false
      if ends.isEmpty { isRepeating = false }
      return ends
    }

    /// What was to be reported was not acknowledged.
    mutating func isUnacknowledged() { isDue = true }

    private func current(_ now: MonotonicTime) -> [EndedRun] { ends.filter { now - $0.at <= Self.age }.map(\.end) }
  }
#endif
