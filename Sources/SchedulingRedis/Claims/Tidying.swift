#if Redis
  import Scheduling

  /// When to tidy again: at first, and then once in an hour.
  struct TidyRhythm {
    private var last: MonotonicTime?

    mutating func isDue(_ now: MonotonicTime) -> Bool {
      if let last, now < last + .seconds(3_600) { return false }
      last = now
      return true
    }
  }

  extension RedisClaims {
    /// Takes out what nobody needs any more and no time to live takes: pauses of jobs that no replica has had for long, and
    /// the locks of stored jobs that have expired. What fails is tried again an hour later.
    func tidyIfDue() async {
      guard tidying.withLock({ $0.isDue(.now()) }) else { return }
      try? await tidySwitches()
      try? await tidyLocks()
    }

    func tidySwitches() async throws(ClaimsUnavailable) {
      let keys = session.keys
      let (fields, known) = session.withKnowledge { knowledge in
        (knowledge.pauses.keys.filter { $0.hasPrefix("j:") }.sorted(), knowledge.idleSwitches)
      }
      var ended: [String] = []
      var idle: [String: Int64] = [:]
      for start in stride(from: 0, to: fields.count, by: Self.tidyBatch) {
        let chunk = Array(fields[start..<min(start + Self.tidyBatch, fields.count)])
        let answer = try await session.run(
          .tidySwitches,
          ScriptCall(
            keys: BulkStrings([keys.control, keys.idleSwitches] + chunk.map { keys.job(String($0.dropFirst(2))) }),
            arguments: BulkStrings([keys.wake] + chunk.flatMap { [$0, known[$0].map { "\($0)" } ?? ""] })))
        ended += answer.first?.array?.compactMap(\.string) ?? []
        for (field, since) in FleetReading.pairs(answer.last?.array ?? []) {
          idle[field] = ServerNumber.instant.read(since)
        }
      }
      session.withKnowledge { knowledge in
        for field in ended { knowledge.pauses[field] = nil }
        // Told again, so that the days do not begin anew when the data are lost.
        knowledge.idleSwitches = idle
      }
      session.found(
        .switches, warnings: [],
        notes: ended.compactMap { PercentEncoding.decode($0.dropFirst(2)) }.map {
          "The pause of job \(JobID($0)) has ended: no replica has had the job for 30 days."
        })
    }

    func tidyLocks() async throws(ClaimsUnavailable) {
      let keys = session.keys
      var after = "-"
      // A server whose pages never end keeps nobody here.
      for _ in 0..<10_000 {
        let page = try await session.command([
          "ZRANGEBYLEX", keys.locks, after, "+", "LIMIT", "0", "\(Self.tidyBatch)",
        ])
        let members = page.array?.compactMap(\.string) ?? []
        guard let last = members.last else { return }
        after = "(" + last
        let jobs = members.map { member in
          member.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init) ?? ""
        }
        _ = try await session.run(
          .tidyLocks, ScriptCall(keys: BulkStrings([keys.locks] + jobs.map(keys.job)), arguments: BulkStrings(members)))
      }
    }

    private static var tidyBatch: Int { 500 }
  }
#endif
