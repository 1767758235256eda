import Foundation
import Testing

@Suite("schedulectl monitors")
struct MonitorsTests {
  private static let schedule = """
    timezone: Europe/Berlin
    jobs:
      nightly: { cron: "30 2 * * *", heartbeat: nightly-key, timeout: 20m, misfire-grace: 10m }
      tried: { every: 5m, heartbeat: tried-key, timeout: 1m, misfire-grace: 30s, jitter: 10s,
               retry: { attempts: 3, backoff: fixed, initial: 20s } }
      endless: { every: 1h, heartbeat: endless-key, misfire-grace: none }
      quiet: { every: 1h }
    """

  private func run(_ options: String...) throws -> Tool {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("monitors-\(UUID()).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Self.schedule.write(toFile: path, atomically: true, encoding: .utf8)
    return try Tool.run(["monitors", path] + options)
  }

  @Test("The period is the longest gap, a day with 25 hours included; the grace is how late a run may end")
  func table() throws {
    let tool = try run()
    #expect(tool.status == 0, "\(tool.error)")
    let lines = tool.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(lines.contains("nightly nightly-key 1d 1h 30m 30 2 * * * (Europe/Berlin)"), "\(tool.output)")
    // 30 s late, 10 s jitter, three minutes at work, twice 20 s between.
    #expect(lines.contains { $0.hasPrefix("tried tried-key 5m 4m 20s ") }, "\(tool.output)")
    #expect(lines.contains { $0.hasPrefix("endless endless-key 1h - (set misfire-grace, timeout) ") }, "\(tool.output)")
    #expect(!tool.output.contains("quiet"))
    #expect(try run("--all").output.contains("quiet"))
  }

  @Test("As JSON durations are whole seconds")
  func json() throws {
    let lines = try run("--json").output.split(separator: "\n")
    let line = try #require(lines.first { $0.contains("tried-key") })
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(value?["period"] as? Int == 300)
    #expect(value?["grace"] as? Int == 260)
  }
}
