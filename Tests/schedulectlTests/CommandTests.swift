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

  @Test("next reads a duration and APScheduler's fields without being told which they are")
  func recognizesDialects() throws {
    let every = try Tool.run(["next", "5m", "--after", "2027-03-27T12:01:00Z", "--count", "1"])
    #expect(every.output.contains("2027-03-27T12:05:00Z"), "\(every.output)\(every.error)")
    let fields = try Tool.run(["next", "day=last sun", "--after", "2027-03-01T00:00:00Z", "--count", "1"])
    #expect(fields.output.contains("2027-03-28T00:00:00Z"), "\(fields.output)\(fields.error)")
  }

  @Test("next lists what a schedule file starts tonight, in the order of time")
  func agenda() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("agenda-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try """
    timezone: Europe/Berlin
    jobs:
      stats: { cron: "30 2 * * *" }
      archive: { cron: "0 1 * * *" }
      sweep: { cron: "* * * * *" }
      report: { after: { job: stats, on: success } }
      yearly: { cron: "0 0 1 1 *" }
    """.write(to: file, atomically: true, encoding: .utf8)
    let tool = try Tool.run(["next", file.path, "--for", "24h", "--after", "2027-06-01T12:00:00Z"])
    #expect(tool.status == 0, "\(tool.error)")
    let lines = tool.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 5, "\(tool.output)")
    #expect(lines[1] == "  Wed 2027-06-02T01:00:00+02:00  archive")
    #expect(lines[2] == "  Wed 2027-06-02T02:30:00+02:00  stats")
    #expect(lines[3].hasPrefix("  1440 times  sweep"))
    #expect(lines[4].hasPrefix("  when it happens  report"))
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
