package import CivilTime
import Cron
package import Scheduling
import SchedulingYAML

/// A crontab made into a schedule, with all that a person should know before the old lines are removed.
package struct CrontabImport {
  /// One line that became a job, or could not.
  package struct Entry {
    package var line: Int
    package var text: String
    /// Nil where it could not be imported.
    package var id: JobID?
    package var job = ScheduleJob()
    package var notes: [String] = []
  }

  package var timeZone: String
  package var entries: [Entry] = []
  /// What concerns the whole file.
  package var notes: [String] = []
  /// What was set for the commands that follow.
  private var settings: [String: String] = [:]
  private var zone = BlockZone.machine
  private var mailTo: String?
  private var spread: Duration?
  private var comment: String?
  private var taken: Set<JobID> = []
  /// Where to go on for a name that is taken.
  private var numbers: [String: Int] = [:]

  /// The zone of the lines that follow a `CRON_TZ`.
  private enum BlockZone {
    /// None was set, or it was set to nothing: the zone of the machine.
    case machine
    case named(String)
    /// It was set to a zone that is not known here: when the lines are due is not known either.
    case unknown(String, line: Int)
  }

  let now: Instant
  /// Whether the jobs name the handler of SchedulingShell, which runs their commands.
  let runsCommands: Bool

  /// - Parameter now: from when on a job must have an instant.
  package init(
    _ text: String, hasUsers: Bool, timeZone: String?, owner: String?, runsCommands: Bool = false, now: Instant
  ) {
    self.now = now
    self.runsCommands = runsCommands
    self.timeZone = timeZone ?? "UTC"
    if timeZone == nil {
      notes.append(
        "cron uses the machine's clock; its zone is not in the file. UTC is assumed: give --tz where that is not so")
    }
    if !hasUsers { notes.append("read without a column of users; for /etc/crontab and /etc/cron.d add --user-field") }
    // A line ends at a line feed alone: for cron, a form feed or a U+2028 is a character like any other.
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      read(String(decoding: line, as: UTF8.self), index + 1, hasUsers, owner)
    }
    if entries.contains(where: { $0.id != nil }) {
      notes.append(
        "cron starts a job whether or not the last run has ended. Here overlap: skip holds, and a run that is skipped is "
          + "recorded")
      if owner == nil, mailTo == nil {
        notes.append("these jobs have no owner: name who is paged under defaults.owner.responsible, or pass --owner")
      }
    }
  }

  private mutating func read(_ text: String, _ line: Int, _ hasUsers: Bool, _ owner: String?) {
    switch CrontabLine(text, hasUsers: hasUsers) {
    case .blank: comment = nil
    case .comment(let words): comment = words
    case .setting(let name, let value):
      set(name, value, line)
      comment = nil
    case .unreadable(let reason):
      entries.append(Entry(line: line, text: text, notes: ["was left out: \(reason)"]))
      comment = nil
    case .job(let schedule, let user, let command):
      entries.append(entry(text, line, schedule, user, command, owner))
      comment = nil
    }
  }

  private mutating func set(_ name: String, _ value: String, _ line: Int) {
    switch name {
    case "CRON_TZ":
      if value.isEmpty {
        zone = .machine
        notes.append("line \(line): CRON_TZ is empty: what follows is in the machine's zone again")
        return
      }
      do {
        _ = try Zone(named: value)
        zone = .named(value)
      } catch {
        zone = .unknown(value, line: line)
        notes.append("line \(line): CRON_TZ: \(error); the lines that follow it were left out")
      }
    case "TZ":
      if runsCommands { settings[name] = value }
      notes.append(
        "line \(line): TZ=\(value) sets the clock of the commands, not of the schedule (except in some crons): set "
          + "timezone yourself where it was meant so")
    case "MAILTO":
      mailTo = value.isEmpty ? nil : value
      notes.append(
        value.isEmpty
          ? "line \(line): MAILTO is empty: output, and with it every failure, was discarded. Failures are recorded now"
          : "line \(line): MAILTO=\(value) was taken as the responsible owner; mails were sent for output, alerts are sent "
            + "for failures")
    case "RANDOM_DELAY":
      spread = Int(value).flatMap { (0...1_440).contains($0) ? .seconds($0 * 60) : nil }
    default:
      settings[name] = value
      guard !runsCommands else { return }
      notes.append("line \(line): \(name)=\(value) is the environment of the commands: the bodies must see to it")
    }
  }

  private mutating func entry(
    _ text: String, _ line: Int, _ schedule: String, _ user: String?, _ written: String, _ owner: String?
  ) -> Entry {
    let command = CrontabCommand(written)
    var entry = Entry(line: line, text: text)
    guard let trigger = trigger(schedule, &entry) else { return entry }
    entry.job.trigger = trigger
    if case .cron = trigger {
      switch zone {
      case .machine: break
      case .named(let name): entry.job.timeZone = name
      case .unknown(let name, let line):
        entry.notes.append(
          "was left out: line \(line) sets CRON_TZ to '\(name)', which is not known here, so when this is due is not known: "
            + "correct the zone and import again")
        return entry
      }
      entry.job.jitter = spread
    }
    entry.job.description = comment.flatMap { $0.isEmpty ? nil : $0 }
    entry.job.timeout = command.timeout.map { .after(.seconds($0)) }
    if let person = owner ?? mailTo { entry.job.owner = JobOptions.Owner(responsible: person) }
    entry.job.lock = command.lockFile.map { "file:\($0)" }
    entry.job.arguments = .object(arguments(command, user))
    if runsCommands { entry.job.handler = "shell" }
    if let hint = CrontabLine.sixthFieldHint(user: user, command: written) { entry.notes.append(hint) }
    entry.notes += notes(command, user, trigger)
    accept(&entry, command.name)
    return entry
  }

  /// Gives a job its id, unless a scheduler would refuse the job.
  private mutating func accept(_ entry: inout Entry, _ name: String) {
    let id = id(name)
    do {
      let file = ScheduleFile(timeZone: timeZone, jobs: [id: entry.job])
      _ = try file.yaml()
      _ = try file.resolved(now: now)
      taken.insert(id)
      entry.id = id
    } catch {
      let faults = (error as? ScheduleFileError)?.faults ?? [ScheduleFileError("\(error)")]
      let reasons = faults.map { fault in (fault.key.dropFirst(2) + [fault.message]).joined(separator: ": ") }
      entry.notes.insert("was left out: \(reasons.joined(separator: "; "))", at: 0)
    }
  }

  private func trigger(_ schedule: String, _ entry: inout Entry) -> ScheduleTrigger? {
    if schedule == "@reboot" {
      entry.notes.append(
        "@reboot ran once when the machine started; startup runs on each replica, whenever its scheduler starts")
      return .startup
    }
    do {
      _ = try CronExpression(schedule)
      return .cron(schedule)
    } catch {
      entry.notes.append("was left out: \(error.message), in '\(schedule)'")
      return nil
    }
  }

  private func arguments(_ command: CrontabCommand, _ user: String?) -> [String: JobArguments] {
    var arguments: [String: JobArguments] = ["command": .string(command.text)]
    if let user, !runsCommands { arguments["user"] = .string(user) }
    if runsCommands, !settings.isEmpty {
      arguments["environment"] = .object(settings.mapValues(JobArguments.string))
    }
    if let input = command.standardInput { arguments["standard-input"] = .string(input) }
    return arguments
  }

  private func notes(_ command: CrontabCommand, _ user: String?, _ trigger: ScheduleTrigger) -> [String] {
    var notes: [String] = []
    if command.standardInput != nil {
      notes.append("a bare % ends the command for cron; what follows is its standard input, kept as standard-input")
    }
    if command.hidesOutput {
      notes.append("its output went to /dev/null, so that its failures went unseen: let the body throw instead")
    }
    if let file = command.lockFile {
      notes.append("flock on \(file) became the lock 'file:\(file)', which holds in the whole fleet")
    }
    if let timeout = command.timeout { notes.append("'timeout' in the command became timeout: \(timeout)s") }
    if let user, user != "root" { notes.append("ran as \(user): a body has the rights of its service") }
    if user == "root" { notes.append("ran as root: does the service have the rights that it needs?") }
    return notes
  }

  private mutating func id(_ name: String) -> JobID {
    var id = JobID(name)
    while taken.contains(id) {
      let number = numbers[name] ?? 2
      numbers[name] = number + 1
      id = JobID("\(name)-\(number)")
    }
    return id
  }
}
