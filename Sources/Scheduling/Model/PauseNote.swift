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
