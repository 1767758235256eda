import Foundation
import Shop
import Testing

@Suite("What the jobs do")
struct ShopTests {
  let test: TestShop
  var shop: Shop { test.shop }
  let now = TestShop.startDate

  init() throws { test = try TestShop() }

  @Test("Items go from NEW to PROCESSED, or to CRASH with the error")
  func queue() async throws {
    for key in ["a", "b", "c"] { try await shop.enqueue(key, key, in: "general", at: now) }
    #expect(try await shop.enqueue("a", "again", in: "general", at: now) == false, "a key is there once")
    #expect(try await test.statuses() == ["NEW", "NEW", "NEW"])
    let done = try await shop.process(queue: "general", at: now) { item in
      if item.key == "b" { throw ShopError("no such picture") }
    }
    #expect(done == (2, 1, 0))
    #expect(try await test.statuses() == ["PROCESSED", "CRASH", "PROCESSED"])
    #expect(try await shop.database.texts("SELECT error FROM queue_items WHERE key = 'b'") == ["no such picture"])
  }

  @Test("An item that a crashed process left behind is restarted after ten minutes, not before")
  func stale() async throws {
    try await shop.enqueue("a", "", in: "general", at: now)
    try await shop.database.change("UPDATE queue_items SET status = 'PROCESSING'")
    let early = try await shop.process(queue: "general", at: now.addingTimeInterval(599)) { _ in }
    #expect(early == (0, 0, 0))
    let late = try await shop.process(queue: "general", at: now.addingTimeInterval(600)) { _ in }
    #expect(late == (1, 0, 1))
    #expect(try await shop.database.number("SELECT restarts FROM queue_items") == 1)
  }

  @Test("Pictures are put into the queue in batches, each once")
  func images() async throws {
    for number in 10..<35 { try test.write("", to: "images/incoming/\(number).jpg") }
    #expect(try await shop.enqueueImages(at: now) == 3)
    #expect(try await shop.enqueueImages(at: now) == 0)
    try test.write("", to: "images/incoming/99.jpg")
    #expect(try await shop.enqueueImages(at: now) == 1)
  }

  @Test("A stock file that is no newer than the last import is passed over, unless it is wanted anyway")
  func stock() async throws {
    try test.write("sku,quantity\nA-1,5\n", to: "suppliers/7/stock.csv", age: 60)
    #expect(try await shop.importStock() == [7])
    #expect(try await shop.importStock() == [])
    #expect(try await shop.importStock(supplier: 7, updateAnyway: true) == [7])
    try test.write("sku,quantity\nA-1,4\nA-2,1\n", to: "suppliers/7/stock.csv")
    #expect(try await shop.importStock() == [7])
    #expect(try await shop.exportStock() == 2)
    #expect(try test.text("export/stock.csv") == "supplier,sku,quantity\n7,A-1,4\n7,A-2,1\n")
    await #expect(throws: ShopError.self) { try await shop.importStock(supplier: 8) }
  }

  @Test("A bad line leaves the supplier's stock as it was")
  func badStock() async throws {
    try test.write("sku,quantity\nA-1,5\n", to: "suppliers/7/stock.csv", age: 60)
    _ = try await shop.importStock()
    try test.write("sku,quantity\nA-1,many\n", to: "suppliers/7/stock.csv")
    await #expect(throws: ShopError.self) { try await shop.importStock() }
    #expect(try await shop.database.number("SELECT quantity FROM stock") == 5)
  }

  @Test("Orders are pulled from one platform or from all, each once")
  func orders() async throws {
    try test.write(#"[{"number": "1", "cents": 100}, {"number": "2", "cents": 50}]"#, to: "platforms/market/1.json")
    try test.write(#"[{"number": "1", "cents": 70}]"#, to: "platforms/auction/1.json")
    #expect(try await shop.pullOrders(platform: "market") == 2)
    #expect(try await shop.pullOrders() == 1)
    #expect(try await shop.pullOrders() == 0)
    _ = try await shop.updateCounters()
    #expect(try await shop.database.number("SELECT value FROM counters WHERE name = 'revenue_cents'") == 220)
  }

  @Test("A customer is mailed once for an offset and a day")
  func licenses() async throws {
    for (id, days) in [(1, 14), (2, 7), (3, 8), (4, 1)] {
      try await shop.database.change(
        "INSERT INTO customers VALUES (?, 'c', ?, ?)", SQLValue(id), .text("c\(id)@example.org"),
        SQLValue(now.second + days * 86_400))
    }
    #expect(try await shop.notifyOfLicenses(offsets: [14, 7, 1], at: now) == 3)
    #expect(try await shop.notifyOfLicenses(offsets: [14, 7, 1], at: now.addingTimeInterval(60)) == 0)
    #expect(try await shop.notifyOfLicenses(offsets: [14, 7, 1], at: now.addingTimeInterval(86_400)) == 1)
  }

  @Test("Logs, caches and old items go by age")
  func housekeeping() async throws {
    try test.write("x", to: "logs/old.log", age: 91 * 86_400)
    try test.write("x", to: "logs/new.log", age: 89 * 86_400)
    try test.write("x", to: "logs/old.txt", age: 91 * 86_400)
    #expect(try shop.cleanLogs(keepingDays: 90, at: now) == 1)
    try await shop.database.change(
      "INSERT INTO caches VALUES ('a', ?), ('b', ?)", SQLValue(now.second), SQLValue(now.second + 1))
    #expect(try await shop.cleanCaches(at: now) == 1)
    for (key, status, age) in [("a", "PROCESSED", 31), ("b", "CRASH", 31), ("c", "NEW", 31), ("d", "PROCESSED", 29)] {
      try await shop.enqueue(key, "", in: "general", at: now.addingTimeInterval(-86_400 * Double(age)))
      try await shop.database.change("UPDATE queue_items SET status = ? WHERE key = ?", .text(status), .text(key))
    }
    #expect(try await shop.cleanQueue(keepingDays: 30, at: now) == 2)
    #expect(try await shop.database.texts("SELECT key FROM queue_items ORDER BY key") == ["c", "d"])
  }

  @Test("The simulator's files need the credentials of the environment, and name what is missing without what is there")
  func fileDrop() async throws {
    let folder = shop.folder.appendingPathComponent("ftp")
    try test.write("shop:p4ss", to: "ftp/.password")
    try FileDrop(folder: folder, environment: ["FTP_USER": "shop", "FTP_PASSWORD": "p4ss"]).send("x", as: "a.mak")
    #expect(try test.text("ftp/a.mak") == "x")
    #expect(throws: ShopError.self) {
      try FileDrop(folder: folder, environment: ["FTP_USER": "shop", "FTP_PASSWORD": "wrong"]).send("x", as: "b.mak")
    }
    do {
      _ = try FileDrop(folder: folder, environment: ["FTP_PASSWORD": "p4ss"])
      Issue.record("no user was missed")
    } catch {
      #expect("\(error)".hasPrefix("FTP_USER is not in the environment") && !"\(error)".contains("p4ss"))
    }
  }
}
