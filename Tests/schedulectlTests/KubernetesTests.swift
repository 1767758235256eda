import Foundation
import Scheduling
import SchedulingYAML
import Testing

/// `schedulectl export k8s`.
@Suite struct KubernetesTests {
  private func export(_ yaml: String, _ arguments: [String] = []) throws -> Tool {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("k8s-\(UUID().uuidString).yaml").path
    try yaml.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try Tool.run(["export", "k8s", path, "--image", "shop:1"] + arguments)
  }

  @Test("CronJobs say what they can, and a comment what they cannot")
  func manifests() throws {
    let tool = try export(
      """
      timezone: Europe/Berlin
      jobs:
        nightly: { cron: "30 2 * * MON-FRI", timeout: 1h, retry: { attempts: 3 }, lock: disk, paused: true }
        spread:  { cron: "H 3 * * *", overlap: allow, misfire-grace: none }
        often:   { every: 10m, overlap: cancel-previous }
        fast:    { every: 15s }
        last:    { cron: "0 3 L * *" }
        boot:    { startup: true }
      """, ["--namespace", "jobs"])
    #expect(tool.status == 1)
    for left in ["fast was left out", "last was left out", "boot was left out"] { #expect(tool.error.contains(left)) }
    let documents = tool.output.components(separatedBy: "\n---\n")
    #expect(documents.count == 3)
    for (document, parts) in zip(
      documents,
      [
        [
          "# - lock: jobs cannot exclude each other", "name: \"nightly\"", "namespace: \"jobs\"",
          "schedule: \"30 2 * * MON-FRI\"", "timeZone: \"Europe/Berlin\"", "concurrencyPolicy: Forbid",
          "startingDeadlineSeconds: 60", "suspend: true", "backoffLimit: 2", "activeDeadlineSeconds: 3600",
          "args: [\"run\", \"nightly\"]",
        ],
        ["name: \"spread\"", "concurrencyPolicy: Allow"],
        ["schedule: \"*/10 * * * *\"", "timeZone: \"Etc/UTC\"", "concurrencyPolicy: Replace"],
      ])
    {
      for part in parts { #expect(document.contains(part), "\(part) is missing in:\n\(document)") }
    }
    #expect(!documents[1].contains("H ") && !documents[1].contains("startingDeadlineSeconds"))
  }

  @Test(arguments: [
    (#"cron: "@daily""#, "@daily"), (#"cron: "@weekly""#, "@weekly"), (#"cron: "@every 2h""#, "0 */2 * * *"),
    // Kubernetes numbers Sunday 0 alone.
    (#"cron: "0 9 * * 7""#, "0 9 * * SUN"), (#"cron: "0 9 * * FRI-7""#, "0 9 * * SUN,FRI,SAT"),
    (#"cron: "5 9 1 JAN ?""#, "5 9 1 JAN ?"), (#"cron: "0 9 ? * MON", dialect: quartz"#, nil),
    (#"cron: "0 0 9 ? * MON", dialect: quartz"#, "0 9 * * MON"),
    ("every: 10m, anchor: 2026-01-01T00:03:00Z", "3-59/10 * * * *"),
    ("every: 1h, anchor: 2026-01-01T00:20:00Z", "20 * * * *"),
    ("every: 6h, anchor: 2026-01-01T01:30:00Z", "30 1-23/6 * * *"),
    ("every: 1d, anchor: 2026-01-01T04:15:00Z", "15 4 * * *"),
  ])
  func whatACronJobCanSay(_ trigger: String, _ schedule: String?) throws {
    let tool = try export("jobs:\n  a: { \(trigger) }")
    guard let schedule else { return #expect(tool.status == 2) }
    #expect(tool.status == 0, "\(tool.error)")
    #expect(tool.output.contains("schedule: \"\(schedule)\""), "\(tool.output)")
  }

  @Test(arguments: [
    ("every: 10m, anchor: 2026-01-01T00:00:07Z", "the anchor 2026-01-01T00:00:07Z of 'every 10m' is not at one"),
    ("every: 15s", "a CronJob is due at whole minutes, and 'every 15s' is not"),
    ("every: 7m", "'every 7m' does not divide an hour or a day"),
    (#"cron: "0 3 * * *", end: 2030-01-01T00:00:00Z"#, "so it cannot say end: remove end"),
    (#"cron: "0 3 * * *", start: 2030-01-01T00:00:00Z, limit: 3"#, "so it cannot say start and limit"),
    (#"cron: "0 3 * * *", exclude: [{ weekdays: [sunday] }]"#, "a CronJob has no exceptions: remove 'exclude'"),
    (#"cron: "0 3 1 * +MON""#, "Kubernetes does not read '0 3 1 * +MON'"),
    (#"cron: "30 0 3 * * *""#, "Kubernetes does not read '30 0 3 * * *'"),
    ("after: b", "a CronJob has a cron expression, and this is 'after b on success'"),
  ])
  func whyAJobCannotBeACronJob(_ trigger: String, _ reason: String) throws {
    let tool = try export("jobs:\n  a: { \(trigger) }\n  b: { every: 1h }")
    #expect(tool.status == 1)
    #expect(tool.error.contains("a was left out:") && tool.error.contains(reason), "\(tool.error)")
  }
}
