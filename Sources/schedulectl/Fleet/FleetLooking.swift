#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  /// `schedulectl jobs`: what a fleet runs.
  struct Jobs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the jobs of a fleet: next instant, last run, pause.",
      discussion: "It walks through the server's keys, which takes a while where the server holds much else.")
    @OptionGroup var fleet: FleetOptions

    func run() async throws {
      try await fleet.with { control in
        let rows = try await control.jobs().map { job -> [JSONText] in
          [
            .string(job.id.rawValue), JSONText(job.next), JSONText(job.lastRun?.outcome.description),
            JSONText(job.lastRun?.ended), JSONText(job.lastRun?.duration),
            JSONText(job.pauseNote.map { "paused: \($0)" }),
          ]
        }
        fleet.show(["job", "next", "last", "ended", "ms", "paused"], rows, none: "the fleet knows no job")
      }
    }
  }

  /// `schedulectl runs`: what went on, and what is going on.
  struct Runs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows the newest rows of a fleet's history, or the runs that go on.")
    @Argument(help: "Of this job alone.")
    var job: String?
    @Option(help: "How many rows, 1 to 10,000.")
    var limit = 20
    @Flag(help: "The runs that are going on instead.")
    var open = false
    @Flag(help: "With the log and the progress that each run left; kept of the 16 newest runs of a job, for a week.")
    var log = false
    @Option(name: .customLong("run"), help: ArgumentHelp("This run alone.", valueName: "id"))
    var runID: String?
    @OptionGroup var fleet: FleetOptions

    func validate() throws {
      guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000") }
      guard !open || (!log && runID == nil) else {
        throw ValidationError("what a run leaves is shared when it ends; the replica that runs it shows it before")
      }
      if let runID, RunID(runID) == nil { throw ValidationError("--run is the id of a run, 32 hexadecimal digits") }
    }

    func run() async throws {
      try await fleet.with { control in
        if open { return try await showOpen(control) }
        let id = runID.flatMap { RunID($0) }
        let found = try await control.history(of: job.map { JobID($0) }, limit: id == nil ? limit : 10_000)
        let records = id == nil ? found : found.filter { $0.runID == id }
        if log { return try await showLogs(of: records, control) }
        fleet.show(Self.columns, records.map(Self.row), none: "no rows")
      }
    }

    private func showLogs(of records: [RunRecord], _ control: FleetControl) async throws {
      if records.isEmpty, !fleet.json { Terminal.writeLine("no rows") }
      for record in records {
        var evidence: RunEvidence?
        if let run = record.runID { evidence = try await control.archive.evidence(of: run, job: record.job) }
        if fleet.json {
          Terminal.writeLine(
            JSONText.object(Array(zip(Self.columns, Self.row(record))) + RunLog.members(evidence)).text)
        } else {
          Terminal.writeLines(RunLog.text(record, evidence))
        }
      }
    }

    static let columns = [
      "ended", "job", "instant", "outcome", "cause", "ms", "count", "attempt", "instance", "run", "message",
    ]

    static func row(_ record: RunRecord) -> [JSONText] {
      [
        JSONText(record.ended), .string(record.job.rawValue), JSONText(record.instant),
        .string(record.outcome.description), .string("\(record.cause)"), JSONText(record.duration),
        .number(record.count), .number(record.attempt), .string(record.instance),
        JSONText(record.runID?.description), JSONText(record.message),
      ]
    }

    private func showOpen(_ control: FleetControl) async throws {
      let runs = try await control.fleet()?.runs.filter { job == nil || $0.firing.job.rawValue == job } ?? []
      let rows = runs.prefix(limit).map { run -> [JSONText] in
        [
          .string(run.firing.job.rawValue), JSONText(run.firing.instant), .string(run.instance), .number(run.attempt),
          .string(run.lockKey), JSONText(run.leaseEnds), .string(run.id.description),
        ]
      }
      fleet.show(
        ["job", "instant", "instance", "attempt", "lock", "lease-ends", "run"], rows, none: "nothing is running")
    }
  }

  /// `schedulectl locks`.
  struct Locks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the locks that are taken, and by whom.")
    @OptionGroup var fleet: FleetOptions

    func run() async throws {
      try await fleet.with { control in
        let rows = try await control.locks().map { lock -> [JSONText] in
          [
            .string(lock.key), .number(lock.slot), JSONText(lock.job?.rawValue), .string(lock.holder),
            lock.fencingToken.map { .number(Int($0)) } ?? .null, JSONText(lock.remaining),
          ]
        }
        fleet.show(["lock", "slot", "job", "holder", "token", "remaining-ms"], rows, none: "no lock is taken")
      }
    }
  }

  /// `schedulectl fleet`.
  struct FleetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fleet", abstract: "Shows the replicas, what is paused, and the requests that wait.")
    @OptionGroup var fleet: FleetOptions

    func run() async throws {
      try await fleet.with { control in
        guard let view = try await control.fleet() else {
          Terminal.writeError("nothing has ever registered in the namespace '\(fleet.namespace)', or its data was lost")
          throw Exit.nothingFound
        }
        let rows = view.members.map { member -> [JSONText] in
          [
            .string(member.instance), .string(member.status), JSONText(member.lastSeen),
            .number(Int((view.now - member.lastSeen).nanoseconds / 1_000_000)), JSONText(member.timeZoneData),
          ]
        }
        fleet.show(["instance", "status", "last-seen", "ms-ago", "tzdata"], rows, none: "no replica")
        guard !fleet.json else { return }
        if let note = view.pauses.everything { Terminal.writeLine("everything is paused: \(note)") }
        for (job, note) in view.pauses.jobs.sorted(by: { $0.key < $1.key }) {
          Terminal.writeLine("\(job) is paused: \(note)")
        }
        Terminal.writeLine("\(view.runs.count) runs going on, \(view.requests.count) requests waiting")
        for request in view.requests {
          Terminal.writeLine("  \(request.id) \(request.cause) \(request.job), asked by \(request.requestedBy)")
        }
      }
    }
  }

  /// `schedulectl watch`.
  struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes each new row of a fleet's history as it appears, until it is interrupted.")
    @Argument(help: "Of this job alone.")
    var job: String?
    @Option(help: "How often to look, in milliseconds, 100 to 60,000.")
    var interval = 1_000
    @OptionGroup var fleet: FleetOptions

    func validate() throws {
      guard (100...60_000).contains(interval) else { throw ValidationError("--interval is 100 to 60000") }
    }

    func run() async throws {
      try await fleet.with { control in
        // Rows of the same moment may come in any order: whole rows are compared.
        var seen = Set(try await control.history(of: job.map { JobID($0) }, limit: 1_000))
        while !Task.isCancelled {
          try await Task.sleep(for: .milliseconds(interval))
          let rows = try await control.history(of: job.map { JobID($0) }, limit: 1_000)
          for record in rows.reversed() where !seen.contains(record) {
            let cells = Runs.row(record)
            Terminal.writeLine(
              fleet.json
                ? JSONText.object(Array(zip(Runs.columns, cells))).text
                : "\(record.ended)  \(record.job)  \(record.outcome)  \(record.instance)  \(record.message ?? "")")
          }
          seen = Set(rows)
        }
      }
    }
  }
#endif
