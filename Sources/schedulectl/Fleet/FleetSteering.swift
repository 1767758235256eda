#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// `schedulectl pause`.
  struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Pauses jobs of a fleet, or with --all everything: firings are recorded as skipped(paused).",
      discussion: """
        A selector counts first, and asks; see --yes and --count.

        EXAMPLE
          schedulectl pause tag=billing owner=finance --note 'bank holiday' --namespace shop
        """)
    @Argument(help: JobSelector.help)
    var jobs: [String] = []
    @Flag(help: "Everything: the one switch.")
    var all = false
    @Option(help: "Why; it is shown wherever the pause is.")
    var note = ""
    @Option(help: "When the pause ends, RFC 3339; without it the pause lasts until resume.")
    var until: String?
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var fleet: FleetOptions

    func validate() throws {
      guard all == jobs.isEmpty else { throw ValidationError("name a job or a selector, or --all for everything") }
      _ = try JobSelector(jobs)
    }

    func run() async throws {
      try await fleet.with { control in
        let until = try until.map { try Instant(rfc3339: $0) }
        let end = until.map { " until \($0)" } ?? ""
        try await switching(all ? nil : JobSelector(jobs), "Pause", selection, control) { job in
          try await control.setPause(job, note: note, until: until)
          Terminal.writeLine("\(job?.rawValue ?? "everything") is paused\(end)")
        }
      }
    }
  }

  /// `schedulectl resume`.
  struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Resumes jobs of a fleet, or with --all everything.",
      discussion: "A selector counts first, and asks; see --yes and --count.")
    @Argument(help: JobSelector.help)
    var jobs: [String] = []
    @Flag(help: "Clears the switch of 'pause --all'; jobs that are paused one by one stay paused.")
    var all = false
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var fleet: FleetOptions

    func validate() throws {
      guard all == jobs.isEmpty else { throw ValidationError("name a job or a selector, or --all for everything") }
      _ = try JobSelector(jobs)
    }

    func run() async throws {
      try await fleet.with { control in
        try await switching(all ? nil : JobSelector(jobs), "Resume", selection, control) { job in
          try await control.clearPause(job)
          Terminal.writeLine("\(job?.rawValue ?? "everything") resumed")
        }
      }
    }
  }

  /// Turns the switch of everything (nil), of one job, or of those that a selector names.
  private func switching(
    _ selector: JobSelector?, _ verb: String, _ selection: SelectionOptions, _ control: FleetControl,
    _ turn: (JobID?) async throws -> Void
  ) async throws {
    guard let selector else { return try await turn(nil) }
    if let job = selector.job {
      try await control.requireJob(job)
      return try await turn(JobID(job))
    }
    let jobs = try await selection.jobs(selector, control).map(\.id)
    guard try selection.agree(verb, "job", selector, jobs.map(\.rawValue)) else { return }
    for job in jobs { try await turn(job) }
  }

  /// `schedulectl run`.
  struct RunNow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "Requests a run of a job now, or of those that a selector names, and reports what became of it.",
      discussion: """
        It takes the job's lock like any run. Exits with 1 when one was not started. A selector counts first, and asks; see \
        --yes and --count.

        EXAMPLE
          schedulectl run state=failing --namespace shop
        """)
    @Argument(help: JobSelector.help)
    var jobs: [String]
    @Option(help: "Another overlap policy: skip, allow, queue-one, queue-all(10), cancel-previous.")
    var overlap: String?
    @OptionGroup var own: ArgumentsOptions
    @Option(help: "How many seconds the fleet may take to start it.")
    var patience = 60
    @Flag(help: "Submit the request and return at once.")
    var noWait = false
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var fleet: FleetOptions

    func validate() throws { _ = try JobSelector(jobs) }

    func run() async throws {
      let overlap = try parsedOverlap(overlap)
      let patience = Duration.seconds(max(1, min(patience, 86_400)))
      let decoded = try own.decoded()
      try await fleet.with { control in
        let selector = try JobSelector(jobs)
        if let job = selector.job {
          try await control.requireJob(job)
          let id = try await control.runNow(JobID(job), arguments: decoded, overlap: overlap, patience: patience)
          guard try await follow(id, control, noWait ? nil : patience, fleet) else { throw Exit.nothingFound }
          return
        }
        let jobs = try await selection.jobs(selector, control).map(\.id)
        guard try selection.agree("Run", "job", selector, jobs.map(\.rawValue)) else { return }
        var requests: [(job: JobID, id: FleetRequest.ID)] = []
        for job in jobs {
          requests.append(
            (job, try await control.runNow(job, arguments: decoded, overlap: overlap, patience: patience)))
        }
        var allStarted = true
        for (job, id) in requests {
          let isStarted = try await follow(id, control, noWait ? nil : patience, fleet, of: job)
          allStarted = allStarted && isStarted
        }
        if !allStarted { throw Exit.nothingFound }
      }
    }
  }

  /// `schedulectl backfill`.
  struct Backfill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Requests a run of a job for each of its past instants in a range, one after the other.",
      discussion: "Instants that ran are run again. Exits with 1 when there is none, or when it ended unserved.")
    @Argument(help: "The job.")
    var job: String
    @Option(help: "The first instant, RFC 3339.")
    var from: String
    @Option(help: "The last instant, RFC 3339.")
    var through: String
    @Option(help: "Another overlap policy: skip, allow, queue-one, queue-all(10), cancel-previous.")
    var overlap: String?
    @Option(help: "How many seconds to wait until the last one has started; 0 leaves the request and goes.")
    var wait = 60
    @OptionGroup var fleet: FleetOptions

    func run() async throws {
      let overlap = try parsedOverlap(overlap)
      try await fleet.with { control in
        let (first, last) = (try Instant(rfc3339: from), try Instant(rfc3339: through))
        guard first <= last else { throw ValidationError("--from is later than --through") }
        try await control.requireJob(job)
        let id = try await control.backfill(JobID(job), from: first, through: last, overlap: overlap)
        guard try await follow(id, control, wait > 0 ? .seconds(wait) : nil, fleet) else { throw Exit.nothingFound }
      }
    }
  }

  /// `schedulectl cancel`.
  struct Cancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Cancels a run of a fleet, the runs of the jobs that a selector names, or a request that waits.",
      discussion: """
        The ids are those of 'runs --open' and of 'fleet'. Exits with 1 when there is no such run or request. A selector \
        counts first, and asks; see --yes and --count.
        """)
    @Argument(help: "The run's or the request's id, or a selector: job=…, tag=…, owner=…, handler=…, state=….")
    var target: [String]
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var fleet: FleetOptions

    func validate() throws { _ = try JobSelector(target) }

    func run() async throws {
      try await fleet.with { control in
        let selector = try JobSelector(target)
        guard let id = selector.job else { return try await cancelAll(selector, control) }
        if let run = RunID(id), try await control.cancel(run) {
          return Terminal.writeLine("the run is being cancelled")
        }
        if let request = FleetRequest.ID(id), try await control.withdraw(request) {
          return Terminal.writeLine("the request was withdrawn")
        }
        Terminal.writeError("no run goes on and no request waits with the id '\(id)'")
        throw Exit.nothingFound
      }
    }

    private func cancelAll(_ selector: JobSelector, _ control: FleetControl) async throws {
      let jobs = Set(try await selection.jobs(selector, control).map(\.id))
      let runs = try await control.fleet()?.runs.filter { jobs.contains($0.firing.job) } ?? []
      let names = runs.map { "\($0.id) of \($0.firing.job)" }
      guard try selection.agree("Cancel", "run", selector, names) else { return }
      for run in runs {
        let isAsked = try await control.cancel(run.id)
        Terminal.writeLine(isAsked ? "\(run.id) is being cancelled" : "\(run.id) has ended already")
      }
    }
  }

  private func parsedOverlap(_ text: String?) throws -> Overlap? {
    guard let text else { return nil }
    // The words of schedule files, and those of history and JSON.
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    let joined = words.dropFirst().reduce(String(words[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    guard let overlap = Overlap(joined) else {
      throw ValidationError("--overlap is skip, allow, queue-one, queue-all(10) or cancel-previous")
    }
    return overlap
  }

  /// Reports what became of a request; false when it did not start.
  private func follow(
    _ id: FleetRequest.ID, _ control: FleetControl, _ patience: Duration?, _ fleet: FleetOptions, of job: JobID? = nil
  ) async throws -> Bool {
    let name = job.map { "\($0): " } ?? ""
    guard let patience else {
      Terminal.writeLine("\(name)request \(id)")
      return true
    }
    let (word, detail, isFine): (String, String, Bool) =
      switch try await control.wait(for: id, atMost: patience) {
      case .waiting: ("waiting", "nobody has started all of it yet; request \(id)", false)
      case .started(let run, let instance): ("started", "run \(run) on \(instance)", true)
      case .ended(let outcome): ("ended", "\(outcome)", false)
      case .nothingToDo: ("nothing-to-do", "the job has no instant in the range", false)
      case .unknown: ("unknown", "the fleet does not know the request: its data may have been lost", false)
      }
    Terminal.writeLine(
      fleet.json
        ? JSONText.object([
          ("request", .string(id.description)), ("answer", .string(word)), ("detail", .string(detail)),
        ])
        .text
        : "\(name)\(word): \(detail)")
    return isFine
  }

  extension FleetControl {
    /// A misspelt job would be a request that waits for nobody, and a switch that nothing heeds.
    func requireJob(_ job: String?) async throws {
      guard let job else { return }
      let known = try await jobs().map(\.id.rawValue)
      guard !known.contains(job) else { return }
      let hint = nearestWord(to: job, among: known).map { "; did you mean '\($0)'?" } ?? ""
      Terminal.writeError("the fleet knows no job '\(job)'\(hint)")
      throw Exit.nothingFound
    }
  }
#endif
