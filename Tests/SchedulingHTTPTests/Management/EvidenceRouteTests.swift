import CivilTime
import Foundation
import Logging
import Scheduling
import SchedulingHTTP
import SchedulingTesting
import Testing

@Suite("What runs leave, over HTTP")
struct EvidenceRouteTests {
  @Test("The log and the progress of a run are shown while it goes on, and after its end")
  func life() async throws {
    let clock = try ManualClock("2026-03-28T00:00:00Z")
    let scheduler = Scheduler(
      configuration: .init(instance: "one"), clock: clock,
      logger: Logger(label: "quiet") { _ in QuietLog() })
    try await scheduler.add("a", .every(.seconds(60))) { run in
      Logger.current.info("<b>page 1</b>", metadata: ["token": "secret"])
      run.progress(0.4, "page 12 of 30")
      try await clock.sleep(for: .seconds(30))
    }
    let api = ManagementAPI(scheduler)
    try await whileRunning(scheduler) { _ in
      clock.advance(by: .seconds(60))
      await scheduler.settle(running: 1)
      var list = try await api.get("runs?open=true")
      while list["runs.0.progress"] is NSNull || list.count("runs") == 0 {
        await Task.yield()
        list = try await api.get("runs?open=true")
      }
      let id = try #require(list.string("runs.0.run_id"))
      #expect(list["runs.0.progress.fraction"] as? Double == 0.4)
      let going = try await api.get("runs/\(id)")
      #expect(going.string("evidence.of") == "replica" && going.string("evidence.instance") == "one")
      #expect(going.string("evidence.lines.0.text") == "<b>page 1</b> token=[redacted]")
      #expect(going.string("evidence.lines.0.level") == "info" && going["evidence.reason"] is NSNull)
      #expect(!String(decoding: going.body, as: UTF8.self).contains("<b>"))
      #expect(try await api.get("jobs").string("jobs.0.progress.note") == "page 12 of 30")
      let status = try Reply(scheduler, "/v1/health/scheduler/status")
      #expect(status["jobs.0.progress.fraction"] as? Double == 0.4)
      clock.advance(by: .seconds(30))
      while scheduler.localHistory(of: "a").isEmpty { await Task.yield() }
      let ended = try await api.get("runs/\(id)")
      #expect(ended.string("run.outcome") == "succeeded" && ended.count("evidence.lines") == 1)
      #expect(ended["evidence.progress.fraction"] as? Double == 0.4)
      #expect(try await api.get("jobs")["jobs.0.progress"] is NSNull)
    }
  }

  @Test("Where there is nothing it says why")
  func nothing() async throws {
    try await TestScheduler.run(at: "2026-03-28T00:00:00Z") { test in
      try await test.scheduler.add("off", .every(.seconds(60)), options: JobOptions(keepsEvidence: false)) { run in
        run.progress(1)
      }
      try await test.scheduler.add("silent", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(60))
      let api = ManagementAPI(test.scheduler)
      for (job, words) in [("off", "keep-evidence"), ("silent", "Logger.current")] as [(JobID, String)] {
        let run = try #require(test.scheduler.localHistory(of: job).first?.runID)
        let answer = try await api.get("runs/\(run)")
        #expect(answer.count("evidence.lines") == 0 && answer.string("evidence.reason")?.contains(words) == true)
      }
      #expect(try await api.get("jobs/off")["policies"].map { "\($0)" }?.contains("keep-evidence") == true)
    }
  }

  @Test("Another replica says who has the log of a run that goes on, and has it when the run has ended")
  func fleet() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-03-28T00:00:00Z") { fleet in
      try await fleet.add("a", .every(.seconds(60))) { run in
        run.progress(0.4, "page 12 of 30")
        try await fleet.clock.sleep(for: .seconds(20))
      }
      await fleet.advance(by: .seconds(65))
      let owner = try #require(fleet.replicas.first { !$0.scheduler.openRuns.isEmpty })
      let other = try #require(fleet.replicas.first { $0.scheduler.openRuns.isEmpty })
      let id = try #require(owner.scheduler.openRuns.first?.id)
      let going = try await ManagementAPI(other.scheduler).get("runs/\(id)")
      #expect(going["evidence.progress"] is NSNull && going.string("evidence.of") == "replica")
      let name = owner.scheduler.status.instance
      #expect(going.string("evidence.instance") == name && going.string("evidence.reason")?.contains(name) == true)
      #expect(
        try await ManagementAPI(owner.scheduler).get("runs/\(id)")["evidence.progress.fraction"] as? Double == 0.4)
      await fleet.advance(by: .seconds(20))
      let ended = try await ManagementAPI(other.scheduler).get("runs/\(id)")
      #expect(ended.string("evidence.of") == "fleet" && ended.string("evidence.progress.note") == "page 12 of 30")
    }
  }
}

/// Lets everything through from info on, and writes it nowhere.
struct QuietLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey name: String) -> Logger.Metadata.Value? {
    get { metadata[name] }
    set { metadata[name] = newValue }
  }

  func log(event: LogEvent) {}
}
