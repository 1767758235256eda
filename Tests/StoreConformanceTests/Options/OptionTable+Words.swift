import CivilTime
import RedisServerTestSupport
import Scheduling
import Testing

/// What is kept for the body and for people.
extension OptionTable {
  static let words: [OptionRow] = [
    OptionRow("arguments") { bench in
      try await bench.run { member in
        try await member.add("job", try often(), .init(text: "from Berlin"))
        #expect(await eventually { bench.deeds.of("job").count >= 2 })
        #expect(bench.deeds.of("job").allSatisfy { $0.text == "from Berlin" })
        #expect(member.scheduler.job("job")?.arguments?["text"] == "from Berlin")
      }
    },
    OptionRow("owner") { try await isShown($0, \.owner, JobOptions.Owner(responsible: "ops", accountable: "shop")) },
    OptionRow("description") { try await isShown($0, \.description, "imports the stock") },
    OptionRow("tags") { try await isShown($0, \.tags, ["stock", "nightly"]) },
    OptionRow("idempotency") { try await isShown($0, \.idempotency, "keyed by file") },
    OptionRow("keepsEvidence") { bench in
      try await bench.run { member in
        try await member.add("kept", try often(), .init(does: .report, text: "page 1 of 2"))
        try await member.add("not-kept", try often(), .init(does: .report)) { $0.keepsEvidence = false }
        #expect(await eventually { ["kept", "not-kept"].allSatisfy { member.has(.succeeded, $0) } })
        let kept = member.scheduler.localHistory(of: "kept", limit: 1_000).last { $0.outcome == .succeeded }?.evidence
        #expect(kept?.progress?.fraction == 0.5 && kept?.progress?.note == "page 1 of 2")
        #expect(member.scheduler.localHistory(of: "not-kept", limit: 1_000).allSatisfy { $0.evidence == nil })
      }
    },
    OptionRow("heartbeat") { try await isShown($0, \.heartbeat, "https://monitor.example/ping/stock") },
  ]

  /// People find it beside the job; on every replica where the job is data.
  private static func isShown<Value: Equatable & Sendable>(
    _ bench: OptionBench, _ path: any WritableKeyPath<JobOptions, Value> & Sendable, _ value: Value
  ) async throws {
    try await bench.run { member in
      try await member.add("job", try never()) { $0[keyPath: path] = value }
      #expect(member.scheduler.job("job")?.options[keyPath: path] == value)
    }
    #if Redis
      guard bench.mode == .store else { return }
      try await bench.run("b") { member in
        let stored = try await member.scheduler.storedJob("job")
        #expect(stored?.options[keyPath: path] == value)
      }
    #endif
  }
}
