import CivilTime
import RedisServerTestSupport
import Scheduling
import Testing

/// Who runs beside whom, for how long and where.
extension OptionTable {
  static let running: [OptionRow] = [
    OptionRow("overlap") { bench in
      try await queuesOne(bench)
      for overlap in [Overlap.skip, .allow, .queueAll(limit: 1_000), .cancelPrevious] {
        try await bench.run { member in
          let id = JobID("job-\(overlap)")
          bench.deeds.count(id)
          let length = overlap == .cancelPrevious ? 60_000 : 350
          try await member.add(id, try often(), .init(does: .wait, milliseconds: length)) { $0.overlap = overlap }
          #expect(await eventually { bench.deeds.of(id).count >= 3 })
          let entries = bench.deeds.of(id)
          switch overlap {
          case .skip: #expect(await eventually { member.has(.skipped(.overlap), id) })
          case .allow: #expect(await eventually { bench.deeds.most(id) >= 2 })
          case .queueOne, .queueAll:
            #expect(zip(entries, entries.dropFirst()).allSatisfy { $1.instant - $0.instant == .milliseconds(100) })
          case .cancelPrevious: #expect(await eventually { member.has(.cancelled(.replaced), id) })
          }
          if overlap != .allow { #expect(bench.deeds.most(id) == 1, "\(overlap)") }
          try await member.scheduler.remove(id)
        }
      }
    },
    OptionRow("maxInstances") { bench in
      bench.deeds.count("job")
      func add(_ member: OptionBench.Member) async throws {
        try await member.add("job", try often(), .init(does: .wait, milliseconds: 450)) {
          $0.overlap = .allow
          $0.maxInstances = 2
        }
      }
      try await bench.run { a in
        try await add(a)
        if bench.mode.isShared {
          try await bench.run("b") { b in
            try await add(b)
            #expect(await eventually { bench.deeds.of("job").count >= 8 })
          }
        }
        #expect(await eventually { bench.deeds.of("job").count >= 8 && a.has(.skipped(.overlap), "job") })
      }
      #expect(bench.deeds.most("job") == 2)
    },
    OptionRow("timeout") { bench in
      try await bench.run { member in
        try await member.add("job", try often(), .init(does: .wait, milliseconds: 60_000)) {
          $0.timeout = .milliseconds(100)
        }
        #expect(await eventually { member.has(.timedOut, "job") })
      }
    },
    OptionRow("priority") { bench in
      try await bench.run("a", { $0.executors = ["narrow": .async(limit: 1)] }) { member in
        try await member.add("blocker", try never(), .init(does: .hold)) { $0.executor = "narrow" }
        try await member.scheduler.runNow("blocker")
        #expect(await eventually { bench.deeds.of("blocker").count == 1 })
        let due = SystemClock().now() + .seconds(3)
        for (id, priority) in [("low", JobPriority.low), ("medium", .medium), ("high", .high)] {
          try await member.add(JobID(id), .at(due)) {
            $0.executor = "narrow"
            $0.priority = priority
          }
        }
        let later = due + .milliseconds(500)
        #expect(await eventually { SystemClock().now() > later })
        bench.deeds.release("blocker")
        #expect(await eventually { bench.deeds.all.count == 4 })
        #expect(bench.deeds.all.dropFirst().map(\.job) == ["high", "medium", "low"])
      }
    },
    OptionRow("executor") { bench in
      bench.deeds.count("a", "b")
      try await bench.run("a", { $0.executors = ["narrow": .async(limit: 1)] }) { member in
        for id in [JobID("a"), "b"] {
          try await member.add(id, try often(), .init(does: .wait, milliseconds: 60)) {
            $0.executor = "narrow"
            $0.overlap = .allow
          }
        }
        #expect(await eventually { !bench.deeds.of("a").isEmpty && !bench.deeds.of("b").isEmpty })
        #expect(await eventually { bench.deeds.all.count >= 8 })
        #expect(bench.deeds.most("a", "b") == 1)
        // One that this replica lacks is refused, or left to the replicas that have it.
        do {
          try await member.add("c", try often()) { $0.executor = "nowhere" }
          #expect(member.scheduler.job("c")?.holdReason?.contains("nowhere") == true)
        } catch let error as SchedulerError {
          #expect(error.message.contains("nowhere"))
        }
      }
    },
    OptionRow("lock") { bench in
      bench.deeds.count("a", "b")
      try await bench.run { member in
        for id in [JobID("a"), "b"] {
          try await member.add(id, try often(), .init(does: .wait, milliseconds: 70, text: "de")) {
            $0.lock = "stock.{text}"
            $0.overlap = .queueOne
          }
        }
        #expect(await eventually { bench.deeds.of("a").count >= 3 && bench.deeds.of("b").count >= 3 })
        #expect(bench.deeds.most("a", "b") == 1)
        let error = await #expect(throws: SchedulerError.self) {
          try await member.add("c", try often(), .init(text: "de")) {
            $0.lock = "stock.{text}"
            $0.overlap = .allow
            $0.maxInstances = 2
          }
        }
        #expect(error?.code == .invalidOption)
        #expect(error?.message.contains("stock.de") == true, "\(error?.message ?? "")")
      }
    },
  ]

  /// The newest firing that came due while the job ran starts as soon as the run has ended.
  private static func queuesOne(_ bench: OptionBench) async throws {
    let id = JobID("job-queueOne")
    bench.deeds.count(id)
    try await bench.run { member in
      try await member.add(id, .every(.seconds(1)), .init(does: .hold)) { $0.overlap = .queueOne }
      #expect(await eventually { bench.deeds.of(id).count == 1 })
      let first = try #require(bench.deeds.of(id).first)
      let waited = first.instant + .milliseconds(2_100)
      #expect(await eventually { SystemClock().now() > waited })
      bench.deeds.release(id)
      let released = SystemClock().now()
      #expect(await eventually { bench.deeds.of(id).count >= 2 })
      // It was due while the job ran, unless a busy machine let another second pass before it could start.
      let next = bench.deeds.of(id)[1]
      #expect(next.instant <= released || next.began - released > .milliseconds(500), "\(next), released \(released)")
      #expect(!member.has(.skipped(.overlap), id))
      #expect(bench.deeds.most(id) == 1)
      try await member.scheduler.remove(id)
    }
  }
}
