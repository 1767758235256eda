import Foundation
import Testing

@Suite("schedulectl next --jsonl")
struct VectorStreamTests {
  /// The generated vectors lie with the tests of the modules that they are about; those of other projects where the
  /// environment says.
  private static var files: [URL] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    var folders = ["CronTests/Vectors", "SchedulingTests/Vectors"].map { tests.appendingPathComponent($0) }
    if let extra = ProcessInfo.processInfo.environment["SCHEDULING_EXTRA_VECTORS"] {
      folders.append(URL(fileURLWithPath: extra))
    }
    return folders.flatMap { folder in
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    }.filter { $0.pathExtension == "jsonl" }
  }

  private struct Row: Decodable {
    var id: String
    var next: [String]?
    var error: Bool?
    var field: String?
    var exhausted: Bool?
    var finite: Bool?
  }

  private struct Answer: Decodable {
    struct Fault: Decodable {
      var field: String?
      var pos: Int?
      var message: String
    }
    var id: String?
    var next: [String?]?
    var error: Fault?
  }

  /// The oracle counts Sundays of week 52 here; see RecurrenceVectorTests.
  private let oracleErrors: Set<String> = ["rrule-0015"]

  @Test("Every vector is answered byte for byte, and every fault with its field", arguments: files)
  func vectors(file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    let tool = try Tool.run(["next", "--jsonl"], input: text)
    let answers = tool.output.split(separator: "\n").map(String.init)
    try #require(answers.count == lines.count, "\(tool.error)")
    #expect(tool.status == 0)
    for (line, answer) in zip(lines, answers) {
      let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
      if oracleErrors.contains(row.id) { continue }
      if row.error == true {
        let fault = try JSONDecoder().decode(Answer.self, from: Data(answer.utf8)).error
        #expect(fault != nil && fault?.field == row.field, "\(line)\n\(answer)")
      } else {
        let next = (row.next ?? []).map { "\"\($0)\"" }.joined(separator: ",")
        #expect(answer == "{\"id\":\"\(row.id)\",\"next\":[\(next)]}", "\(line)")
      }
    }
  }

  @Test("Null stands for each instant that a schedule does not have")
  func exhausted() throws {
    let tool = try Tool.run(
      ["next", "--jsonl"],
      input: """
        {"id":"a","dialect":"standard","expr":"0 0 1 1 * 2030","tz":"UTC","after":"2029-01-01T00:00:00+00:00","count":2}
        {"id":"b","dialect":"standard","expr":"0 0 0 1 1 * 2030","tz":"UTC","after":"2029-01-01T00:00:00+00:00","count":3}
        {"id":"c","dialect":"event","expr":"@reboot","after":"2029-01-01T00:00:00+00:00","count":1}
        {"id":"d","dialect":"rrule","rrule":"FREQ=DAILY;COUNT=1","dtstart":"2027-01-01T09:00:00+01:00","tz":"Europe/Berlin","count":2}

        """)
    let lines = tool.output.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[1] == #"{"id":"b","next":["2030-01-01T00:00:00+00:00",null,null]}"#)
    #expect(lines[2] == #"{"id":"c","next":[null]}"#)
    #expect(lines[3] == #"{"id":"d","next":["2027-01-01T09:00:00+01:00",null]}"#)
  }

  @Test("A row that cannot be used is answered in its place and does not stop the rest")
  func faults() throws {
    let tool = try Tool.run(
      ["next", "--jsonl"],
      input: """
        not json
        {"id":"zone","expr":"* * * * *","tz":"Mars/Olympus","after":"2029-01-01T00:00:00Z","count":1}
        {"id":"rule","dialect":"rrule","rrule":"FREQ=DAILY;INTERVAL=0","dtstart":"2029-01-01T00:00:00Z","count":1}
        {"id":"dialect","dialect":"klingon","expr":"* * * * *","after":"2029-01-01T00:00:00Z","count":1}
        {"id":"fine","expr":"* * * * *","after":"2029-01-01T00:00:00Z","count":1}

        """)
    let answers = try tool.output.split(separator: "\n").map {
      try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
    }
    try #require(answers.count == 5)
    #expect(answers[0].error != nil && answers[0].id == nil)
    #expect(answers[1].error?.field == "tz")
    #expect(answers[2].error?.field == "INTERVAL" && answers[2].error?.pos == 20)
    #expect(answers[3].error?.field == "dialect")
    #expect(answers[4].next == ["2029-01-01T00:01:00+00:00"])
  }
}
