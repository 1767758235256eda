import CivilTime
import Scheduling
import SchedulingYAML
import Testing

@Suite("What is likely not meant in a schedule file")
struct ScheduleLintTests {
  func rules(_ job: String, usualRun: Duration? = nil) throws -> [String] {
    let file = try ScheduleFile(yaml: "jobs:\n  a: { \(job), owner: { responsible: x }, idempotency: y }")
    return file.findings(now: try Instant(rfc3339: "2026-11-21T00:00:00Z")) { _ in usualRun }.map(\.rule)
  }

  @Test(
    "Each rule finds its case",
    arguments: [
      ("cron: '0 0 31 2 *'", "refused"), ("every: 1s, exclude: [{ cron: '* * * * *' }]", "refused"),
      ("cron: '30 2 * * *', timezone: Europe/Berlin", "moved-clocks"),
      ("cron: '*/5 * * * *', timeout: 10m", "timeout-over-period"), ("every: 15s, timeout: 1m", "timeout-over-period"),
      ("cron: '0 9 */2 * 1'", "starred-day"), ("every: 1m, retry: { attempts: 3, initial: 30s }", "retry-over-period"),
      ("cron: '30 2 * * *', timezone: Europe/Berlin, exclude: [{ weekdays: [monday] }]", "moved-clocks"),
    ])
  func rule(_ job: String, _ rule: String) throws { #expect(try rules(job).contains(rule)) }

  @Test("A job that has nothing odd about it has no finding")
  func nothing() throws { #expect(try rules("cron: '17 4 * * *', timeout: 10m, lease: 30s").isEmpty) }

  @Test("A lease shorter than the usual run is told where the history is known")
  func lease() throws {
    #expect(try rules("cron: '17 4 * * *', lease: 30s", usualRun: .seconds(90)) == ["lease-under-run"])
    #expect(try rules("cron: '17 4 * * *', lease: 30s", usualRun: .seconds(5)).isEmpty)
  }

  @Test("A job without somebody to page, or without a note on running twice, is told with its line")
  func notes() throws {
    let file = try ScheduleFile(yaml: "jobs:\n  a:\n    cron: '17 4 * * *'\n    owner: { accountable: webshop }")
    let findings = file.findings(now: .epoch)
    #expect(findings.map(\.rule) == ["no-owner", "no-idempotency"])
    #expect(findings.map(\.line) == [2, 2])
  }

  @Test("The same note on several jobs is one finding with their number")
  func countedNotes() throws {
    let jobs = (1...5).map { "  j\($0): { cron: '\($0) 4 * * *', owner: { responsible: x } }\n" }.joined()
    let findings = try ScheduleFile(yaml: "jobs:\n" + jobs).findings(now: .epoch)
    #expect(findings.map(\.rule) == ["no-idempotency"])
    #expect(findings.first?.message == "5 jobs: no note on why running twice does no harm: j1, j2, j3, …")
  }

  @Test("Five jobs in one minute of the hour are a herd; H parts them")
  func herd() throws {
    func jobs(_ minute: String) -> String {
      (1...5).map { "  j\($0): { cron: '\(minute) \($0) * * *', owner: { responsible: x }, idempotency: y }\n" }
        .joined()
    }
    #expect(try ScheduleFile(yaml: "jobs:\n" + jobs("0")).findings(now: .epoch).map(\.rule) == ["herd"])
    #expect(try ScheduleFile(yaml: "jobs:\n" + jobs("H")).findings(now: .epoch).isEmpty)
  }
}
