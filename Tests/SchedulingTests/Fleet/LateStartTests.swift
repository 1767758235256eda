import CivilTime
import Testing

@testable import Scheduling

@Suite("A process that is frozen between winning a firing and starting its body") struct LateStartTests {
  /// A machine that has won a firing at `now`, and its lease.
  private func won(_ now: Now) throws -> (SchedulerStateMachine, Lease) {
    var machine = SchedulerStateMachine(
      settings: .init(
        instance: "a", origin: 1, executors: [("default", 10)], lease: .seconds(30), stuckAfter: .seconds(10),
        historyPerJob: 10, historyTotal: 10, deadLetters: 10, drainTimeout: .seconds(30)),
      sharesClaims: true)
    var effects = Effects()
    let before = Now(wall: now.wall - .seconds(1), monotonic: now.monotonic.advanced(byNanoseconds: -1_000_000_000))
    _ = try machine.begin(before, &effects)
    let definition = JobDefinition(id: "a", trigger: DateTrigger(now.wall), options: JobOptions()) { _ in }
    _ = try machine.add(definition, ifExists: .refuse, before, &effects)
    _ = machine.advance(before, &effects)
    machine.registered([RegisteredJob(job: "a", cursor: nil, since: before.wall)], before, &effects)
    _ = machine.advance(now, &effects)
    let request = try #require(effects.decisions.first)
    let lease = Lease(
      token: request.token, firing: Firing(job: "a", instant: now.wall), lockKey: "a", slot: 0, fencingToken: 7,
      duration: .seconds(30), deadline: now.monotonic + .seconds(27))
    machine.decided(request, .won(lease), now, &effects)
    return (machine, lease)
  }

  private let now = Now(wall: Instant("2026-01-01T00:00:00Z"), monotonic: MonotonicTime(nanoseconds: 1_000_000_000_000))
  private var later: Now { Now(wall: now.wall + .seconds(60), monotonic: now.monotonic + .seconds(60)) }

  @Test("in time it starts at once")
  func inTime() throws {
    var (machine, _) = try won(now)
    var effects = Effects()
    #expect(machine.take(Carrier(), of: 0, isFirst: true, now, &effects) != nil)
  }

  @Test("after the lease has ended the body is held back until a renewal has told that the firing is still its own")
  func renewed() throws {
    var (machine, lease) = try won(now)
    var effects = Effects()
    #expect(machine.take(Carrier(), of: 0, isFirst: true, later, &effects) == nil)
    _ = machine.advance(later, &effects)
    #expect(effects.renewals.map(\.token) == [lease.token])
    machine.renewed(lease, .renewed(deadline: later.monotonic + .seconds(27)), later, &effects)
    #expect(!machine.carriersWanted.isEmpty)
    #expect(machine.take(Carrier(), of: 0, isFirst: true, later, &effects)?.context.id == lease.token)
  }

  @Test("where somebody else owns it by then the body never begins, and a row says why")
  func lost() throws {
    var (machine, lease) = try won(now)
    var effects = Effects()
    #expect(machine.take(Carrier(), of: 0, isFirst: true, later, &effects) == nil)
    _ = machine.advance(later, &effects)
    machine.renewed(lease, .lost, later, &effects)
    #expect(machine.take(Carrier(), of: 0, isFirst: true, later, &effects) == nil)
    let row = machine.history.rows(limit: 1).map(machine.record(of:)).first
    #expect(row?.outcome == .cancelled(.leaseLost))
    #expect(row?.started == nil)
    #expect(machine.activeRuns == 0)
  }

  @Test("where nobody answers it ends after a quarter of a second, and its end is told")
  func unanswered() throws {
    var (machine, lease) = try won(now)
    var effects = Effects()
    #expect(machine.take(Carrier(), of: 0, isFirst: true, later, &effects) == nil)
    _ = machine.advance(later, &effects)
    effects.removeAll()
    _ = machine.advance(Now(wall: later.wall + .seconds(1), monotonic: later.monotonic + .seconds(1)), &effects)
    #expect(machine.activeRuns == 0)
    #expect(effects.finishes.map(\.lease.token) == [lease.token])
  }
}
