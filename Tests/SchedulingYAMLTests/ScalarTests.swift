import Scheduling
import SchedulingYAML
import Testing

@Suite("Numbers and merge keys in a schedule file")
struct ScalarTests {
  func message(_ yaml: String) -> String {
    do {
      _ = try ScheduleFile(yaml: yaml, file: "s.yaml").resolved()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test(
    "A number that versions of YAML read differently is refused with its line",
    arguments: ["010", "+3", "1:30", "0x10", "0o7", "0b1", "1_000", "012", "1e", "08"])
  func ambiguous(_ number: String) {
    for key in ["max-instances", "limit"] {
      let text = message("jobs:\n  a:\n    every: 1s\n    start: 2026-01-01T00:00:00Z\n    \(key): \(number)")
      #expect(text.hasPrefix("s.yaml:5: jobs.a.\(key): '\(number)' is not the same number"), "\(text)")
    }
  }

  @Test("Numbers outside of their type's range are refused, in arguments too")
  func range() {
    for number in ["9223372036854775808", "-9223372036854775809", "1e999", "99999999999999999999999"] {
      let text = message("jobs:\n  a:\n    every: 1s\n    arguments: { n: [\(number)] }")
      #expect(text.contains("s.yaml:4: jobs.a.arguments.n[0]: the number '\(number)' is too large"), "\(text)")
      #expect(message("jobs:\n  a:\n    every: 1s\n    max-instances: \(number)").contains("too large"))
    }
    #expect(message("jobs:\n  a: { every: 1s, arguments: { n: '9223372036854775808' } }") == "no error")
    #expect(message("jobs:\n  a: { every: 1s, arguments: { n: 9223372036854775807 } }") == "no error")
  }

  @Test("What is written is read back the same: doubles to the last digit, and texts that look like something else")
  func roundTrip() throws {
    let numbers: [Double] = [
      0.1, 1.0 / 3, 1e300, Double.leastNonzeroMagnitude, -2.5e-8, 123_456_789.123_456_78, .greatestFiniteMagnitude,
    ]
    let texts = [
      "yes", "no", "on", "y", "~", "null", "", "010", "1:30", "1e3", "0x1F", "2026-11-21", "12", "true", "<<", "=",
      " a",
      "*a", "&a", "a: b", "a #b", "- a", "\u{1B}[31m", "a\nb", "\u{2028}", "é", "1_000", ".5", "15s", "@daily", "%",
      "`",
    ]
    var job = ScheduleJob(trigger: .every(.seconds(1)))
    job.arguments = [
      "numbers": .array(numbers.map(JobArguments.number)), "texts": .array(texts.map(JobArguments.string)),
      "large": .array([.int(.max), .int(.min)]),
    ]
    job.tags = texts
    let text = try ScheduleFile(jobs: ["a": job, "no": job]).yaml()
    let again = try ScheduleFile(yaml: text)
    #expect(again.jobs["a"] == job, "\(text)")
    #expect(again.jobs["no"] == job)
  }

  @Test("What a job says itself wins over what is merged into it, the trigger too")
  func merging() throws {
    let file = try ScheduleFile(
      yaml: """
        jobs:
          a: &a { cron: "0 3 * * *", timezone: Europe/Berlin, timeout: 5m, arguments: { x: 1, y: 2 } }
          b: { <<: *a, every: 5m }
          c: { every: 5m, <<: *a, timeout: 1m }
          d: { <<: [{ every: 9m, tags: [first] }, *a], description: own }
          e: &e { <<: *a, at: 2030-01-01T00:00:00Z }
          f: { <<: *e, startup: true }
          g: { <<: *a, arguments: { x: 3 } }
        """)
    let jobs = try file.resolved()
    #expect(
      jobs.map(\.trigger.expression).map { $0.prefix(9) }
        == ["0 3 * * *", "every 5m", "every 5m", "every 9m", "2030-01-0", "@reboot", "0 3 * * *"])
    #expect(jobs.map(\.options.timeout) == [300, 300, 60, 300, 300, 300, 300].map { .seconds($0) })
    // Merging is of keys, as YAML has it; values take each other's place.
    #expect(jobs.last?.options.arguments == ["x": 3])
    #expect(jobs[3].options.tags == ["first"])
    #expect(
      message("jobs:\n  a:\n    <<: 5\n    every: 1s").hasPrefix("s.yaml:3: jobs.a.<<: is merged, and must be"))
  }

  @Test("All faults of a file are reported at once, each with its line, in the order of the lines")
  func allFaults() throws {
    let text = message(
      """
      timezon: UTC
      jobs:
        a: { corn: "0 3 * * *", timeout: never, owner: { who: me } }
        b: { cron: "0 25 * * *", lease: 9d }
        c: { every: 1s, max-instances: 010 }
        d: { after: e }
        e: { after: d }
        f: { cron: "0 0 31 2 *" }
        g: { every: 1s }
      """)
    let lines = text.split(separator: "\n")
    #expect(
      lines.map { $0.split(separator: ": ").prefix(2).joined(separator: " ") } == [
        "s.yaml:1 timezon", "s.yaml:3 jobs.a.corn", "s.yaml:3 jobs.a.timeout", "s.yaml:3 jobs.a.owner.who",
        "s.yaml:4 jobs.b.cron", "s.yaml:4 jobs.b", "s.yaml:5 jobs.c.max-instances", "s.yaml:6 jobs.d.after",
        "s.yaml:8 jobs.f.cron",
      ], "\(text)")
  }
}
