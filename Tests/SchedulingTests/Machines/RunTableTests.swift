import CivilTime
import Testing

@testable import Scheduling

@Suite("The table of runs") struct RunTableTests {
  private var table = RunTable(executors: [("default", 2), ("one", 1)], stuckAfter: .seconds(10))
  private let carrier = Carrier()

  private func run(_ sequence: UInt64, _ options: JobOptions = JobOptions(), lease: Lease? = nil, pool: Int = 0) throws
    -> Run
  {
    Run(
      id: id(sequence), definition: try definition("a", options), slot: 0, pool: pool, instant: time(0).wall,
      due: time(0).wall, cause: .scheduled, lease: lease)
  }

  private func name(_ taken: RunTable.Taken) -> String {
    switch taken {
    case .started(let ticket, _): "started \(ticket.context.id.sequence)"
    case .stopped: "stopped"
    case .heldBack: "held back"
    case .paused(_, let isFirst): isFirst ? "paused before its first attempt" : "paused"
    case .nothing: "nothing"
    }
  }

  @Test("asks for one carrier at a time, and for no more than the executor may have")
  func carriers() throws {
    var table = table
    for sequence in 1...4 { table.open(try run(UInt64(sequence))) }
    #expect(table.carriersWanted == [0])
    var wanted: [Int] = []
    table.takeCarriersWanted(into: &wanted)
    table.carrierArrived(0)
    #expect(name(table.take(of: 0, by: carrier, pauses: PauseSwitches(), time(1))) == "started 1")
    table.wantNextCarrier(0)
    #expect(table.carriersWanted == [0])
    table.carrierArrived(0)
    #expect(name(table.take(of: 0, by: carrier, pauses: PauseSwitches(), time(1))) == "started 2")
    table.wantNextCarrier(0)
    #expect(table.carriersWanted == [0], "the limit is two")
    #expect(table.queued == 2 && table.running == 2)
    #expect(table.isSaturated(0) && !table.isSaturated(1))
  }

  @Test("runs of a higher priority go first, and equals in line")
  func priorities() throws {
    var table = table
    var high = JobOptions()
    high.priority = .high
    table.open(try run(1))
    table.open(try run(2))
    table.open(try run(3, high))
    let order = (1...4).map { _ in name(table.take(of: 0, by: carrier, pauses: PauseSwitches(), time(1))) }
    #expect(order == ["started 3", "started 1", "started 2", "nothing"])
  }

  @Test("a run that was stopped before it began never begins")
  func stopped() throws {
    var table = table
    table.open(try run(1))
    guard case .marked(nil) = table.stop(0, .cancelled(.requested), moment(1)) else {
      Issue.record("it has no carrier")
      return
    }
    guard case .ignored = table.stop(0, .timeout, moment(2)) else {
      Issue.record("the first reason stands")
      return
    }
    #expect(name(table.take(of: 0, by: carrier, pauses: PauseSwitches(), time(1))) == "stopped")
    #expect(table.close(0)?.stop == .cancelled(.requested))
    #expect(table.active == 0)
  }

  @Test("a pause holds a run that waits: before its first attempt it is to end, after it to be held")
  func paused() throws {
    var table = table
    let pauses = PauseSwitches(everything: "")
    table.open(try run(1))
    #expect(name(table.take(of: 0, by: carrier, pauses: pauses, time(1))) == "paused before its first attempt")
    _ = table.close(0)
    table.open(try run(2))
    _ = table.take(of: 0, by: carrier, pauses: PauseSwitches(), time(1))
    table.backOff(0, for: .seconds(5), time(1).monotonic)
    #expect(table.nextMoment == time(6).monotonic)
    #expect(!table.isAttemptDue(0, time(5).monotonic) && table.isAttemptDue(0, time(6).monotonic))
    table.beginNextAttempt(0)
    #expect(name(table.take(of: 0, by: carrier, pauses: pauses, time(6))) == "paused")
    table.hold(0)
    #expect(table.released(by: pauses).isEmpty)
    #expect(table.released(by: PauseSwitches()) == [0])
    #expect(table.betweenAttempts == 1)
    _ = table.close(0)
    #expect(table.betweenAttempts == 0 && !table.hasHeld)
  }

  @Test("a run whose lease ended before its body began waits for the renewal")
  func heldBack() throws {
    var table = table
    table.open(try run(1, lease: lease(id(1), at: time(0))))
    #expect(name(table.take(of: 0, by: carrier, pauses: PauseSwitches(), time(60))) == "held back")
    #expect(name(table.take(of: 0, by: carrier, pauses: PauseSwitches(), time(60))) == "nothing")
    #expect(table.renewed(0, until: time(90).monotonic, time(60).monotonic) != nil)
    table.takeUp(0)
    #expect(name(table.take(of: 0, by: carrier, pauses: PauseSwitches(), time(60))) == "started 1")
    #expect(table.deadline(of: id(1)) == time(90).monotonic)
    table.loseLease(0)
    #expect(table.deadline(of: id(1)) == nil)
  }

  @Test("a body that ignores its timeout is stuck after a while, and is reported once")
  func stuck() throws {
    var table = table
    var options = JobOptions()
    options.timeout = .seconds(3)
    table.open(try run(1, options))
    _ = table.take(of: 0, by: carrier, pauses: PauseSwitches(), time(0))
    #expect(table.due(time(2).monotonic) == nil)
    #expect(table.due(time(3).monotonic) == 0)
    #expect(table[0]?.isTimedOut(time(3).monotonic) == true)
    guard case .marked(.some) = table.stop(0, .timeout, time(3).monotonic) else {
      Issue.record("its carrier is to be cancelled")
      return
    }
    table.attended(0, time(3).monotonic)
    #expect(table.becameStuck(0, time(12).monotonic) == nil)
    #expect(table.becameStuck(0, time(13).monotonic) == .seconds(10))
    #expect(table.becameStuck(0, time(14).monotonic) == nil)
    table.attended(0, time(14).monotonic)
    #expect(table.nextMoment == nil)
  }
}
