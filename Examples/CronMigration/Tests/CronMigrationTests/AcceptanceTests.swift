import Foundation
import Scheduling
import SchedulingTesting
import Shop
import ShopSchedule
import Testing

/// The operating model that the webshop wrote down for its cron jobs, line by line.
@Suite("The operating model")
struct AcceptanceTests {
  let test: TestShop
  var shop: Shop { test.shop }

  init() throws { test = try TestShop() }

  func outcomes(_ scheduler: TestScheduler, _ job: JobID) -> [RunOutcome] {
    scheduler.outcomes(of: job)
  }

  /// How many instants ended so: rows of one fate that follow each other are one row with a count.
  func count(_ outcome: RunOutcome, _ scheduler: TestScheduler, _ job: JobID) -> Int {
    scheduler.rows(of: job).reduce(0) { $0 + ($1.outcome == outcome ? $1.count : 0) }
  }

  @Test("scheduled jobs run only through the scheduler")
  func onlyScheduler() async throws {
    try test.write("sku,quantity\nA-1,5\n", to: "suppliers/23/stock.csv")
    try await test.run { scheduler async throws in
      #expect(try await shop.database.number("SELECT count(*) FROM work_log") == 0)
      await scheduler.advance(by: .seconds(3_600))
      let log = try await shop.database.rows("SELECT job, run FROM work_log")
      #expect(log.count > 250)
      let records = try await scheduler.scheduler.history(limit: 10_000).filter { $0.outcome == .succeeded }
      let runs = Set(records.compactMap { record in record.runID.map { "\(record.job) \($0)" } })
      let worked = Set(log.map { "\($0[0].text ?? "") \($0[1].text ?? "")" })
      #expect(worked == runs, "each effect belongs to a recorded run, and each run has its effect")
    }
  }

  @Test("queue processor prevents overlap")
  func overlap() async throws {
    let gate = Gate()
    let bodies = ShopBodies(shop: shop, environment: [:], work: { _ in await gate.pass() })
    try await shop.enqueue("a", "", in: "general", at: TestShop.startDate)
    try await test.run(bodies) { scheduler async throws in
      await scheduler.advance(by: .seconds(16), running: 1)
      await gate.arrival()
      await scheduler.advance(by: .seconds(30), running: 1)
      #expect(try await test.statuses() == ["PROCESSING"])
      #expect(count(.skipped(.overlap), scheduler, "cron:queue:process") == 2)
      await gate.open()
      await scheduler.settle()
      #expect(try await test.statuses() == ["PROCESSED"])
      await scheduler.advance(by: .seconds(15))
      #expect(await gate.passed == 1, "the item was worked on once")
      #expect(count(.succeeded, scheduler, "cron:queue:process") == 2)
    }
  }

  @Test("supplier import runs for all and for one")
  func supplierImport() async throws {
    try test.write("sku,quantity\nA-1,5\n", to: "suppliers/7/stock.csv")
    try test.write("sku,quantity\nB-1,9\n", to: "suppliers/23/stock.csv")
    try await test.run { scheduler async throws in
      await scheduler.advance(by: .seconds(6 * 60))
      #expect(try await test.effects(of: "cron:suppliers:import-stock:23") == ["imported [23]"])
      #expect(try await shop.database.texts("SELECT sku FROM stock") == ["B-1"])
      await scheduler.advance(by: .seconds(25 * 60))
      #expect(try await test.effects(of: "cron:suppliers:import-stock:all") == ["imported [7]"], "23 is no newer")
      try test.write("sku,quantity\nB-1,8\n", to: "suppliers/23/stock.csv", age: -60)
      await scheduler.advance(by: .seconds(35 * 60))
      #expect(try await test.effects(of: "cron:suppliers:import-stock:23") == ["imported [23]", "imported [23]"])
      #expect(try await shop.database.number("SELECT quantity FROM stock WHERE supplier = 23") == 8)
    }
  }

  @Test("session cleanup uses the retention")
  func sessions() async throws {
    // At the first purge, half an hour after the start, they are a minute older and a minute younger than 24 hours.
    let limit = TestShop.startDate.second - 86_400 + 1_800
    try await shop.database.change(
      "INSERT INTO sessions VALUES ('old', ?), ('young', ?)", SQLValue(limit - 60), SQLValue(limit + 60))
    try await test.run { scheduler async throws in
      await scheduler.advance(by: .seconds(1_830))
      #expect(try await shop.database.texts("SELECT id FROM sessions") == ["young"])
      await scheduler.advance(by: .seconds(1_800))
      #expect(try await shop.database.number("SELECT count(*) FROM sessions") == 0)
      #expect(
        try await test.effects(of: "cron:sessions:purge") == ["1 sessions deleted", "1 sessions deleted"])
    }
  }

  @Test("a failed stage stops the pipeline and the next run resumes there")
  func pipeline() async throws {
    let vehicles = (1...250).map { "WDB\($0),Van" }.joined(separator: "\n")
    try test.write("vin,model\n\(vehicles)\n", to: "driveright/vehicles.csv")
    let mailServer = MailServer(failures: 3)
    let bodies = ShopBodies(
      shop: shop, environment: [:],
      report: { [shop] count, day in
        try await mailServer.connect()
        try await shop.reportVehicles(count, day: day)
      })
    let job: JobID = "cron:driveright:sync"
    try await test.run(bodies) { scheduler async throws in
      // Three attempts from four o'clock on, all of which fail.
      await scheduler.advance(by: .seconds(4 * 3_600 + 600))
      let failed = try #require(scheduler.rows(of: job).last)
      #expect(failed.outcome == .failed)
      #expect(failed.message?.contains("stage 'email' (3 of 4) failed: 421 Service not available") == true)
      #expect(try await test.effects(of: job.rawValue) == ["pull: 250 lines", "sync: 250"])
      #expect(throws: (any Error).self) { try test.text("driveright/confirmed") }

      await scheduler.advance(by: .seconds(24 * 3_600))
      #expect(scheduler.rows(of: job).last?.outcome == .succeeded)
      #expect(
        try await test.effects(of: job.rawValue) == ["pull: 250 lines", "sync: 250", "email", "update: 250"],
        "nothing was pulled or synced again")
      #expect(try await shop.database.texts("SELECT subject FROM mails") == ["250 vehicles were synced"])
      #expect(try test.text("driveright/confirmed") == "250\n")
    }
  }

  @Test("a run manually triggered obeys the lock")
  func manualRun() async throws {
    let gate = Gate()
    let bodies = ShopBodies(shop: shop, environment: [:], work: { _ in await gate.pass() })
    try await shop.enqueue("a", "", in: "general", at: TestShop.startDate)
    try await test.run(bodies) { scheduler async throws in
      var options = JobOptions()
      options.lock = "cron.queue.process.general"
      try await scheduler.scheduler.add("repair", .every(.seconds(86_400)), options: options) { _ in
        Issue.record("the lock was not obeyed")
      }
      await scheduler.advance(by: .seconds(16), running: 1)
      await gate.arrival()
      for id: JobID in ["cron:queue:process", "repair"] {
        let refusal = await #expect(throws: SchedulerError.self) { try await scheduler.scheduler.runNow(id) }
        #expect(refusal?.code == .notStarted)
      }
      await gate.open()
      await scheduler.settle()
      try await scheduler.scheduler.runNow("cron:queue:process")
      await scheduler.settle()
      #expect(try await test.effects(of: "cron:queue:process").count == 2)
    }
  }

  @Test("a paused job records what it skipped")
  func pause() async throws {
    try await shop.database.change("INSERT INTO sessions VALUES ('old', 0)")
    let job: JobID = "cron:sessions:purge"
    try await test.run { scheduler async throws in
      try await scheduler.scheduler.pause(job, note: "audit until noon")
      await scheduler.advance(by: .seconds(2 * 3_600 + 30))
      #expect(outcomes(scheduler, job).allSatisfy { $0 == .skipped(.paused) })
      #expect(count(.skipped(.paused), scheduler, job) == 4)
      #expect(scheduler.scheduler.job(job)?.pauseNote == "audit until noon")
      #expect(try await shop.database.number("SELECT count(*) FROM sessions") == 1)
      try await scheduler.scheduler.resume(job)
      await scheduler.advance(by: .seconds(1_800))
      #expect(outcomes(scheduler, job).last == .succeeded)
      #expect(try await shop.database.number("SELECT count(*) FROM sessions") == 0)
    }
  }

  @Test("a rollback (disable here, enable the old cron) is one switch")
  func rollback() async throws {
    try await shop.database.change("INSERT INTO sessions VALUES ('old', 0)")
    try await test.run { scheduler async throws in
      await scheduler.advance(by: .seconds(60))
      let before = try await shop.database.number("SELECT count(*) FROM work_log")
      #expect(before > 0)
      try await scheduler.scheduler.pauseAll(note: "back on the crontab")
      await scheduler.advance(by: .seconds(3_600))
      #expect(try await shop.database.number("SELECT count(*) FROM work_log") == before, "nothing runs here")
      let refusal = await #expect(throws: SchedulerError.self) {
        try await scheduler.scheduler.runNow("cron:queue:process")
      }
      #expect(refusal?.code == .notStarted)
      for job in scheduler.scheduler.jobs where job.id != "cron:queue:process" {
        #expect(count(.skipped(.paused), scheduler, job.id) == job.accounting.skipped, "\(job.id)")
      }
      // The old cron is free to do the work: nothing here holds it.
      let now = TestShop.startDate.addingTimeInterval(3_660)
      #expect(try await shop.purgeSessions(olderThan: .seconds(86_400), at: now) == 1)

      try await scheduler.scheduler.resumeAll()
      await scheduler.advance(by: .seconds(60))
      let after = try await shop.database.number("SELECT count(*) FROM work_log")
      #expect(after > before && after < before + 20, "it goes on, and what the old cron did is not done again")
    }
  }
}

/// A mail server that is out of order for a while.
actor MailServer {
  private var failures: Int
  init(failures: Int) { self.failures = failures }

  func connect() throws {
    guard failures > 0 else { return }
    failures -= 1
    throw ShopError("421 Service not available")
  }
}
