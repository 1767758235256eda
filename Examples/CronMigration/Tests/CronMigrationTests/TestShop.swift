import Foundation
import Scheduling
import SchedulingTesting
import Shop
import ShopSchedule

/// A shop in a folder of its own, taken away with the test.
final class TestShop: Sendable {
  let shop: Shop
  /// 2026-11-23, a Monday, at midnight in Berlin.
  static let start = "2026-11-22T23:00:00Z"
  static let startDate = Date(timeIntervalSince1970: 1_795_388_400)

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shop-\(UUID().uuidString)")
    shop = try Shop(folder: folder, inMemory: true)
  }

  deinit { try? FileManager.default.removeItem(at: shop.folder) }

  /// Runs the webshop's schedule on the shop.
  func run(
    _ bodies: ShopBodies? = nil, alerts: [AlertSink] = [], _ body: @Sendable (TestScheduler) async throws -> Void
  ) async throws {
    let bodies = (bodies ?? ShopBodies(shop: shop, environment: [:])).bodies
    var configuration = SchedulerConfiguration(instance: "shop")
    configuration.historyPerJob = 10_000
    try await TestScheduler.run(at: Self.start, alerts: alerts, configuration: configuration) { test in
      try await test.scheduler.apply(ScheduleName.webshop.file(), bodies: bodies)
      try await body(test)
    }
  }

  func write(_ text: String, to path: String, age: TimeInterval = 0) throws {
    let file = shop.folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.modificationDate: Self.startDate.addingTimeInterval(-age)], ofItemAtPath: file.path)
  }

  func text(_ path: String) throws -> String {
    try String(contentsOf: shop.folder.appendingPathComponent(path), encoding: .utf8)
  }

  func statuses(of queue: String = "general") async throws -> [String] {
    try await shop.database.texts("SELECT status FROM queue_items WHERE queue = ? ORDER BY id", .text(queue))
  }

  /// What a job's runs wrote down.
  func effects(of job: String) async throws -> [String] {
    try await shop.database.texts("SELECT effect FROM work_log WHERE job = ? ORDER BY rowid", .text(job))
  }
}

/// Holds a body up until the test lets it go on.
actor Gate {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var arrivals: [CheckedContinuation<Void, Never>] = []
  private(set) var passed = 0

  /// Where the body waits.
  func pass() async {
    passed += 1
    for arrival in arrivals { arrival.resume() }
    arrivals = []
    guard !isOpen else { return }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// Where the test waits for a body.
  func arrival() async {
    guard passed == 0 else { return }
    await withCheckedContinuation { arrivals.append($0) }
  }

  func open() {
    isOpen = true
    for one in waiting { one.resume() }
    waiting = []
  }
}
