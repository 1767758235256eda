#if Redis
  import CivilTime
  import Scheduling

  /// The screen of `schedulectl top`: what is shown, and what a key means. It reads and writes nothing by itself.
  struct TopScreen {
    /// A job in the list.
    struct Row {
      var job: JobID
      var states: [JobSelector.State]
      var next: Instant?
      var lastRun: RunRecord?
      var runs: [RunID]
      /// Paused by its own switch.
      var isPaused: Bool
    }

    enum Key: Equatable { case character(Character), up, down, enter, escape, backspace }
    enum Deed: Equatable { case pause(JobID), resume(JobID), run(JobID), cancel(JobID, [RunID]) }
    enum Action: Equatable { case quit, act(Deed) }
    /// A line of the screen.
    struct Line: Equatable {
      var text: String
      var isSelected = false
    }
    private enum Mode: Equatable { case list, search, sure(Deed) }

    private var rows: [Row] = []
    private var now = Instant.epoch
    private var header = "looking…"
    private var mode = Mode.list
    private var filter = ""
    private var selected: JobID?
    /// What became of the last deed, or why nothing is new.
    var message = ""

    /// Takes what was read of the fleet.
    mutating func take(_ fleet: FleetOfJobs) {
      let view = fleet.view
      now = view?.now ?? now
      let runs = Dictionary(grouping: view?.runs ?? [], by: \.firing.job)
      rows = fleet.jobs.map { job in
        Row(
          job: job.id, states: fleet.states(of: job), next: job.next, lastRun: job.lastRun,
          runs: (runs[job.id] ?? []).map(\.id), isPaused: job.pauseNote != nil)
      }
      // Those that need somebody first, then those that run, then by their next instant.
      rows.sort { ($0.rank, $0.next ?? .max, $0.job) < ($1.rank, $1.next ?? .max, $1.job) }
      let lost = view?.members.count { $0.status == "lost" } ?? 0
      header =
        "\(view?.members.count ?? 0) replicas\(lost > 0 ? ", \(lost) lost" : "")   \(rows.count) jobs   "
        + "\(view?.runs.count ?? 0) running   \(rows.count { $0.rank == 0 }) need somebody   \(now)"
      if let note = view?.pauses.everything { header += "   EVERYTHING IS PAUSED \(note)" }
    }

    private var shown: [Row] {
      let words = filter.lowercased().split(separator: " ")
      return rows.filter { row in words.allSatisfy { row.job.rawValue.lowercased().contains($0) } }
    }

    private var current: Row? {
      let shown = shown
      return shown.first { $0.job == selected } ?? shown.first
    }

    /// What a key means; nil where it changes the screen alone.
    mutating func press(_ key: Key) -> Action? {
      switch mode {
      case .search:
        switch key {
        case .character(let character): filter.append(character)
        case .backspace: _ = filter.popLast()
        case .enter: mode = .list
        case .escape: (mode, filter) = (.list, "")
        case .up, .down: move(key == .up ? -1 : 1)
        }
      case .sure(let deed):
        mode = .list
        if key == .character("y") { return .act(deed) }
        message = "nothing was done"
      case .list: return pressInList(key)
      }
      return nil
    }

    private mutating func pressInList(_ key: Key) -> Action? {
      message = ""
      switch key {
      case .up, .character("k"): move(-1)
      case .down, .character("j"): move(1)
      case .character("/"): mode = .search
      case .escape: filter = ""
      case .character("q"): return .quit
      case .character("p"): if let row = current { mode = .sure(row.isPaused ? .resume(row.job) : .pause(row.job)) }
      case .character("r"): if let row = current { mode = .sure(.run(row.job)) }
      case .character("c"):
        guard let row = current else { break }
        if row.runs.isEmpty { message = "\(row.job) is not running" } else { mode = .sure(.cancel(row.job, row.runs)) }
      default: break
      }
      // A question is about what was selected, also when the order changes meanwhile.
      if case .sure = mode { selected = current?.job }
      return nil
    }

    private mutating func move(_ step: Int) {
      let shown = shown
      guard let place = shown.firstIndex(where: { $0.job == current?.job }) else { return }
      selected = shown[max(0, min(shown.count - 1, place + step))].job
    }

    private var foot: String {
      switch mode {
      case .search: "search: \(filter)_   Enter keeps it, Escape clears it"
      case .sure(let deed): "\(Self.words(deed))? y for yes, any other key for no"
      case .list:
        message.isEmpty
          ? "j k move   / search\(filter.isEmpty ? "" : " (\(filter))")   p pause or resume   r run   c cancel   q quit"
          : message
      }
    }

    static func words(_ deed: Deed) -> String {
      switch deed {
      case .pause(let job): "Pause \(job)"
      case .resume(let job): "Resume \(job)"
      case .run(let job): "Run \(job)"
      case .cancel(let job, let runs): "Cancel \(runs.count) \(runs.count == 1 ? "run" : "runs") of \(job)"
      }
    }

    /// The lines of a screen, as many as fit, none longer than it is wide.
    func lines(width: Int, height: Int) -> [Line] {
      let shown = shown
      let room = max(1, height - 3)
      let place = shown.firstIndex { $0.job == current?.job } ?? 0
      let from = max(0, min(place - room / 2, shown.count - room))
      let longest = max(3, min(40, shown.map(\.job.rawValue.count).max() ?? 3))
      func cells(_ job: String, _ state: String, _ next: String, _ last: String) -> String {
        [pad(job, longest), pad(state, 20), pad(next, 12), last].joined(separator: "  ")
      }
      var lines = [Line(text: header), Line(text: cells("JOB", "STATE", "NEXT", "LAST RUN"))]
      for row in shown.dropFirst(from).prefix(room) {
        let last = row.lastRun.map { "\($0.outcome) \(distance($0.ended)) ago  \($0.message ?? "")" } ?? "-"
        let next = row.next.map { $0 <= now ? "now" : "in \(distance($0))" } ?? "-"
        let text = cells(row.job.rawValue, row.states.map(\.rawValue).joined(separator: " "), next, last)
        lines.append(Line(text: text, isSelected: row.job == current?.job))
      }
      if shown.isEmpty { lines.append(Line(text: rows.isEmpty ? "the fleet knows no job" : "no job matches")) }
      while lines.count < height - 1 { lines.append(Line(text: "")) }
      lines.append(Line(text: foot))
      return lines.prefix(max(1, height)).map { line in
        Line(text: String(line.text.printable(bytes: 4_000).prefix(max(1, width))), isSelected: line.isSelected)
      }
    }

    private func pad(_ text: String, _ width: Int) -> String {
      let text = text.printable(bytes: 400)
      return text.count >= width
        ? String(text.prefix(width)) : text + String(repeating: " ", count: width - text.count)
    }

    private func distance(_ instant: Instant) -> String {
      let seconds = abs(instant.nanoseconds(since: now) / 1_000_000_000)
      return switch seconds {
      case ..<100: "\(seconds) s"
      case ..<6_000: "\(seconds / 60) min"
      case ..<172_800: "\(seconds / 3_600) h"
      default: "\(seconds / 86_400) d"
      }
    }
  }

  extension TopScreen.Row {
    /// 0 where somebody is needed, 1 where it runs, 2 else.
    fileprivate var rank: Int {
      if states.contains(.failing) || states.contains(.unserved) { return 0 }
      return states.contains(.running) ? 1 : 2
    }
  }
#endif
