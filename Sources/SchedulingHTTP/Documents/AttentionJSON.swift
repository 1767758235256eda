import CivilTime
import Scheduling

/// What needs somebody, the most urgent first, each with the requests that help.
struct AttentionJSON {
  let picture: Picture
  let deadLetters: [DeadLetter]

  private struct Card {
    var kind: String
    var severity: Severity
    var job: JobID?
    var run: RunID?
    var since: Instant?
    var title: String
    var detail: String
    var count = 1
    var remedies: [(label: String, action: ManagementAction, path: String)] = []
  }

  private enum Severity: String { case critical, warning, notice }

  private static let longPause = Duration.seconds(86_400)
  private static let mostOfAKind = 50

  var answer: JSON {
    let cards = (jobCards + runCards + deadLetterCards + statusCards).enumerated().sorted { a, b in
      (Self.rank(a.element.severity), a.offset) < (Self.rank(b.element.severity), b.offset)
    }.map(\.element)
    let next = picture.jobs.lazy.compactMap { job in job.nextRun.map { ($0, job.id) } }.min { $0.0 < $1.0 }
    return [
      "cards": .list(cards.map(document)), "jobs": JSON(picture.entries.count), "next_run": JSON(next?.0),
      "next_job": JSON(next?.1.rawValue), "status": .text(picture.status.health.rawValue), "view": picture.view,
    ]
  }

  private static func rank(_ severity: Severity) -> Int {
    switch severity {
    case .critical: 0
    case .warning: 1
    case .notice: 2
    }
  }

  private func document(_ card: Card) -> JSON {
    [
      "id": .text([card.kind, card.job?.rawValue, card.run?.description].compactMap(\.self).joined(separator: ":")),
      "kind": .text(card.kind), "severity": .text(card.severity.rawValue), "job": JSON(card.job?.rawValue),
      "run_id": JSON(card.run?.description), "since": JSON(card.since), "title": .text(card.title),
      "detail": .text(card.detail), "count": JSON(card.count),
      "remedies": .list(
        card.remedies.map { remedy in
          [
            "label": .text(remedy.label), "action": .text(remedy.action.rawValue),
            "method": .text(remedy.action == .read ? "GET" : "POST"), "path": .text(remedy.path),
          ]
        }),
    ]
  }

  private var jobCards: [Card] {
    var cards: [String: [Card]] = [:]
    for entry in picture.entries {
      for state in picture.states(of: entry) {
        guard let card = card(entry, state) else { continue }
        cards[card.kind, default: []].append(card)
      }
    }
    return cards.sorted { $0.key < $1.key }.flatMap { kind, cards -> [Card] in
      guard cards.count > Self.mostOfAKind else { return cards }
      var rest = cards[Self.mostOfAKind]
      rest.job = nil
      rest.count = cards.count - Self.mostOfAKind
      rest.title = "\(rest.count) more jobs: \(kind)"
      rest.remedies = []
      return Array(cards.prefix(Self.mostOfAKind)) + [rest]
    }
  }

  private func card(_ entry: JobEntry, _ state: JobStateWord) -> Card? {
    let id = entry.id
    let path = "jobs/\(RequestTarget.encoded(id.rawValue))"
    let runNow = ("Run now", ManagementAction.run, "\(path)/run")
    switch state {
    case .overdue:
      let last = entry.info?.lastSuccess.map { "Its last success ended at \($0)." } ?? "No run has succeeded yet."
      return Card(
        kind: "overdue", severity: .critical, job: id, since: entry.info?.lastSuccess ?? entry.next,
        title: "\(id) is overdue", detail: "\(last) What should have run has not: look at why, then run it now.",
        remedies: [("See why", .read, path), runNow])
    case .unserved:
      return Card(
        kind: "unserved", severity: .critical, job: id, since: entry.next, title: "No replica serves \(id)",
        detail: "It was due and nobody decided it. Start a replica that has its code, or remove the job.",
        remedies: [("See the fleet", .read, "fleet")])
    case .held:
      return Card(
        kind: "held", severity: .warning, job: id, title: "\(id) is held here",
        detail: entry.info?.holdReason ?? "", remedies: [("See the job", .read, path)])
    case .breakerOpen:
      return Card(
        kind: "breaker-open", severity: .warning, job: id, since: entry.info?.lastRun?.ended,
        title: "The breaker of \(id) is open",
        detail:
          "It failed several times in a row and is skipped until a probe succeeds. Mend the cause, then run it now.",
        remedies: [("See the failures", .read, "\(path)/runs"), runNow])
    case .failing:
      guard let last = entry.info?.lastRun ?? elsewhere(entry)?.lastRun, !states(entry).contains(.breakerOpen) else {
        return nil
      }
      return Card(
        kind: "failing", severity: .warning, job: id, run: last.runID, since: last.ended,
        title: "The last run of \(id) \(last.outcome)", detail: last.message ?? RunJSON.why(last),
        remedies: [("See the runs", .read, "\(path)/runs"), runNow])
    case .paused:
      guard let (scope, pause) = picture.pause(of: id), scope == "job", pause.until == nil, let since = pause.since,
        picture.now - since > Self.longPause
      else { return nil }
      return Card(
        kind: "paused-long", severity: .notice, job: id, since: since, title: "\(id) has been paused for long",
        detail: pause.note.isEmpty ? "Nobody has said why." : pause.note,
        remedies: [("Resume", .resume, "\(path)/resume")])
    case .stuck, .running, .waiting, .finished, .scheduled: return nil
    }
  }

  private func states(_ entry: JobEntry) -> [JobStateWord] { picture.states(of: entry) }
  private func elsewhere(_ entry: JobEntry) -> FleetJob? { if case .elsewhere(let job) = entry { job } else { nil } }

  private var runCards: [Card] {
    picture.runs.compactMap { run in
      let path = "runs/\(run.id)"
      if run.isStuck {
        return Card(
          kind: "stuck", severity: .critical, job: run.firing.job, run: run.id, since: run.started,
          title: "A run of \(run.firing.job) ignores its cancellation",
          detail:
            "It keeps its lock and its slot until its body returns: the process has to be restarted if it never does.",
          remedies: [("See the run", .read, path)])
      }
      guard let ends = run.leaseEnds, ends < picture.now else { return nil }
      return Card(
        kind: "lease-late", severity: .warning, job: run.firing.job, run: run.id, since: ends,
        title: "A run of \(run.firing.job) has let its lease end",
        detail: "\(run.instance) has not renewed it: the run is about to be recorded as crashed.",
        remedies: [("See the run", .read, path), ("See the fleet", .read, "fleet")])
    }
  }

  private var deadLetterCards: [Card] {
    let newest = Dictionary(grouping: deadLetters, by: \.job)
    return newest.sorted { $0.key < $1.key }.prefix(Self.mostOfAKind).map { job, letters in
      Card(
        kind: "dead-letters", severity: .warning, job: job, since: letters.map(\.at).min(),
        title: "\(letters.count) dead letters of \(job)",
        detail: letters.first?.message ?? "They exhausted their attempts. Requeue them when the cause is mended.",
        count: letters.count,
        remedies: [
          ("See them", .read, "dead-letters?job=\(RequestTarget.encoded(job.rawValue))"),
          ("Requeue", .requeue, "dead-letters/requeue?job=\(RequestTarget.encoded(job.rawValue))"),
        ])
    }
  }

  /// What the status says of this replica, its clock, its claims and its fleet. Jobs and runs have cards of their own.
  private var statusCards: [Card] {
    let status = picture.status
    var cards: [Card] = []
    let own: Set = ["job-overdue", "job-held", "run-stuck"]
    let kinds = status.reasonKinds.filter { !own.contains($0) }
    for kind in kinds {
      let isClaims = kind.hasPrefix("claims")
      let reasons = status.reasons.filter { !$0.hasPrefix("job ") && !$0.hasPrefix("run ") }
      cards.append(
        Card(
          kind: kind == "lease-lost"
            ? "lease-lost" : kind.hasPrefix("clock") ? "clock" : isClaims ? "claims" : "status",
          severity: status.health == .unhealthy ? .critical : .warning, title: "\(status.instance): \(kind)",
          detail: reasons.isEmpty ? status.reasons.joined(separator: "; ") : reasons.joined(separator: "; "),
          remedies: [("See the fleet", .read, "fleet")]))
    }
    for member in picture.fleetView?.members ?? [] where member.status == "lost" {
      cards.append(
        Card(
          kind: "fleet", severity: .notice, since: member.lastSeen, title: "\(member.instance) is lost",
          detail: "It has missed two heartbeats. Its runs are taken over where their jobs say so.",
          remedies: [("See the fleet", .read, "fleet")]))
    }
    return cards
  }
}
