import Foundation
import Scheduling
import SchedulingYAML
import Testing

@Suite("Schedule files that are hostile or very large")
struct HostileFileTests {
  func message(_ yaml: String) -> String {
    do {
      _ = try ScheduleFile(yaml: yaml, file: "s.yaml").resolved()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  /// Each level names the one before twice, so that the last one unfolds into 2^30 words.
  static let unfolding: String = (1...30).map { "- &x\($0) [*x\($0 - 1), *x\($0 - 1)]\n" }.reduce("- &x0 [a, a]\n", +)

  @Test(
    "Aliases within keys are refused before anything hashes them, with the line",
    arguments: [
      ("\(unfolding)- ? [*x30, *x30]\n  : 1\n", "a key must be a word, not a list"),
      ("\(unfolding)- ? *x30\n  : 1\n", "not an alias"), ("\(unfolding)- *x30 : 1\n", "not an alias"),
      ("\(unfolding)- { *x30 : 1 }\n", "not an alias"), ("\(unfolding)- { ? [*x30] : 1 }\n", "not a list"),
      ("\(unfolding)- ? { a: *x30 }\n  : 1\n", "not a list"), ("\(unfolding)- { [*x30]: 1 }\n", "not a list"),
      ("\(unfolding)- { *x30 }\n", "not an alias"), ("\(unfolding)- ? *x30\n", "not an alias"),
    ])
  func keys(_ yaml: String, _ expected: String) {
    let text = message(yaml)
    #expect(text.contains(expected) && text.hasPrefix("s.yaml:32: "), "\(text)")
  }

  @Test("Aliases as values unfold up to a bound, and texts that look like aliases are texts")
  func values() {
    #expect(message("jobs:\n  a:\n    every: 1s\n    arguments:\n" + indented(Self.unfolding)).contains("unfolds into"))
    #expect(message("jobs:\n  a: { every: 1s, description: 'a *b* c', tags: [\"*d\"] }") == "no error")
    #expect(
      message("x: &x { every: 1s }\njobs: { a: *x }").hasPrefix("s.yaml:1: x: unknown key 'x'"), "no fault but the key")
  }

  private func indented(_ text: String) -> String { text.split(separator: "\n").map { "      \($0)\n" }.joined() }

  @Test("Values are nested at most 64 levels deep")
  func depth() {
    func nested(_ levels: Int) -> String {
      "jobs:\n  a:\n    every: 1s\n    arguments: " + String(repeating: "[", count: levels) + "1"
        + String(repeating: "]", count: levels)
    }
    #expect(message(nested(40)) == "no error")
    #expect(message(nested(70)).contains("more than 64 levels deep"))
    #expect(message(nested(900)).contains("more than 64 levels deep"))
    #expect(message(String(repeating: "- ", count: 900) + "a").contains("more than 64 levels deep"))
    for opening in ["[", "{", "- ", "? ", "{a: "] {
      #expect(message(String(repeating: opening, count: 100_000)) != "no error")
    }
  }

  @Test("A file is at most 1 MiB unless the caller says otherwise")
  func size() throws {
    let text = "jobs:\n  a: { every: 1s }\n" + String(repeating: "# comment\n", count: 120_000)
    #expect(message(text).hasSuffix("bytes, and a schedule file has at most 1048576; split it, or raise the limit"))
    #expect(try ScheduleFile(yaml: text, sizeLimit: 2_000_000).jobs.count == 1)
  }

  /// Reading a mapping looks each key up; what grows faster than the file shows in minutes here, not in fractions.
  @Test("Thousands of jobs, and tens of thousands of arguments, are read", .timeLimit(.minutes(1)))
  func large() throws {
    let jobs = (1...5_000).map {
      "  job-\($0): { cron: \"\($0 % 60) 3 * * *\", owner: { responsible: ops }, retry: { attempts: 3 } }\n"
    }
    #expect(try ScheduleFile(yaml: "jobs:\n" + jobs.joined()).resolved().count == 5_000)
    let arguments = (1...20_000).map { "      key-\($0): \($0)\n" }
    let file = try ScheduleFile(yaml: "jobs:\n  a:\n    every: 1s\n    arguments:\n" + arguments.joined())
    #expect(try file.resolved().first?.options.arguments?["key-20000"] == 20_000)
  }

  /// Files that grow by one member at a time.
  static let growing: [(name: String, text: @Sendable (Int) -> String)] = [
    (
      "jobs",
      { count in "jobs:\n" + (0..<count).map { "  job-\($0): { every: 1h, arguments: { a: \($0) } }\n" }.joined() }
    ),
    (
      "arguments",
      { count in
        "jobs:\n  a:\n    every: 1s\n    arguments:\n" + (0..<count).map { "      k\($0): \($0)\n" }.joined()
      }
    ),
    (
      "lists of arguments",
      { count in
        "jobs: { a: { every: 1s, arguments: { list: [\((0..<count).map { "\($0)" }.joined(separator: ", "))] } } }"
      }
    ),
    (
      "aliases",
      { count in
        "defaults: { tags: &t [a, b, c] }\njobs:\n" + (0..<count).map { "  j\($0): { every: 1h, tags: *t }\n" }.joined()
      }
    ),
    (
      "jobs with a merge",
      { count in
        "defaults: &d { lock: x }\njobs:\n" + (0..<count).map { "  j\($0): { <<: *d, every: 1h }\n" }.joined()
      }
    ),
    (
      "merges into one mapping of many members",
      { count in
        "defaults: { arguments: &m { x: 1 } }\njobs:\n  a:\n    every: 1s\n    arguments:\n      <<: ["
          + (0..<count).map { _ in "*m" }.joined(separator: ", ") + "]\n"
          + (0..<count).map { "      k\($0): 1\n" }.joined()
      }
    ),
  ]

  @Test("The steps to read a file grow with its length, not with its square", arguments: growing.map(\.name))
  func growth(_ name: String) throws {
    let text = try #require(Self.growing.first { $0.name == name }?.text)
    let (few, many) = (try ScheduleFile.stepsToRead(yaml: text(200)), try ScheduleFile.stepsToRead(yaml: text(1_600)))
    #expect(few >= 200 && many <= 9 * few, "200 took \(few) steps, 1,600 took \(many)")
  }

  /// Files with thousands of faults, or with defaults that thousands of jobs have, and what is said of them. Each took
  /// minutes: what one fault costs must not grow with the others, nor a default with the jobs.
  static let costly: [(name: String, text: @Sendable () -> String, expected: String)] = [
    (
      "misspelt names of jobs", { "jobs:\n" + (0..<4_000).map { "  j\($0): { after: k\($0) }\n" }.joined() },
      "there is no job 'k0' in this file"
    ),
    (
      "exclusions for all jobs",
      {
        "defaults: { exclude: [" + (0..<4_000).map { _ in "{ dates: [2027-01-01] }" }.joined(separator: ", ")
          + "] }\njobs:\n"
          + (0..<4_000).map { "  j\($0): { every: 1h }\n" }.joined()
      }, "defaults.exclude: has 4000 members"
    ),
    (
      "parts for all jobs",
      {
        "defaults: { any: [" + (0..<4_000).map { _ in "{ every: 1h }" }.joined(separator: ", ") + "] }\njobs:\n"
          + (0..<4_000).map { "  j\($0): { lock: x }\n" }.joined()
      }, "defaults.any: a trigger is made of at most 256"
    ),
    (
      "arguments for all jobs",
      {
        "defaults: { arguments: {" + (0..<4_000).map { "k\($0): 1" }.joined(separator: ", ") + "} }\njobs:\n"
          + (0..<4_000).map { "  j\($0): { every: 1h, arguments: { own: 1 } }\n" }.joined()
      }, "defaults.arguments: are copied into each job"
    ),
    (
      "faults of a default beside those of jobs",
      {
        "defaults: { every: 0s }\njobs:\n" + (0..<4_000).map { "  j\($0): { gap: skip, retry: {} }\n" }.joined()
      }, "has no effect beside 'every'"
    ),
    (
      "stages",
      {
        "jobs:\n  a:\n    every: 1h\n    pipeline: [" + (0..<30_000).map { "s\($0)" }.joined(separator: ", ")
          + ", s1]\n"
      }, "has the stage 's1' twice"
    ),
    (
      // Each takes most of the budget of one trigger.
      "expensive triggers",
      {
        // Counting to the limit takes the whole budget of a trigger.
        let far = """
          { cron: "* * * * *", exclude: [{ cron: "*/2 * * * *" }, { cron: "1-59/4 * * * *" }], start: 2026-01-01T00:00:00Z, \
          limit: 1000000 }
          """
        return "jobs:\n" + (0..<2_000).map { "  j\($0): \(far)\n" }.joined()
      }, "was not checked, nor were the jobs below it"
    ),
  ]

  @Test(
    "Thousands of faults, and defaults that thousands of jobs have, are reported in time", .timeLimit(.minutes(1)),
    arguments: costly.map(\.name))
  func manyFaults(_ name: String) throws {
    let file = try #require(Self.costly.first { $0.name == name })
    let text = message(file.text())
    #expect(text.contains(file.expected), "\(text.prefix(300))")
  }

  @Test("A folder, a pipe and a device are no schedule files, and a link leads to one", .timeLimit(.minutes(1)))
  func otherFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schedule-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.appendingPathComponent("pipe.yaml").path
    try #require(mkfifo(pipe, 0o600) == 0)
    for path in [pipe, folder.path, "/dev/zero"] {
      let error = #expect(throws: ScheduleFileError.self) { try ScheduleFile(contentsOfFile: path) }
      #expect(error?.message.contains("regular file") == true)
    }
    let (file, link) = (folder.appendingPathComponent("s.yaml").path, folder.appendingPathComponent("link.yaml").path)
    try "jobs: { a: { every: 1h } }".write(toFile: file, atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    #expect(try ScheduleFile(contentsOfFile: link).jobs.count == 1)
    try String(repeating: "#\n", count: 2_000).write(toFile: file, atomically: true, encoding: .utf8)
    #expect(throws: ScheduleFileError.self) { try ScheduleFile(contentsOfFile: link, sizeLimit: 1_000) }
  }
}
