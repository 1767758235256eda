import Foundation
import Scheduling
import SchedulingYAML
import SchemaSupport
import Testing

@Suite("The JSON Schema of schedule files")
struct ScheduleSchemaTests {
  let validator = SchemaValidator(root: ScheduleFile.jsonSchema)

  @Test("The file that is shipped is what the code makes; schedulectl schema writes it anew")
  func upToDate() throws {
    let path = #filePath.replacing(
      "Tests/SchedulingYAMLTests/ScheduleSchemaTests.swift", with: "Examples/schedule.schema.json")
    let shipped = try JSONDecoder().decode(JobArguments.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(shipped == ScheduleFile.jsonSchema)
  }

  @Test("The table of keys in the documentation is what the code makes")
  func documentation() throws {
    let path = #filePath.replacing(
      "Tests/SchedulingYAMLTests/ScheduleSchemaTests.swift",
      with: "Sources/SchedulingYAML/Documentation.docc/ScheduleFormat.md")
    let article = try String(contentsOfFile: path, encoding: .utf8)
    #expect(article.contains(ScheduleFile.keyTable), "put this into the article:\n\(ScheduleFile.keyTable)")
  }

  @Test("It accepts the real schedules", arguments: RealSchedule.allCases)
  func real(_ schedule: RealSchedule) throws {
    let text = try String(contentsOfFile: schedule.path, encoding: .utf8)
    #expect(validator.fault(try plainValue(yaml: text)) == nil)
  }

  @Test("It accepts every key as the reader does")
  func everyKey() throws {
    #expect(validator.fault(try plainValue(yaml: ScheduleReadingTests.everyKey)) == nil)
  }

  @Test(
    "It refuses what the reader refuses",
    arguments: [
      "jobs: { a: { corn: '* * * * *' } }", "time-zone: UTC\njobs: {}", "timezone: UTC", "jobs: [a]", "jobs: { a: 5 }",
      "jobs: { a: { every: 15 } }", "jobs: { a: { every: 1.5h } }", "jobs: { a: { every: 1s, cron: '* * * * *' } }",
      "jobs: { a: { every: 1s, overlap: queueOne } }", "jobs: { a: { every: 1s, overlap: { queue-all: 0 } } }",
      "jobs: { a: { every: 1s, max-instances: 17 } }", "jobs: { a: { every: 1s, paused: maybe } }",
      "jobs: { a: { every: 1s, tags: nightly } }", "jobs: { a: { every: 1s, retry: { attempts: 0 } } }",
      "jobs: { a: { every: 1s, retry: { attempts: 2, backoff: linear } } }",
      "jobs: { a: { every: 1s, owner: { responsable: me } } }", "jobs: { a: { startup: false } }",
      "jobs: { a: { calendar: { from: 2026-01-31 } } }", "jobs: { a: { calendar: { weeks: 1 } } }",
      "jobs: { a: { every: 1s, exclude: [] } }", "jobs: { a: { every: 1s, exclude: [{ weekdays: [x] }] } }",
      "jobs: { a: { every: 1s, priority: urgent } }", "jobs: { '': { every: 1s } }",
      "jobs: { a: { every: 1s, timeout: never } }", "jobs: { a: { after: { on: success } } }",
      "jobs: { a: { any: [] } }", "jobs: { a: { any: [{}] } }", "jobs: { a: { all: { every: 1s } } }",
      "jobs: { a: { any: [{ every: 1s, cron: '* * * * *' }] } }", "jobs: { a: { any: [{ startup: true }] } }",
      "jobs: { a: { any: [{ every: 1s, timeout: 5s }] } }", "jobs: { a: { after-each-run: 5 } }",
      "jobs: { a: { any: [{ any: [{ evry: 1s }] }] } }",
    ])
  func wrong(_ yaml: String) throws {
    #expect(validator.fault(try plainValue(yaml: yaml)) != nil)
    #expect(throws: ScheduleFileError.self) { try ScheduleFile(yaml: yaml).resolved() }
  }

  @Test("Random schedules are accepted, and are the same after JSON and YAML", arguments: 0..<200)
  func random(_ seed: Int) throws {
    var random = RandomSchedule(seed: UInt64(seed))
    let file = try random.file()
    let json = try JSONEncoder().encode(file)
    #expect(validator.fault(try JSONDecoder().decode(JobArguments.self, from: json)) == nil)
    for again in [
      try JSONDecoder().decode(ScheduleFile.self, from: json),
      try ScheduleFile(yaml: String(decoding: json, as: UTF8.self)), try ScheduleFile(yaml: file.yaml()),
    ] {
      #expect(again.jobs == file.jobs)
      #expect(again.defaults == file.defaults)
      #expect(again.timeZone == file.timeZone)
      #expect(again.changes(from: file).isEmpty)
    }
    for job in file.jobs.values {
      #expect(job.merged(over: ScheduleJob()) == job)
      #expect(job.merged(over: job) == job)
    }
  }
}
