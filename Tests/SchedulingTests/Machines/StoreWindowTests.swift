import CivilTime
import Testing

@testable import Scheduling

@Suite("Which stored jobs are here") struct StoreWindowTests {
  private func head(_ changes: String, _ entries: [(JobID, Double)]?) -> StoreHead {
    StoreHead(changes: changes, entries: entries?.map { StoreHead.Entry(id: $0.0, next: time($0.1).wall) })
  }

  @Test("one question at a time, and at the horizon only the jobs that the store has named")
  func horizon() {
    var window = StoreWindow(limit: 2, seed: 1)
    #expect(window.wantsHead(time(0).monotonic) == true)
    #expect(window.askForHead(overdue: 0) == StoreHeadQuestion(changes: "", wantsEntries: true, limit: 2))
    #expect(window.wantsHead(time(1).monotonic) == false, "it is on its way")
    #expect(window.received(head("1", [("a", 5), ("b", 9)])) == true)
    #expect(window.isWithin("c", time(8).wall) && window.isWithin("b", time(9).wall))
    #expect(!window.isWithin("c", time(9).wall) && !window.isWithin("a", time(10).wall))
    window.planNextLook(time(1), foundSomething: true)
    _ = window.askForHead(overdue: 0)
    #expect(window.received(head("1", [("a", 5)])) == false, "nothing has changed")
    #expect(!window.hasHorizon && window.isWithin("c", time(900).wall), "all are here")
  }

  @Test("an answer that does not come is asked for again")
  func failed() {
    var window = StoreWindow(limit: 2, seed: 1)
    _ = window.askForHead(overdue: 3)
    window.headFailed()
    #expect(window.wantsHead(time(0).monotonic) == true)
    #expect(window.askForHead(overdue: 3).limit == 5, "what is overdue is still at the head of the store")
  }

  @Test("a job is read once, however often it is wanted, and only so many at a time")
  func loads() {
    var window = StoreWindow(limit: 2, seed: 1)
    window.load("a")
    window.load("a")
    window.invite("b", time(0))
    #expect(window.takeLoads(limit: 100) == ["a", "b"])
    #expect(window.takeLoads(limit: 100).isEmpty)
    #expect(window.isComing("a"))
    window.loaded("a")
    #expect(!window.isComing("a"))
    #expect(window.isVisiting("b", time(9)) == true)
    #expect(window.isVisiting("b", time(10)) == false)
  }

  @Test("a job that leaves and is kept by a run leaves once the run has ended")
  func lingering() {
    var window = StoreWindow(limit: 2, seed: 1)
    window.arrived(4)
    window.leave(4)
    #expect(window.takeLeaving() == [4])
    window.linger(4)
    #expect(window.takeLeaving().isEmpty)
    window.release(4)
    #expect(window.takeLeaving() == [4])
    window.forget(4)
    window.release(4)
    #expect(window.takeLeaving().isEmpty && window.slots.isEmpty)
  }

  @Test("a change that this replica knows needs no look at the store, any other one does")
  func changes() {
    var window = StoreWindow(limit: 2, seed: 1)
    _ = window.askForHead(overdue: 0)
    _ = window.received(head("1", [("a", 5)]))
    window.planNextLook(time(0), foundSomething: false)
    window.changed(from: "1", to: "2")
    #expect(window.wantsHead(time(1).monotonic) == false)
    window.changed(from: "7", to: "8")
    #expect(window.wantsHead(time(1).monotonic) == true)
    #expect(window.askForHead(overdue: 0).wantsEntries)
  }

  @Test("a crashed run brings its job, which receives it once")
  func crashed() {
    var window = StoreWindow(limit: 2, seed: 1)
    let run = CrashedRun(
      token: id(1), firing: Firing(job: "a", instant: time(0).wall), owner: "there", attempt: 1, crashes: 1,
      fencingToken: 1)
    window.keep(run, time(0))
    #expect(window.takeLoads(limit: 100) == ["a"])
    #expect(window.takeCrashed("a") == [run])
    #expect(window.takeCrashed("a").isEmpty)
    window.keep(run, time(0))
    window.gone("a")
    #expect(window.takeCrashed("a").isEmpty)
  }
}
