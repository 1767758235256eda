#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis
  import SchedulingYAML

  /// Which jobs of a fleet a command is about: `tag=billing state=failing`. Within a name any value will do, and all names
  /// must.
  struct JobSelector {
    enum Name: String, CaseIterable { case job, tag, owner, handler, state }
    /// The states that can be read from outside, as the management API names them.
    enum State: String, CaseIterable { case unserved, failing, paused, running, scheduled }

    static let help: ArgumentHelp =
      "The job, or a selector: tag=…, owner=…, handler=…, state=…, several of which narrow it down. 'job=…' names a job too."

    /// The one job of a command that was called with its id.
    private(set) var job: String?
    private var values: [Name: Set<String>] = [:]
    private var words: [String] = []

    /// - Throws: `ValidationError` for words that are neither one id nor a selector.
    init(_ words: [String]) throws {
      self.words = words
      let terms = words.map(Self.term)
      if words.count == 1, terms[0] == nil {
        job = words[0]
        return
      }
      for (word, term) in zip(words, terms) {
        guard let (name, value) = term else {
          throw ValidationError(
            "'\(word)' is no part of a selector: name one job, or give \(Self.names.joined(separator: ", "))")
        }
        guard !value.isEmpty else { throw ValidationError("\(name.rawValue)= needs a value") }
        if name == .state, State(rawValue: value) == nil {
          throw ValidationError("state= is \(State.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        values[name, default: []].insert(value)
      }
    }

    private static let names = Name.allCases.map { "\($0.rawValue)=…" }

    private static func term(_ word: String) -> (Name, String)? {
      guard let sign = word.firstIndex(of: "="), let name = Name(rawValue: String(word[..<sign])) else { return nil }
      return (name, String(word[word.index(after: sign)...]))
    }

    /// As it was written.
    var text: String { words.joined(separator: " ") }

    /// Jobs that it names by their ids: also of those that the fleet does not have any more there may be something.
    var named: Set<JobID> { Set(values[.job]?.map { JobID($0) } ?? []) }

    var isOfIDsAlone: Bool { values.keys.allSatisfy { $0 == .job } }

    /// Whether it asks for what only definitions say.
    var needsFacts: Bool { values[.tag] != nil || values[.owner] != nil || values[.handler] != nil }

    /// The jobs that it names, by id, and how many it may miss: jobs whose definition is in their code alone.
    func jobs(in fleet: FleetOfJobs) -> (chosen: [FleetJob], unknown: Int) {
      var unknown = 0
      let chosen = fleet.jobs.filter { job in
        guard has(.job, [job.id.rawValue]), has(.state, fleet.states(of: job).map(\.rawValue)) else { return false }
        guard needsFacts else { return true }
        guard let facts = fleet.facts[job.id] else {
          unknown += 1
          return false
        }
        let owners = [facts.owner?.responsible, facts.owner?.accountable].compactMap(\.self)
        return has(.tag, facts.tags) && has(.owner, owners) && has(.handler, [facts.handler ?? job.id.rawValue])
      }
      return (chosen, unknown)
    }

    private func has(_ name: Name, _ found: [String]) -> Bool {
      values[name].map { !$0.isDisjoint(with: found) } ?? true
    }
  }

  /// A fleet's jobs with what can be read of each.
  struct FleetOfJobs {
    var jobs: [FleetJob]
    var view: FleetView?
    var facts: [JobID: StoredJobFacts]

    /// A job may be past due for so long before nobody is taken to serve it, as in the management API.
    private static let servedWithin = Duration.seconds(90)

    func states(of job: FleetJob) -> [JobSelector.State] {
      var states: [JobSelector.State] = []
      let isPaused = job.pauseNote != nil || view?.pauses.everything != nil
      if let next = job.next, let now = view?.now, now - next > Self.servedWithin, !isPaused {
        states.append(.unserved)
      }
      if job.lastRun?.outcome.isFailure == true { states.append(.failing) }
      if isPaused { states.append(.paused) }
      if view?.runs.contains(where: { $0.firing.job == job.id }) == true { states.append(.running) }
      return states.isEmpty ? [.scheduled] : states
    }
  }

  extension FleetOfJobs {
    /// - Parameters:
    ///   - file: A schedule file that says more of the jobs that are in code.
    ///   - withFacts: Whether definitions are read, which takes a question for each job.
    init(_ control: FleetControl, file: String? = nil, withFacts: Bool = true) async throws {
      jobs = try await control.jobs()
      view = try await control.fleet()
      facts = withFacts ? try await control.storedFacts(of: jobs.map(\.id)) : [:]
      guard withFacts, let file else { return }
      for job in try ScheduleFile(contentsOfFile: file).resolved() where facts[job.id] == nil {
        facts[job.id] = StoredJobFacts(
          handler: job.handler, tags: job.options.tags, owner: job.options.owner, trigger: job.trigger)
      }
    }
  }
#endif
