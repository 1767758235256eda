import CivilTime
import RedisServerTestSupport
import Scheduling
import Testing

/// When a firing starts, and what becomes of firings that are due together.
extension OptionTable {
  static let timing: [OptionRow] = [
    OptionRow("misfireGrace") { bench in
      try await bench.run { member in
        let now = SystemClock().now()
        try await member.add("kept", .at(now - .seconds(5))) { $0.misfireGrace = .seconds(60) }
        try await member.add("late", .at(now - .seconds(5))) { $0.misfireGrace = .seconds(2) }
        #expect(await eventually { bench.deeds.of("kept").count == 1 && member.has(.missed(.grace), "late") })
        #expect(bench.deeds.of("late").isEmpty)
      }
    },
    OptionRow("coalesce") { bench in
      for policy in [Coalesce.latest, .all(limit: 1_000), .discard] {
        let id = JobID("job-\(policy)")
        let rows = try await backlog(id, bench) {
          $0.coalesce = policy
          // On a busy machine a run may still go on when the next one is due.
          if case .all = policy { $0.overlap = .queueAll(limit: 1_000) }
        }
        let starts = bench.deeds.of(id).map(\.instant).sorted()
        if case .all = policy {
          let gaps = zip(starts, starts.dropFirst()).filter { $1 - $0 != .milliseconds(100) }
          #expect(gaps.isEmpty, "every instant starts: \(gaps), \(rows.filter { !$0.outcome.didRun })")
          continue
        }
        // A run stands for them, or nothing does but that nobody was there.
        let missed = try #require(
          rows.first { [.missed(.coalesced), .missed(.schedulerDown)].contains($0.outcome) && $0.count >= 4 })
        #expect(policy == .discard || missed.outcome == .missed(.coalesced))
        let next = try #require(starts.first { $0 > missed.instant })
        // The newest stands for the others, or none does.
        #expect(
          policy == .latest ? next <= missed.ended : next > missed.ended, "\(policy): \(next), \(missed), \(starts)")
      }
    },
    OptionRow("jitter") { bench in
      try await bench.run { member in
        try await member.add("spread", try often()) { $0.jitter = .milliseconds(300) }
        #expect(await eventually { bench.deeds.of("spread").count >= 12 })
        let delays = bench.deeds.of("spread").map { $0.began - $0.instant }
        #expect(delays.allSatisfy { $0 >= .zero })
        #expect(delays.contains { $0 > .milliseconds(20) })
      }
    },
    OptionRow("startsPaused") { bench in
      try await bench.run { member in
        try await member.add("job", try often()) { $0.startsPaused = true }
        #expect(await eventually { member.has(.skipped(.paused), "job") })
        #expect(bench.deeds.of("job").isEmpty)
        #expect(member.scheduler.job("job")?.isPaused == true)
        try await member.scheduler.resume("job")
        #expect(await eventually { bench.deeds.of("job").count >= 2 })
      }
      guard bench.mode.isShared else { return }
      // A replica that comes later leaves the switch as it is.
      try await bench.run("b") { member in
        let before = bench.deeds.of("job").count
        try await member.add("job", try often()) { $0.startsPaused = true }
        #expect(await eventually { bench.deeds.of("job").count >= before + 2 })
      }
    },
  ]

  /// Has at least ten instants of a job due together; returns the rows from then on. Where a fleet decides it was not there
  /// for a second; a scheduler on its own has its clock set on.
  private static func backlog(
    _ id: JobID, _ bench: OptionBench, _ change: (inout JobOptions) -> Void
  ) async throws -> [RunRecord] {
    var rows: [RunRecord] = []
    func look(_ member: OptionBench.Member, _ after: Instant) async {
      #expect(
        await eventually {
          bench.deeds.of(id).contains { $0.instant > after }
            && member.scheduler.localHistory(of: id, limit: 1_000).contains { $0.outcome.didRun && $0.instant > after }
        })
      rows = member.scheduler.localHistory(of: id, limit: 1_000).reversed()
    }
    var last = Instant.min
    try await bench.run { member in
      try await member.add(id, try often(), .init(), change)
      #expect(await eventually { bench.deeds.of(id).count >= 2 })
      if bench.mode.isShared { return }
      member.clock.step(by: .seconds(1))
      await look(member, member.clock.now() + .milliseconds(200))
    }
    guard bench.mode.isShared else { return rows }
    last = SystemClock().now() + .seconds(1)
    #expect(await eventually { SystemClock().now() > last })
    try await bench.run("b") { member in
      try await member.add(id, try often(), .init(), change)
      await look(member, SystemClock().now() + .milliseconds(200))
    }
    return rows
  }
}
