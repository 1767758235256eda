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

  /// Processor time of this thread, which a busy machine does not change, and the least of three: quadratic growth shows as
  /// a factor of 16, linear as 4.
  @Test("The time to read a file grows with its length, not with its square", .timeLimit(.minutes(2)))
  func growth() throws {
    func seconds(_ jobs: Int) throws -> Double {
      let text = "jobs:\n" + (1...jobs).map { "  job-\($0): { every: 1h, arguments: { a: \($0) } }\n" }.joined()
      return try (0..<3).map { _ in
        let begin = Self.processorTime()
        _ = try ScheduleFile(yaml: text)
        return Self.processorTime() - begin
      }.min() ?? 0
    }
    let (few, many) = (try seconds(500), try seconds(2_000))
    #expect(many < 9 * few, "500 jobs took \(few) s, 2,000 took \(many) s")
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
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
