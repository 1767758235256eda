#if Redis
  package import Scheduling

  /// The jobs of a fleet for a screen that is refreshed all the time: those that are known are read by their keys, and one
  /// page of the server's keys is looked through for more with each refresh, so that a refresh costs the server the same
  /// whatever else it holds.
  package struct FleetJobList {
    private let control: FleetControl
    /// By encoded name.
    private var jobs: [String: FleetJob] = [:]
    /// The encoded names, in the order in which they are read again.
    private var names: [String] = []
    private var known: Set<String> = []
    private var place = 0
    private var cursor = "0"
    /// Whether every page of the server's keys has been seen once.
    package private(set) var isComplete = false

    /// As many jobs are read with one refresh; of more, those first that run or have come due.
    private static let mostRead = 1_000
    private static let mostJobs = 100_000

    package init(_ control: FleetControl) { self.control = control }

    /// Reads what is new. At most `pages` + 6 commands.
    package mutating func refresh(
      pages: Int = 1
    ) async throws(ClaimsUnavailable) -> (jobs: [FleetJob], view: FleetView?) {
      guard let view = try await control.view() else { return ([], nil) }
      for _ in 0..<pages { if try await lookForMore() { break } }
      for job in view.runs.map(\.firing.job) { add(PercentEncoding.encode(job.rawValue)) }
      for chunk in chunks(view) { try await read(chunk) }
      var shown = Array(jobs.values)
      let pauses = view.pauses.withNotesAlone
      for index in shown.indices { shown[index].pauseNote = pauses.jobs[shown[index].id] }
      var told = view
      told.pauses = pauses
      return (shown.sorted { $0.id < $1.id }, told)
    }

    /// Looks through one page of the server's keys; true at the end of a walk.
    private mutating func lookForMore() async throws(ClaimsUnavailable) -> Bool {
      let (next, found) = try await control.page(of: control.session.keys.job(""), at: cursor)
      for name in found { add(name) }
      cursor = next
      if next == "0" { isComplete = true }
      return next == "0"
    }

    private mutating func add(_ name: String) {
      guard names.count < Self.mostJobs, known.insert(name).inserted else { return }
      names.append(name)
    }

    /// The names to read with this refresh, by command.
    private mutating func chunks(_ view: FleetView) -> [[String]] {
      var chosen = names
      if names.count > Self.mostRead {
        let running = Set(view.runs.map(\.firing.job))
        let urgent = names.filter { name in
          // One that has not been read yet comes first.
          guard let job = jobs[name] else { return true }
          return running.contains(job.id) || job.next.map { $0 <= view.now } ?? false
        }.prefix(Self.mostRead / 2)
        // The others in turn.
        var rest: [String] = []
        let taken = Set(urgent)
        for step in 0..<names.count where rest.count < Self.mostRead - urgent.count {
          let name = names[(place + step) % names.count]
          if !taken.contains(name) { rest.append(name) }
        }
        place = (place + rest.count) % names.count
        chosen = urgent + rest
      }
      return stride(from: 0, to: chosen.count, by: FleetControl.detailsAtOnce).map {
        Array(chosen[$0..<min($0 + FleetControl.detailsAtOnce, chosen.count)])
      }
    }

    private mutating func read(_ chunk: [String]) async throws(ClaimsUnavailable) {
      let found = try await control.details(of: chunk)
      var gone: Set<String> = []
      for name in chunk {
        jobs[name] = found[name]
        if found[name] == nil { gone.insert(name) }
      }
      guard !gone.isEmpty else { return }
      names.removeAll { gone.contains($0) }
      known.subtract(gone)
    }
  }
#endif
