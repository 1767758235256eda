import ArgumentParser
import CivilTime
import Crontab
import Scheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `schedulectl import`: schedules from elsewhere.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes a schedule file of what another scheduler runs.", subcommands: [ImportCrontab.self])
}

/// `schedulectl import crontab`.
struct ImportCrontab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crontab",
    abstract: "Audits a crontab and writes it as a schedule file.",
    discussion: """
      The file is written to standard output with the old lines and what to know about each as comments; it loads as it is.
      Ids are proposed from the commands, the commands are kept as arguments. A line that could not be a job as cron ran it
      is left out; a comment and standard error say why, and the exit code is 1.

      EXAMPLE
        crontab -l | schedulectl import crontab - --tz Europe/Berlin --owner shared-ops > schedule.yaml
      """)

  @Argument(help: "The crontab; - for standard input.")
  var file: String

  @Flag(help: "A user stands between schedule and command, as in /etc/crontab and /etc/cron.d, where it is assumed.")
  var userField = false

  @Option(help: "The zone of the machine that it ran on.")
  var tz: String?

  @Option(help: "Who is paged when a job fails; defaults to MAILTO.")
  var owner: String?

  @Flag(help: "Write jobs that run their commands: with the handler 'shell', which SchedulingShell binds.")
  var shell = false

  @Flag(help: "Write the audit as JSON.")
  var json = false

  func run() throws {
    try reporting {
      if let tz { _ = try Zone(named: tz) }
      let hasUsers = userField || file.hasPrefix("/etc/cron")
      var crontab = CrontabImport(
        try Self.text(of: file), hasUsers: hasUsers, timeZone: tz, owner: owner, runsCommands: shell,
        now: Instant(Date()))
      crontab.addFindings()
      Terminal.writeLines(json ? crontab.json.text : try crontab.yaml(of: file == "-" ? "a crontab" : file))
      guard !crontab.isComplete else { return }
      for entry in crontab.entries where entry.id == nil {
        Terminal.writeError("line \(entry.line): \(entry.notes.joined(separator: "; ").printable(bytes: 4_096))")
      }
      throw Exit.nothingFound
    }
  }

  private static func text(of file: String) throws -> String {
    let name = file == "-" ? "standard input" : file
    let found =
      file == "-" ? Terminal.readAll() : (try? Data(contentsOf: URL(fileURLWithPath: file))).map { [UInt8]($0) }
    guard let data = found else {
      throw ScheduleFileError(file: name, "cannot be read: does the file exist, and may you read it?")
    }
    if let text = String(validating: data, as: UTF8.self) { return text }
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    throw ScheduleFileError(
      file: name, line: line.map { $0 + 1 },
      "is not UTF-8 text, so what the bytes stand for is not known: convert the crontab first, as with "
        + "iconv -f latin1 -t utf-8")
  }
}
