import CivilTime
import Testing

@testable import Scheduling

@Suite("The table of jobs") struct JobTableTests {
  private func state(_ id: JobID, _ trigger: (any Trigger)? = nil) throws -> JobState {
    let made = try trigger.map { JobDefinition(id: id, trigger: $0, options: JobOptions()) { _ in } } ?? definition(id)
    return JobState(definition: made, cursor: time(0).wall, next: time(10).wall)
  }

  @Test("a slot that was given back goes to the next job, and nothing of the old one is left")
  func slots() throws {
    var table = JobTable()
    let slot = table.install(try state("a"))
    table.arm(slot, at: time(10).wall)
    #expect(table.slot("a") == slot && table.firstDue?.slot == slot)
    table.remove(slot)
    #expect(table.slot("a") == nil && table.departing("a") == slot)
    #expect(table.firstDue == nil)
    table.release(slot)
    #expect(table.departing("a") == nil)
    #expect(table.install(try state("b")) == slot)
    #expect(!table.isArmed(slot))
    #expect(table.count == 1)
  }

  @Test("a job that is added again while its last run goes on counts that run")
  func addedAgain() throws {
    var table = JobTable()
    let slot = table.install(try state("a"))
    table.began(slot, isDry: false)
    table.began(slot, isDry: true)
    table.remove(slot)
    table.reinstall(try state("a"), in: slot)
    #expect(table.slot("a") == slot && table.departing("a") == nil)
    #expect(table[slot]?.running == 1 && table[slot]?.dryRuns == 1)
    #expect(table[slot]?.isRemoved == false)
  }

  @Test("who waits for whose runs follows the definitions")
  func dependents() throws {
    var table = JobTable()
    let after = try CompletionTrigger(job: "a", delay: .zero)
    let slot = table.install(try state("b", after))
    #expect(table.dependents(of: "a") == [slot])
    table.define(slot, try definition("b"))
    #expect(table.dependents(of: "a").isEmpty)
    table.define(slot, try state("b", after).definition)
    table.remove(slot)
    #expect(table.dependents(of: "a").isEmpty)
  }

  @Test("delays end in line, each once")
  func delays() throws {
    var table = JobTable()
    let slot = table.install(try state("a"))
    table.delay(slot, until: moment(5))
    table.delay(slot, until: moment(7))
    #expect(table.takeDelay(moment(4)) == nil)
    #expect(table.takeDelay(moment(9))?.moment == moment(5))
    #expect(table.nextDelay == moment(7))
    #expect(table.takeDelays(slot) == [moment(7)])
    #expect(table.nextDelay == nil && !table.hasDelayFault(slot))
  }

  @Test("of firings that came due in the same way the oldest makes room, and what is caught up with does not count")
  func waiting() throws {
    var table = JobTable()
    let slot = table.install(try state("a"))
    func firing(_ seconds: Double, isSerial: Bool = false) -> WaitingFiring {
      WaitingFiring(instant: time(seconds).wall, due: time(seconds).wall, isSerial: isSerial)
    }
    table.wait(slot, for: [firing(0, isSerial: true), firing(1), firing(2)])
    #expect(table.takeOldest(slot, like: firing(3), beyond: 2) == nil)
    #expect(table.takeOldest(slot, like: firing(3), beyond: 1)?.instant == time(1).wall)
    #expect(table.takeWaiting(slot)?.isSerial == true)
    #expect(table.takeWaiting(slot) { $0.order == nil }.count == 1)
    #expect(table[slot]?.waiting.isEmpty == true)
  }
}

@Suite("The ledger") struct LedgerTests {
  private func ledger() -> Ledger {
    var ledger = Ledger(
      instance: "here", origin: 7, history: History(perJob: 10, total: 10), deadLetters: DeadLetters(limit: 2))
    ledger.open(0)
    return ledger
  }

  private func row(_ outcome: RunOutcome, _ seconds: Double, started: Bool = true) throws -> History.Row {
    History.Row(
      job: try definition(), instant: time(seconds).wall, firstInstant: time(seconds).wall, outcome: outcome,
      started: started ? time(seconds).wall : nil, ended: time(seconds).wall)
  }

  @Test("every instant that was expected ends once")
  func balance() throws {
    var ledger = ledger()
    ledger.expect(3, of: 0)
    let (first, second) = (try row(.succeeded, 1), try row(.failed, 2))
    #expect(ledger.ended(first, slot: 0, isInBooks: true) == true, "the first run")
    #expect(ledger.ended(second, slot: 0, isInBooks: true) == false)
    ledger.withdraw(of: 0)
    ledger.passed(try row(.missed(.coalesced), 3, started: false), slot: 0, isInBooks: true)
    ledger.decidedElsewhere(2, of: 0)
    let books = ledger[0].accounting
    #expect(books.pending == 0 && books.decided == 5)
    #expect(ledger[0].lastRun?.outcome == .failed)
  }

  @Test("a row that ends no firing of the schedule is kept and not counted")
  func kept() throws {
    var ledger = ledger()
    ledger.keep(try row(.crashed, 1), slot: 0)
    ledger.passed(try row(.skipped(.paused), 2, started: false), slot: 0, isInBooks: false)
    _ = ledger.ended(try row(.succeeded, 3), slot: 0, isInBooks: false)
    #expect(ledger[0].accounting.decided == 0)
    #expect(ledger.history.rows(limit: 10).count == 3)
  }

  @Test("the book of a job that left is empty, and its rows stay among those of all")
  func closed() throws {
    var ledger = ledger()
    _ = ledger.ended(try row(.succeeded, 3), slot: 0, isInBooks: false)
    ledger.close(0)
    #expect(ledger[0].lastRun == nil)
    #expect(ledger.rows(slot: 0, time(4)).isEmpty)
    #expect(ledger.rows(HistoryQuery(job: "a"), slot: nil, time(4)).count == 1)
  }
}

@Suite("What is expected of jobs") struct OverdueWatchTests {
  private func watched() -> OverdueWatch {
    var watch = OverdueWatch()
    watch.expect(of: 0, time(0), isNew: true, isWatched: true, looks: true)
    return watch
  }

  @Test("a job is reported as overdue once, and once as it no longer is")
  func once() throws {
    var watch = watched()
    #expect(watch.due(time(0.5)) == nil)
    #expect(watch.due(time(1))?.slot == 0)
    let expected = OverdueTime.at(time(50).wall)
    #expect(watch.look(at: 0, expected: expected, late: 0, needsFleet: false, time(1)) == .nothing)
    #expect(watch.nextInstant == time(50).wall.nanosecondsSince1970)
    let found = watch.look(at: 0, expected: expected, late: 0, needsFleet: false, time(50))
    #expect(found == .overdue(since: time(50).wall))
    #expect(watch.due(time(500)) == nil, "a job that keeps failing does not wake the loop")
    watch.succeeded(0, at: time(60).wall, time(60))
    #expect(watch.due(time(60))?.slot == 0)
    let ended = watch.look(at: 0, expected: .at(time(90).wall), late: 0, needsFleet: false, time(60))
    #expect(ended == .ended)
  }

  @Test("in a fleet only a later report of the fleet counts")
  func fleet() {
    var watch = watched()
    let expected = OverdueTime.at(time(50).wall)
    watch.reported(0, time(49))
    #expect(watch.look(at: 0, expected: expected, late: 0, needsFleet: true, time(51)) == .nothing)
    watch.reported(0, time(52))
    #expect(
      watch.look(at: 0, expected: expected, late: 0, needsFleet: true, time(53)) == .overdue(since: time(50).wall))
  }

  @Test("after a while in which nobody looked, what is due runs first")
  func frozen() {
    var watch = watched()
    let late: Int64 = 61_000_000_000
    let expected = OverdueTime.at(time(50).wall)
    #expect(watch.look(at: 0, expected: expected, late: late, needsFleet: false, time(120)) == .nothing)
    #expect(watch.nextMoment == time(150).monotonic)
  }
}

@Suite("A shutdown") struct DrainTests {
  @Test("cancels what still runs once, and then waits a while for open answers")
  func phases() {
    var drain = Drain(cancelAt: moment(30), resolveTimeout: .seconds(5))
    #expect(drain.beginsToCancel(moment(29)) == false)
    #expect(drain.nextWake == moment(30))
    #expect(drain.beginsToCancel(moment(30)) == true)
    #expect(drain.beginsToCancel(moment(31)) == false)
    drain.nothingRuns(moment(40), isResolved: false)
    #expect(drain.nextWake == moment(45) && !drain.isResolved)
    drain.nothingRuns(moment(44), isResolved: false)
    #expect(!drain.isResolved)
    drain.nothingRuns(moment(45), isResolved: false)
    #expect(drain.isResolved)
  }

  @Test("ends as soon as nothing runs and everything is answered")
  func atOnce() {
    var drain = Drain(cancelAt: moment(30), resolveTimeout: .seconds(5))
    drain.nothingRuns(moment(1), isResolved: true)
    #expect(drain.isResolved)
    #expect(drain.beginsToCancel(moment(30)) == false)
  }
}

@Suite("Whose turn it is") struct TurnLooksTests {
  @Test("what comes due at many moments shares a look, and those that yield still are looked at with it")
  func looks() {
    var turns = Turns()
    turns.yield(3)
    turns.wait(1, isStored: false, until: moment(5))
    turns.wait(2, isStored: false, until: moment(4))
    #expect(
      turns.takeCode {
        $0 != 2
      } yields: { _ in
        true
      } == [1, 3])
    #expect(turns.nextWake == nil, "one look at a time")
    turns.endCode(unanswered: [1])
    #expect(turns.nextWake != nil)
  }

  @Test("stored jobs that got no answer wait for another look, but for those that yield still")
  func stored() {
    var turns = Turns()
    turns.yield(3)
    turns.wait(1, isStored: true, until: moment(5))
    #expect(
      turns.beginStored { _ in
        time(9).wall
      } yields: { slot, last in
        slot == 3 && last == time(9).wall
      } == time(9).wall)
    turns.storedFailed { $0 == 3 }
    #expect(
      turns.beginStored { _ in
        time(9).wall
      } yields: { _, _ in
        false
      } != nil)
    #expect(turns.endStored() == [1])
  }
}
