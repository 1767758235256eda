import FleetLog
import Foundation
import ProcessSupport
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("Two replicas, real processes on a real redis-server")
struct FleetTests {
  @Test("Every instant starts once; when one replica is killed in a run, the other decides all that follows")
  func onceAndThenACrash() async throws {
    let fleet = try Fleet()
    let workers = [try fleet.worker(), try fleet.worker()]
    func report() -> Comment { Comment(rawValue: workers.map(\.output).joined(separator: "\n---\n")) }

    // Both take part.
    let pids = Set(workers.map(\.processID))
    try #require(await eventually { Set(fleet.starts.map(\.pid)) == pids && fleet.decidedUpTo != nil }, report())
    let begin = try #require(fleet.decidedUpTo)

    // 60 instants and more of the jobs that tick, each started once by either.
    let ticks = ["tick-200ms", "tick-250ms"]
    try #require(
      await eventually(within: .seconds(60)) {
        let starts = fleet.starts.filter { $0.instant > begin }
        return ticks.allSatisfy { job in starts.count { $0.job == job } >= 60 }
      }, report())
    #expect(judge(fleet, after: begin, through: fleet.decidedUpTo) == [], report())

    // One is killed while its long run is at work.
    var victim: JournalRun?
    try #require(
      await eventually {
        victim = fleet.unfinished(job: "long")
        return victim != nil
      }, report())
    let crashed = try #require(victim)
    let killed = try #require(workers.first { $0.processID == crashed.pid })
    let survivor = try #require(workers.first { $0.processID != crashed.pid })
    killed.signal(SIGKILL)

    // The lease is 2 s and a heartbeat comes three times in it; the rest is for a busy machine.
    let isRecorded = await eventually(within: .seconds(3) + .seconds(12)) {
      fleet.outcomes.contains {
        $0.job == "long" && $0.from == crashed.instant && $0.word == "crashed" && $0.pid == survivor.processID
      }
    }
    #expect(isRecorded, report())

    // Everything after the crash is decided by the other, and the long job runs again.
    let after = crashed.instant + 6_000
    try #require(await eventually { fleet.decidedUpTo ?? 0 >= after }, report())
    #expect(judge(fleet, after: begin, through: after) == [], report())
    #expect(fleet.starts.contains { $0.job == "long" && $0.instant > crashed.instant && $0.pid == survivor.processID })
  }

  @Test("A replica that asks late starts nothing again")
  func late() async throws {
    let fleet = try Fleet()
    let workers = [try fleet.worker(), try fleet.worker("--ask-late", "40")]
    try #require(
      await eventually { fleet.starts.count { $0.job == "tick-200ms" } >= 30 }, "\(workers[0].output)")
    #expect(judge(fleet) == [])
  }

  @Test("With a lock per name, released after the run, the same replica starts instants again: the judge notices")
  func naive() async throws {
    let fleet = try Fleet()
    let workers = [try fleet.worker("--naive"), try fleet.worker("--naive", "--ask-late", "40")]
    let isNoticed = await eventually {
      judge(fleet).contains { if case .startedTwice = $0 { true } else { false } }
    }
    #expect(isNoticed, "\(workers[0].output)")
  }

  /// What is wrong with the log; given a range, every instant in it must have been decided as well.
  private func judge(_ fleet: Fleet, after begin: Int64? = nil, through end: Int64? = nil) -> [FleetChecker.Violation] {
    var expected: [String: [Int64]] = [:]
    if let begin, let end { expected = Schedule.instants(from: begin + 1, through: end) }
    return FleetChecker(expected: expected).violations(in: fleet.events)
  }
}
