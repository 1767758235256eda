import Scheduling
import SchedulingYAML

/// How long a schedule file of many jobs takes to read, to check, and to compare with itself.
enum ScheduleBenchmark {
  static func run(jobs count: Int) throws {
    let jobs = (1...count).map {
      "  job-\($0): { cron: \"\($0 % 60) 3 * * *\", owner: { responsible: ops }, retry: { attempts: 3 }, arguments: { n: \($0) } }\n"
    }
    let text = "jobs:\n" + jobs.joined()
    var file = try ScheduleFile(yaml: text, sizeLimit: 16 << 20)
    var times: [String: Double] = [:]
    func measure(_ name: String, _ body: () throws -> Void) rethrows {
      var best = Double.infinity
      for _ in 0..<3 {
        let begin = MonotonicTime.now()
        try body()
        best = min(best, Double((MonotonicTime.now() - begin).nanoseconds) / 1e6)
      }
      times[name] = best
    }
    try measure("read") { file = try ScheduleFile(yaml: text, sizeLimit: 16 << 20) }
    measure("lint") { _ = file.findings(now: .epoch) }
    measure("compare") { _ = file.changes(from: file) }
    report(
      "schedule-file", size: count,
      [
        "bytes": Double(text.utf8.count), "read_ms": times["read"] ?? .nan, "lint_ms": times["lint"] ?? .nan,
        "compare_ms": times["compare"] ?? .nan,
      ])
  }
}
