import Foundation
import Testing

@Suite("schedulectl")
struct CommandTests {
  @Test("next shows the description and the instants in the zone, and as JSON for programs")
  func next() throws {
    let arguments = [
      "next", "30 2 * * *", "--tz", "Europe/Berlin", "--after", "2027-03-27T12:00:00Z", "--count", "2",
    ]
    let table = try Tool.run(arguments)
    #expect(table.status == 0)
    #expect(table.output.hasPrefix("At 02:30 every day, Europe/Berlin\n"), "\(table.output)")
    #expect(table.output.contains("Sun 2027-03-28 03:00:00 +02:00   2027-03-28T01:00:00Z"), "\(table.output)")
    let json = try Tool.run(arguments + ["--json"])
    #expect(json.output.contains(#""next":["2027-03-28T03:00:00+02:00","2027-03-29T02:30:00+02:00"]"#))
  }

  @Test("Exit codes tell what happened")
  func exitCodes() throws {
    #expect(try Tool.run(["next", "0 0 31 2 *"]).status == 1)
    let invalid = try Tool.run(["next", "0 25 * * *"])
    #expect(invalid.status == 2)
    #expect(invalid.error.contains("0 25 * * *\n  ^^ hour must be 0-23"), "\(invalid.error)")
    #expect(try Tool.run(["next", "* * * * *", "--tz", "Mars/Olympus"]).status == 2)
    #expect(try Tool.run(["next"]).status == 64)
    #expect(try Tool.run(["lint", "0 0 31 2 *"]).status == 1)
    #expect(try Tool.run(["lint", "17 4 * * *"]).status == 0)
  }

  @Test("explain names the days on which clocks are moved over the time")
  func explain() throws {
    let tool = try Tool.run(["explain", "30 2 * * *", "--tz", "Europe/Berlin"])
    #expect(tool.status == 0)
    #expect(tool.output.contains("does not exist: runs at 03:00"), "\(tool.output)")
    let rule = try Tool.run(["explain", "FREQ=MONTHLY;BYDAY=-1FR", "--start", "2027-01-01T09:00:00Z"])
    #expect(rule.output == "Every month on the last Friday at 09:00, from 2027-01-01, UTC\n")
  }

  @Test("lint reads schedule files and names job and rule")
  func lintFile() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("lint-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try """
    jobs:
      sweep: { cron: "* * * * *", timeout: 10m, owner: { responsible: ops }, idempotency: deletes by age }
      never: { cron: "0 0 31 2 *", owner: { responsible: ops }, idempotency: nothing happens }
    """.write(to: file, atomically: true, encoding: .utf8)
    let tool = try Tool.run(["lint", file.path])
    #expect(tool.status == 1)
    #expect(tool.output.contains("sweep: warning: its timeout of 10m is longer"), "\(tool.output)")
    #expect(tool.output.contains("never: error:") && tool.output.contains("[refused]"), "\(tool.output)")
    #expect(!tool.output.contains("no-owner"))
  }
}
