import CivilTime
import Foundation
import RedisServerTestSupport
import Testing

@testable import Scheduling

@Suite("What a job says holds in every mode, or the scheduler says that it does not")
struct OptionTests {
  @Test("each option in each mode", arguments: OptionTable.rows.map(\.option), OptionMode.allCases)
  func holds(option: String, mode: OptionMode) async throws {
    let row = try #require(OptionTable.rows.first { $0.option == option })
    let bench = try OptionBench(mode)
    if let idle = row.idle, idle.modes.contains(mode) {
      try await isNamed(option, bench, idle.sample)
    } else {
      try await row.exercise(bench)
    }
  }

  /// A notice names the option, what it needs, and the job.
  private func isNamed(
    _ option: String, _ bench: OptionBench, _ sample: @Sendable (inout JobOptions) -> Void
  ) async throws {
    let notices = Lock<[String]>([])
    let member = try bench.member()
    let events = member.scheduler.events()
    let listening = Task {
      for await event in events {
        if case .notice(let text) = event { notices.withLock { $0.append(text) } }
      }
    }
    defer { listening.cancel() }
    try await member.add("named", try OptionTable.never()) { sample(&$0) }
    await member.start()
    #expect(
      await eventually {
        notices.withLock { $0.contains { $0.contains("`\(option)` has no effect without") && $0.contains("named") } }
      })
    try await member.stop()
  }

  @Test("every option has a row, and every row an option")
  func complete() {
    let options = Mirror(reflecting: JobOptions()).children.compactMap(\.label)
    #expect(Set(OptionTable.rows.map(\.option)) == Set(options))
    #expect(OptionTable.rows.count == options.count)
  }

  /// What is written for a key of a schedule file, and the option that it sets.
  static let keys: [(key: String, json: String, option: String)] = [
    ("jitter", "\"2s\"", "jitter"), ("misfire-grace", "\"5m\"", "misfireGrace"),
    ("coalesce", "\"discard\"", "coalesce"),
    ("overlap", "\"allow\"", "overlap"), ("max-instances", "3", "maxInstances"), ("timeout", "\"9s\"", "timeout"),
    ("retry", "{\"attempts\": 3, \"initial\": \"5s\"}", "retry"),
    ("breaker", "{\"failures\": 5, \"cool-down\": \"10m\"}", "breaker"),
    ("pause-on-failure", "true", "pausesOnFailure"), ("lock", "\"stock\"", "lock"), ("lease", "\"9s\"", "lease"),
    ("minimum-hold", "\"9s\"", "minimumHold"), ("recovery", "\"rerun\"", "recovery"),
    ("claims-unreachable", "\"skip\"", "whenClaimsUnreachable"), ("priority", "\"high\"", "priority"),
    ("executor", "\"narrow\"", "executor"), ("queue", "\"imports\"", "queue"), ("paused", "true", "startsPaused"),
    ("arguments", "{\"a\": 1}", "arguments"), ("owner", "{\"responsible\": \"ops\"}", "owner"),
    ("alerts", "{\"after-failures\": 3}", "alerts"), ("description", "\"imports\"", "description"),
    ("idempotency", "\"keyed\"", "idempotency"), ("tags", "[\"a\"]", "tags"),
    ("heartbeat", "\"stock\"", "heartbeat"), ("keep-evidence", "false", "keepsEvidence"),
  ]

  /// Keys that say when a job is due, and what its body is called.
  static let others: Set<String> = Set(ScheduleTrigger.keys).union([
    "dialect", "timezone", "gap", "overlap-time", "anchor", "start", "end", "limit", "exclude", "handler", "pipeline",
  ])

  @Test("every key of a schedule file sets its option, and nothing else", arguments: keys)
  func key(_ key: String, _ json: String, _ option: String) throws {
    let job = try JSONDecoder().decode(ScheduleJob.self, from: Data("{\"every\": \"1h\", \"\(key)\": \(json)}".utf8))
    func values(_ options: JobOptions) -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: Mirror(reflecting: options).children.map { ($0.label ?? "", "\($0.value)") })
    }
    let usual = values(JobOptions())
    let changed = values(job.options).filter { usual[$0.key] != $0.value }
    #expect(Set(changed.keys) == [option])
  }

  @Test("every key of a schedule file and every option has a place in that table")
  func keysAreComplete() {
    #expect(Set(Self.keys.map(\.key)).union(Self.others) == Set(ScheduleJob.fields.map(\.name)))
    #expect(Set(Self.keys.map(\.option)) == Set(OptionTable.rows.map(\.option)))
  }
}
