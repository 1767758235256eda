import FleetLog

/// Rows of a fleet's history on their way into its log, each once. Their ids are times of Redis's clock, which may have
/// been set back: some seconds are read again each time.
struct LoggedRows {
  private var newest: Int64 = 0
  private var known: Set<String> = []

  /// Where to begin to read.
  var begin: String { "\(max(0, newest - 10_000))" }

  /// The line for a row; nil for one that was read before, or that is none.
  mutating func line(id: String, _ text: String, wallOffset: Int64) -> FleetLine? {
    guard known.insert(id + text).inserted, let written = id.split(separator: "-").first.flatMap({ Int64($0) }) else {
      return nil
    }
    newest = max(newest, written)
    // As Protocol.md has them: job, last instant, first instant, count, cause, outcome, run, …, message.
    let fields = text.split(separator: "|", maxSplits: 12, omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 13, let to = Int64(fields[1]), let from = Int64(fields[2]), let count = Int64(fields[3])
    else { return nil }
    // The end of a run that had been declared crashed is no second outcome, but a note.
    let isLate = fields[12].hasPrefix("late:")
    return .history(
      .init(
        job: fields[0], from: from, to: to, count: count, at: written * 1_000 - wallOffset, word: fields[5],
        cause: fields[4], run: isLate || fields[6].isEmpty ? FleetLine.Origin.none : fields[6]))
  }
}
