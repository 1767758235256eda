package import Foundation
package import Scheduling
package import Shop

/// What each of the webshop's jobs does, by its id in `webshop-operations.yaml`.
///
/// A body takes what it needs from the run's arguments and judges ages by the nominal instant, so that a run that starts
/// late, or again, does what the run on time would have done. What it did is written down with the run's id.
package struct ShopBodies: Sendable {
  let shop: Shop
  /// What is done with an item of the work queue.
  let work: @Sendable (Shop.Item) async throws -> Void
  /// Sends the vehicles' report: apart, since mail servers fail.
  let report: @Sendable (Int, Date) async throws -> Void
  /// Where the simulator's files go.
  let drop: @Sendable () throws -> FileDrop

  /// Bodies on a shop. Credentials are looked up when they are needed, in the environment.
  package init(
    shop: Shop, environment: [String: String] = ProcessInfo.processInfo.environment,
    work: @escaping @Sendable (Shop.Item) async throws -> Void = { _ in },
    report: (@Sendable (Int, Date) async throws -> Void)? = nil
  ) {
    self.shop = shop
    self.work = work
    self.report = report ?? { count, day in try await shop.reportVehicles(count, day: day) }
    let folder = shop.folder.appendingPathComponent("ftp")
    drop = { try FileDrop(folder: folder, environment: environment) }
  }

  package var bodies: JobBodies {
    var bodies = JobBodies()
    func bind(_ id: JobID, _ body: @escaping @Sendable (RunContext) async throws -> String) {
      bodies[id] = { [shop] run in
        let effect = try await body(run)
        try await shop.log(effect, job: run.job.rawValue, run: run.id.description)
      }
    }
    bindStock(bind)
    bindQueue(bind)
    bindHousekeeping(bind)
    bodies[pipeline: "cron:driveright:sync"] = vehicles
    return bodies
  }

  typealias Bind = (JobID, @escaping @Sendable (RunContext) async throws -> String) -> Void

  // MARK: Stock, orders and customers

  private struct ImportArguments: Codable {
    var supplier: Int?
    var updateAnyway: Bool?
    enum CodingKeys: String, CodingKey { case supplier, updateAnyway = "update-anyway" }
  }

  private struct ExportArguments: Codable {
    var supplier: Int?
    var skipGeneration: Bool?
    enum CodingKeys: String, CodingKey { case supplier, skipGeneration = "skip-generation" }
  }

  private func bindStock(_ bind: Bind) {
    // One body for all suppliers and for one: the arguments say which.
    for id: JobID in ["cron:suppliers:import-stock:all", "cron:suppliers:import-stock:23"] {
      bind(id) { [shop] run in
        let arguments = try run.arguments?.decode(ImportArguments.self)
        let imported = try await shop.importStock(
          supplier: arguments?.supplier, updateAnyway: arguments?.updateAnyway ?? false)
        return "imported \(imported)"
      }
    }
    bind("cron:stock:export") { [shop] run in
      let arguments = try run.arguments?.decode(ExportArguments.self)
      if arguments?.skipGeneration == true { return "generation was skipped" }
      return "\(try await shop.exportStock(supplier: arguments?.supplier)) lines exported"
    }
    bind("cron:platform:pull-orders") { [shop] run in
      "\(try await shop.pullOrders(platform: run.arguments?["platform"]?.text)) orders pulled"
    }
    bind("cron:customers:notify-license-expiration") { [shop] run in
      guard case .array(let days)? = run.arguments?["offsets-days"] else {
        throw Permanent(ShopError("the argument offsets-days is missing: a list of days such as [14, 7, 1]"))
      }
      let offsets = days.compactMap { $0.text.flatMap { Int($0) } }
      return "\(try await shop.notifyOfLicenses(offsets: offsets, at: run.scheduledAt.date)) mails"
    }
  }

  // MARK: The queue

  private func bindQueue(_ bind: Bind) {
    bind("cron:images:enqueue-batches") { [shop] run in
      "\(try await shop.enqueueImages(at: run.scheduledAt.date)) batches"
    }
    bind("cron:queue:process") { [shop, work] run in
      let queue = run.arguments?["queue"]?.text ?? "general"
      let done = try await shop.process(queue: queue, at: run.scheduledAt.date, work: work)
      return "\(done.processed) processed, \(done.crashed) crashed, \(done.restarted) restarted"
    }
    bind("cron:queue:clean") { [shop] run in
      "\(try await shop.cleanQueue(keepingDays: Self.retention(run), at: run.scheduledAt.date)) items deleted"
    }
  }

  private static func retention(_ run: RunContext) throws -> Int {
    guard let days = run.arguments?["retention-days"]?.text.flatMap({ Int($0) }), days > 0 else {
      throw Permanent(ShopError("the argument retention-days is missing: a number of days"))
    }
    return days
  }

  // MARK: Housekeeping

  private func bindHousekeeping(_ bind: Bind) {
    bind("cron:dwh:update-counters") { [shop] _ in "\(try await shop.updateCounters()) counters" }
    bind("cron:logs:clean") { [shop] run in
      "\(try shop.cleanLogs(keepingDays: Self.retention(run), at: run.scheduledAt.date)) files deleted"
    }
    bind("cron:system:clean-data") { [shop] run in
      "\(try await shop.cleanCaches(at: run.scheduledAt.date)) caches deleted"
    }
    bind("cron:sessions:purge") { [shop] run in
      guard let age = run.arguments?["max-session-age"]?.text.flatMap(Self.duration) else {
        throw Permanent(ShopError("the argument max-session-age is missing: a duration such as 24h"))
      }
      return "\(try await shop.purgeSessions(olderThan: age, at: run.scheduledAt.date)) sessions deleted"
    }
    bind("cron:simulator:send-mak-files") { [shop, drop] run in
      let file = try await shop.makFile(of: run.scheduledAt.date)
      do {
        try drop().send(file.text, as: file.name)
      } catch let error as ShopError {
        // Neither a missing password nor a wrong one is mended by trying again.
        throw Permanent(error)
      }
      return "sent \(file.name)"
    }
  }

  private static func duration(_ text: String) -> Duration? {
    let units = ["m": 60, "h": 3_600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[String($0)] }), let count = Int(text.dropLast()) else { return nil }
    return .seconds(count * unit)
  }

  // MARK: The vehicles' four stages

  /// How far the first stage has come: a page is never pulled twice.
  private struct Page: Codable, Sendable {
    var line = 0
  }

  private var vehicles: Pipeline {
    Pipeline {
      Pipeline.Stage("pull", checkpoint: Page.self) { [shop] stage in
        var page = stage.checkpoint ?? Page()
        while true {
          let vehicles = try shop.pullVehicles(from: page.line)
          if vehicles.isEmpty { break }
          try await shop.keep(vehicles)
          page.line += vehicles.count
          try await stage.save(page)
        }
        try await shop.log("pull: \(page.line) lines", job: stage.run.job.rawValue, run: stage.run.id.description)
      }
      Pipeline.Stage("sync", checkpoint: Int.self) { [shop] stage in
        let count = try await shop.syncVehicles()
        try await stage.save(count)
        try await shop.log("sync: \(count)", job: stage.run.job.rawValue, run: stage.run.id.description)
      }
      Pipeline.Stage("email") { [shop, report] stage in
        // What the stage before it counted, also when another run did so.
        try await report(stage.checkpoint(of: "sync", as: Int.self) ?? 0, stage.passInstant.date)
        try await shop.log("email", job: stage.run.job.rawValue, run: stage.run.id.description)
      }
      Pipeline.Stage("update") { [shop] stage in
        let count = try await shop.confirmVehicles()
        try await shop.log("update: \(count)", job: stage.run.job.rawValue, run: stage.run.id.description)
      }
    }
  }
}
