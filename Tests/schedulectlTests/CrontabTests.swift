import Foundation
import Scheduling
import SchedulingYAML
import Testing

/// `schedulectl import crontab`: what it writes loads, and what could not be taken over is said.
@Suite struct CrontabTests {
  private func jobs(_ crontab: String, _ arguments: [String] = []) throws -> (ScheduleFile, Tool) {
    let tool = try Tool.run(["import", "crontab", "-", "--tz", "Asia/Tokyo"] + arguments, input: crontab)
    let schedule = try ScheduleFile(yaml: tool.output)
    _ = try schedule.resolved()
    return (schedule, tool)
  }

  @Test func aZoneHoldsUntilTheNextOne() throws {
    let (schedule, tool) = try jobs(
      """
      0 1 * * * one
      CRON_TZ=Europe/Berlin
      0 2 * * * two
      CRON_TZ=
      0 3 * * * three
      CRON_TZ=europe/berlin
      0 4 * * * four
      @reboot five
      CRON_TZ="America/New_York"
      0 6 * * * six
      """)
    #expect(tool.status == 1)
    #expect(schedule.timeZone == "Asia/Tokyo")
    #expect(
      schedule.jobs.mapValues(\.timeZone) == [
        "one": nil, "two": "Europe/Berlin", "three": nil, "five": nil, "six": "America/New_York",
      ])
    #expect(tool.output.contains("line 4: CRON_TZ is empty: what follows is in the machine's zone again"))
    #expect(tool.error.contains("line 7: was left out: line 6 sets CRON_TZ to 'europe/berlin'"), "\(tool.error)")
    #expect(tool.output.contains("did you mean Europe/Berlin?"))
  }

  @Test func jobsMayRunTheirCommands() throws {
    let tool = try Tool.run(
      ["import", "crontab", "-", "--shell", "--tz", "UTC", "--user-field"],
      input: "PATH=/opt/bin:/bin\n30 2 * * * www-data cat > /tmp/x%one%two\n")
    #expect(tool.status == 0, "\(tool.error)")
    let job = try #require(try ScheduleFile(yaml: tool.output).jobs.values.first)
    #expect(job.handler == "shell")
    #expect(
      job.arguments == [
        "command": "cat > /tmp/x", "standard-input": "one\ntwo", "environment": ["PATH": "/opt/bin:/bin"],
      ])
    #expect(tool.output.contains("bodies.bindShell(of: schedule)"))
    #expect(tool.output.contains("ran as www-data"))
  }

  @Test(arguments: ["\u{2028}", "\u{2029}", "\u{0C}", "\u{0B}", "\u{85}"])
  func onlyALineFeedEndsALine(_ separator: String) throws {
    let (schedule, _) = try jobs("# before\(separator)0 1 * * * hidden\n0 2 * * * echo a\(separator)0 3 * * * b\r\n")
    #expect(schedule.jobs.keys.sorted() == ["echo"])
    #expect(schedule.jobs["echo"]?.arguments?["command"] == .string("echo a\(separator)0 3 * * * b"))
  }

  @Test func textThatIsNoUTF8IsRefusedWithItsLine() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("latin-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = Array("0 1 * * * one\n# caf".utf8) + [0xE9] + Array("\n0 2 * * * two\n".utf8)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let file = try Tool.run(["import", "crontab", path])
    let input = try Tool.run(["import", "crontab", "-"], input: Data(bytes))
    for tool in [file, input] {
      #expect(tool.status == 2)
      #expect(tool.output == "")
      #expect(tool.error.contains(":2: is not UTF-8 text"), "\(tool.error)")
    }
  }

  @Test(arguments: [
    ("0 0 3 * * * /bin/x", "'*', looks like a sixth: cron takes it for the command"),
    ("0 0 12 * * MON-FRI /bin/x", "'MON-FRI', looks like a sixth"), ("0 12 * * 1 2027 /bin/x", "'2027', looks"),
    ("0 0 12 * * ? /bin/x", "'?', looks like a sixth"), ("0 12 * * 1 7z a b", nil), ("0 12 * * 1 /bin/x *", nil),
    ("0 12 * * 1 [ -f x ] && y", nil), ("0 12 * * 1 sunrise", nil),
  ])
  func aSixthFieldIsNoticed(_ line: String, _ hint: String?) throws {
    let (_, tool) = try jobs(line)
    #expect(tool.status == 0)
    if let hint { #expect(tool.output.contains(hint), "\(tool.output)") }
    #expect(tool.output.contains("looks like a sixth") == (hint != nil), "\(tool.output)")
  }

  @Test func aSixthFieldInPlaceOfTheUserIsNoticed() throws {
    let (_, tool) = try jobs("0 0 3 * * * root /bin/x", ["--user-field"])
    #expect(tool.output.contains("cron takes it for the user"), "\(tool.output)")
  }

  @Test(arguments: [
    ("0 0 31 2 * never", "has no instant in any year"), ("0 25 * * * late", "hour must be 0-23"),
    ("0 0 * * * timeout 400000d slow", "timeout"),
  ])
  func whatASchedulerWouldRefuseIsLeftOut(_ line: String, _ reason: String) throws {
    let (schedule, tool) = try jobs("\(line)\n0 1 * * * good")
    #expect(tool.status == 1)
    #expect(schedule.jobs.keys.sorted() == ["good"])
    #expect(tool.error.contains("line 1: was left out:") && tool.error.contains(reason), "\(tool.error)")
  }

  @Test func whatIsOddStillLoads() throws {
    // Every character that a file may hold, among them those that YAML does not take in a comment.
    let scalars = (0...0x10_FFFF).lazy.filter {
      $0 != 10 && $0 != 0x25 && $0 != 0x5C && ($0 < 0x3100 || $0 & 0xFFF > 0xFF0)
    }
    .compactMap(Unicode.Scalar.init)
    var lines: [String] = []
    var text = ""
    for scalar in scalars {
      text.unicodeScalars.append(scalar)
      guard text.unicodeScalars.count == 40 else { continue }
      lines += ["# about x\(text)x", "0 1 * * * echo x\(text)x", "NAME='x\(text)x'"]
      text = ""
    }
    let (schedule, tool) = try jobs(lines.joined(separator: "\n"))
    #expect(tool.status == 0, "\(tool.error.prefix(500))")
    #expect(schedule.jobs.count == lines.count / 3)
    let commands = Set(schedule.jobs.values.compactMap { $0.arguments?["command"]?.text })
    for line in lines where line.hasPrefix("0") { #expect(commands.contains(String(line.dropFirst(10)))) }
    #expect(tool.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F })
  }

  @Test func aDelayIsForCronLinesAlone() throws {
    let (schedule, _) = try jobs("RANDOM_DELAY=5\n0 1 * * * one\n@reboot two")
    #expect(schedule.jobs.mapValues(\.jitter) == ["one": .seconds(300), "two": nil])
  }
}
