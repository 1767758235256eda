import Foundation
import Scheduling
import SchedulingTesting
import SchedulingYAML
import Testing

/// Errors in schedule files speak of the file's keys, and never in Swift.
@Suite struct FileWordsTests {
  @Test(arguments: [
    ("every: 0s", "every: 30s"), ("after: a", "after-each-run: 30s"), ("cron: '@reboot'", "startup: true"),
    ("every: 1h, timeout: 0s", "timeout"), ("every: 1h, retry: { attempts: 3, max-elapsed: 0s }", "max-elapsed"),
    ("every: 1h, retry: { attempts: 3, initial: 10m, max: 1m }", "raise max"),
    ("every: 1h, retry: { attempts: 3, backoff: [10m], max: 1m }", "list of delays"),
    ("every: 1h, breaker: { failures: 3, cool-down: 0s }", "cool-down"),
    ("every: 1h, alerts: { overdue-after: 0s }", "overdue-after"), ("every: 1h, recovery: { rerun: 2d }", "rerun: …"),
    ("every: 1h, lease: 5d", "1 second to 1 day"), ("every: 1h, lock: 'x.{y}'", "names the argument 'y'"),
    ("every: 1h, executor: ''", "executor"), ("startup: true, jitter: 5s", "jitter"),
    ("rrule: FREQ=DAILY;DTSTART=20260101, start: 2026-01-01T00:00:00Z", "start:"),
    ("rrule: FREQ=DAILY;EXDATE=20260101, start: 2026-01-01T00:00:00Z", "exclude:"),
    ("calendar: { days: 1, from: 2026-01-01 }, limit: 3", "start"),
    ("every: 1s, exclude: [{ daily: { from: '10:00', to: '10:00' } }]", "10:00"),
    ("every: 1s, exclude: [{ cron: '* * * * *' }]", "no instant"),
  ])
  func noSwiftInErrors(_ job: String, _ hint: String) async throws {
    let scheduler = Scheduler(clock: try ManualClock("2026-01-01T00:00:00Z"))
    do {
      let file = try ScheduleFile(yaml: "jobs:\n  a: { \(job) }")
      _ = try await scheduler.apply(file, bodies: ["a": { _ in }])
      Issue.record("\(job) was accepted")
    } catch {
      let text = "\(error)"
      #expect(error is ScheduleFileError)
      #expect(text.contains(hint), "\(text)")
      for pattern in [#"(^|[ (])\.[a-z]+"#, #"\b[a-z]+[A-Z]\w*"#, #"\w\([a-z]+:"#, "Index ", "Optional"] {
        #expect(text.range(of: pattern, options: .regularExpression) == nil, "\(pattern) in: \(text)")
      }
    }
  }
}
