import Foundation
import Scheduling
import SchedulingYAML
import Testing

@Suite("schedulectl on files")
struct FileCommandTests {
  func file(_ text: String, _ suffix: String = ".yaml") throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("ctl-\(UUID().uuidString)\(suffix)").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  static let crontab = """
    # Shop crons
    MAILTO=ops@shop.example
    PATH=/usr/bin:/bin
    CRON_TZ=Europe/Berlin
    # Nightly backup
    30 2 * * * flock -n /var/lock/backup.lock timeout 2h /usr/local/bin/backup.sh --all >/dev/null 2>&1
    */15 * * * 1-5 cd /srv/shop && php artisan stock:export
    5,35 * * * * cd /srv/shop && /usr/bin/php bin/magento indexer:reindex
    6,36 * * * * cd /srv/shop && /usr/bin/php bin/magento indexer:reindex
    @reboot /usr/bin/python3 /opt/warm_up.py
    0 9 * * mon mail -s "Week \\% done" boss@shop.example%Hello%Bye
    @daily nice -n 10 bash -c 'cleanup --days 30'
    """

  @Test("A crontab becomes a schedule file that loads: ids, zones, locks, timeouts and owners are taken over")
  func importCrontab() throws {
    let path = try file(Self.crontab, "")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let tool = try Tool.run(["import", "crontab", path, "--tz", "UTC"])
    #expect(tool.status == 0, "\(tool.error)")
    let schedule = try ScheduleFile(yaml: tool.output)
    _ = try schedule.resolved()
    #expect(
      schedule.jobs.keys.sorted() == [
        "artisan-stock:export", "backup", "cleanup", "magento-indexer:reindex", "magento-indexer:reindex-2", "mail",
        "warm-up",
      ])
    let backup = try #require(schedule.jobs["backup"])
    #expect(backup.trigger == .cron("30 2 * * *"))
    #expect(backup.timeZone == "Europe/Berlin")
    #expect(backup.timeout == .after(.seconds(7_200)))
    #expect(backup.lock == "file:/var/lock/backup.lock")
    #expect(backup.owner?.responsible == "ops@shop.example")
    #expect(backup.description == "Nightly backup")
    #expect(schedule.jobs["warm-up"]?.trigger == .startup)
    #expect(
      schedule.jobs["mail"]?.arguments == [
        "command": "mail -s \"Week % done\" boss@shop.example", "standard-input": "Hello\nBye",
      ])
    for note in [
      "line 3: PATH=/usr/bin:/bin is the environment", "its failures went unseen", "2027-03-28 02:30 does not exist",
      "@reboot ran once when the machine started", "a bare % ends the command",
    ] {
      #expect(tool.output.contains(note), "\(note) is missing in:\n\(tool.output)")
    }
  }

  @Test("A system crontab has users; a line that cron would refuse is left out, said so, and told by the exit code")
  func importSystem() throws {
    let path = try file("0 3 * * * www-data /usr/bin/php /srv/cron.php\n0 25 * * * root /bin/x\nnonsense\n", "")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let tool = try Tool.run(["import", "crontab", path, "--user-field", "--tz", "UTC", "--owner", "me"])
    #expect(tool.status == 1)
    #expect(tool.error.contains("line 2: was left out: hour must be 0-23"), "\(tool.error)")
    #expect(tool.error.contains("line 3: was left out: a schedule has five fields"), "\(tool.error)")
    let jobs = try ScheduleFile(yaml: tool.output).jobs
    #expect(jobs.keys.sorted() == ["cron"])
    #expect(jobs["cron"]?.arguments?["user"] == "www-data")
    #expect(try Tool.run(["import", "crontab", "/nowhere"]).status == 2)
    let json = try Tool.run(["import", "crontab", path, "--user-field", "--json"])
    let audit = try JSONDecoder().decode(JobArguments.self, from: Data(json.output.utf8))
    guard case .array(let entries) = audit["entries"] else { return #expect(Bool(false), "\(json.output)") }
    #expect(entries.map { $0["line"] } == [1, 2, 3])
  }

  @Test("diff says what is other, and its exit code whether anything is")
  func diff() throws {
    let old = try file("jobs:\n  a: { every: 1h, timeout: 5m }\n  b: { every: 1h }")
    let new = try file("jobs:\n  a: { every: 1h, timeout: 9m }\n  c: { cron: '0 3 * * *' }")
    defer { for path in [old, new] { try? FileManager.default.removeItem(atPath: path) } }
    let tool = try Tool.run(["diff", new, "--against", old])
    #expect(tool.status == 1)
    #expect(
      tool.output == """
        + c  0 3 * * *
        ~ a
            timeout: 5m -> 9m
        - b
        1 added, 1 changed, 1 removed, 0 unchanged

        """)
    #expect(try Tool.run(["diff", new, "--against", new]).status == 0)
    let json = try Tool.run(["diff", new, "--against", old, "--json"]).output
    #expect(json.contains(#""changed":{"a":[{"key":"timeout","old":"5m","new":"9m"}]}"#), "\(json)")
    let bad = try file("jobs: []")
    defer { try? FileManager.default.removeItem(atPath: bad) }
    #expect(try Tool.run(["diff", bad, "--against", old]).status == 2)
  }

  @Test("schema writes the JSON Schema")
  func schema() throws {
    let tool = try Tool.run(["schema"])
    #expect(try JSONDecoder().decode(JobArguments.self, from: Data(tool.output.utf8)) == ScheduleFile.jsonSchema)
  }
}
