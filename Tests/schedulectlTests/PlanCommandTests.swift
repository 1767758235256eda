import Foundation
import Testing

@Suite("schedulectl plan")
struct PlanCommandTests {
  private let from = ["--from", "2027-03-26T00:00:00Z"]

  @Test("Of two expressions it shows the instants that the change adds and removes, through a change of the clocks")
  func expressions() throws {
    let change = ["plan", "30 2 * * *", "0 3 * * *", "--tz", "Europe/Berlin", "--days", "3"] + from
    let text = try Tool.run(change)
    #expect(text.status == 1)
    // On the 28th there is no 02:30: it would have run at 03:00, as it will.
    #expect(
      text.output == """
        3 days from 2027-03-26T00:00:00Z
        expression: +2 -2, 1 kept; At 02:30 every day, Europe/Berlin -> At 03:00 every day, Europe/Berlin
          - 2027-03-26T01:30:00Z
          - 2027-03-27T01:30:00Z
          + 2027-03-26T02:00:00Z
          + 2027-03-27T02:00:00Z
        load before: 3 starts, at most 1 in a minute (2027-03-26T01:30:00Z); after: 3 starts, at most 1 in a minute \
        (2027-03-26T02:00:00Z)

        """, "\(text.output)\(text.error)")
    let json = try Tool.run(change + ["--json"])
    #expect(json.status == 1 && json.output.contains(#""added":2,"removed":2,"kept":1,"incomplete":false"#))
    let same = try Tool.run(["plan", "0 3 * * *", "0 3 * * *", "--days", "3"] + from)
    #expect(same.status == 0 && same.output.contains("no instant is other"), "\(same)")
    #expect(try Tool.run(["plan", "0 25 * * *", "0 3 * * *"]).status == 2)
    #expect(try Tool.run(change + ["--json", "--markdown"]).status == 64)
  }

  @Test("Of two files it names new, removed and changed jobs, with the load and what lint finds, also as Markdown")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (old, new) = (folder.appendingPathComponent("old.yaml"), folder.appendingPathComponent("new.yaml"))
    try """
    jobs:
      stays: { cron: "0 1 * * *" }
      moves: { cron: "0 2 * * *" }
      goes: { cron: "0 4 * * *" }
    """.write(to: old, atomically: true, encoding: .utf8)
    try """
    jobs:
      stays: { cron: "0 1 * * *" }
      moves: { cron: "0 1 * * *" }
      comes: { cron: "*/10 * * * *" }
    """.write(to: new, atomically: true, encoding: .utf8)
    let plan = try Tool.run(["plan", old.path, new.path, "--days", "1", "--show", "1"] + from)
    #expect(plan.status == 1, "\(plan.error)")
    for line in [
      "comes: +144 -0, 0 kept; new: ", "goes: +0 -1, 0 kept; removed: ", "moves: +1 -1, 0 kept; ", "    and 143 more",
      "after: 146 starts, at most 3 in a minute (2027-03-26T01:00:00Z)", "[no-owner]",
    ] { #expect(plan.output.contains(line), "\(line): \(plan.output)") }
    #expect(!plan.output.contains("stays: +"))
    let markdown = try Tool.run(["plan", old.path, new.path, "--days", "1", "--markdown"] + from)
    #expect(markdown.output.contains("| `goes` | 0 | 1 | 0 |  | 2027-03-26T04:00:00Z |"), "\(markdown.output)")
    #expect(try Tool.run(["plan", old.path, new.path + ".yaml"]).status == 2)
  }
}
