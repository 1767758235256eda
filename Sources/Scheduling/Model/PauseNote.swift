package import CivilTime

/// What a pause switch holds: the note, who set it, since when, and until when.
///
/// It is kept as one text, wherever notes are kept. A version that does not know the other parts shows them behind the note.
package struct PauseNote: Sendable, Hashable {
  package var note: String
  package var by: String?
  package var since: Instant?
  /// When the pause ends by itself; nil when somebody has to resume.
  package var until: Instant?

  package init(note: String, by: String? = nil, since: Instant? = nil, until: Instant? = nil) {
    self.note = note
    self.by = by
    self.since = since
    self.until = until
  }

  private static let separator: Character = "\u{1E}"

  /// As it was kept.
  package init(stored: String) {
    let parts = stored.split(separator: Self.separator, omittingEmptySubsequences: false)
    note = String(parts.first ?? "")
    guard parts.count == 4 else { return }
    func instant(_ text: Substring) -> Instant? { Int64(text).map { Instant(millisecondsSince1970: $0) } }
    by = parts[1].isEmpty ? nil : String(parts[1])
    since = instant(parts[2])
    until = instant(parts[3])
  }

  /// As it is kept: the note alone where there is nothing else.
  package var stored: String {
    func clean(_ text: String) -> String { String(text.filter { $0 != Self.separator }) }
    func text(_ instant: Instant?) -> String { instant.map { "\($0.millisecondsSince1970)" } ?? "" }
    guard by != nil || since != nil || until != nil else { return clean(note) }
    return [clean(note), clean(by ?? ""), text(since), text(until)].joined(separator: "\(Self.separator)")
  }
}

extension PauseSwitches {
  /// When the first of the pauses ends by itself; nil when none does.
  var firstEnd: Instant? {
    var end = everything.flatMap { PauseNote(stored: $0).until }
    for note in jobs.values {
      if let until = PauseNote(stored: note).until { end = min(end ?? until, until) }
    }
    return end
  }

  /// The same with the notes alone, as people read them.
  package var withNotesAlone: PauseSwitches {
    PauseSwitches(
      everything: everything.map { PauseNote(stored: $0).note }, jobs: jobs.mapValues { PauseNote(stored: $0).note })
  }
}

/// Pauses that end by themselves.
extension Conductor {
  /// Clears the switches whose time is over. Where claims are shared, the fleet is asked to: each replica asks, and the
  /// first one clears the switch, unless somebody has set it anew.
  mutating func endPauses(_ context: inout Context) {
    guard let end = pauseEnds, end <= context.now.wall else { return }
    func isOver(_ stored: String) -> Bool { PauseNote(stored: stored).until.map { $0 <= context.now.wall } ?? false }
    let jobs = pauses.jobs.filter { isOver($0.value) }
    let everything = pauses.everything.flatMap { isOver($0) ? $0 : nil }
    guard !claims.isLocal else {
      for id in jobs.keys.sorted() {
        // A job that was removed meanwhile has no switch.
        try? pause(id, note: nil, &context)
        pauses.jobs[id] = nil
      }
      if everything != nil { try? pause(nil, note: nil, &context) }
      return
    }
    if let everything { context.effects.pauseEnds.append((nil, everything)) }
    for (id, note) in jobs.sorted(by: { $0.key < $1.key }) { context.effects.pauseEnds.append((id, note)) }
    // The next heartbeat brings the switches as they are then.
    pauseEnds = nil
  }
}
