import CivilTime
import Logging

/// Collects the evidence of one attempt while its body works. A line costs one lock and no formatting: most lines of a body
/// that writes many are never read.
final class RunRecorder: ProgressRecorder {
  /// A line as it was written.
  private struct RawLine {
    var at: Instant
    var level: Logger.Level
    var text: String
    var metadata: Logger.Metadata
  }

  private struct State {
    /// The newest lines, in a ring once it is full.
    var lines: [RawLine] = []
    var oldest = 0
    var dropped = 0
    var progress: RunProgress?
    var publishedAt: MonotonicTime?
    var isKnown = false
    /// The body has ended: what its own tasks write later belongs to nothing.
    var isClosed = false
  }

  let run: RunID
  let firing: Firing
  private let attempt: Int
  /// Of the attempts before.
  private let earlier: RunEvidence?
  private let definition: JobDefinition
  private let arguments: JobArguments?
  private let desk: EvidenceDesk
  private let state = Lock(State())

  /// Listeners receive at most one progress of a run in so long.
  static let betweenEvents = Duration.milliseconds(500)

  /// Nil where the job keeps no evidence.
  init?(_ ticket: RunTicket, _ desk: EvidenceDesk) {
    guard ticket.definition.options.keepsEvidence else { return nil }
    (run, firing, attempt) = (ticket.context.id, ticket.context.firing, ticket.context.attempt)
    (earlier, definition, arguments) = (ticket.evidence, ticket.definition, ticket.arguments)
    self.desk = desk
  }

  func write(_ level: Logger.Level, _ text: String, _ metadata: Logger.Metadata) {
    // A text of any length is held no longer than the line is written.
    let text =
      text.utf8.count > 4 * RunEvidence.mostBytesOfLine ? text.cut(toBytes: 4 * RunEvidence.mostBytesOfLine) : text
    let line = RawLine(at: desk.now(), level: level, text: text, metadata: metadata)
    let isFirst = state.withLock { state in
      guard !state.isClosed else { return false }
      if state.lines.count < RunEvidence.mostLines {
        state.lines.append(line)
      } else {
        state.lines[state.oldest] = line
        state.oldest = (state.oldest + 1) % RunEvidence.mostLines
        state.dropped += 1
      }
      defer { state.isKnown = true }
      return !state.isKnown
    }
    if isFirst { desk.add(self) }
  }

  func report(_ fraction: Double, _ note: String) {
    let progress = RunProgress(
      fraction, note.cut(toBytes: 4 * RunProgress.mostBytesOfNote), at: desk.now())
    let time = desk.monotonic()
    let (isFirst, isNews) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      state.progress = progress
      let isNews = state.publishedAt.map { time - $0 >= Self.betweenEvents } ?? true
      if isNews { state.publishedAt = time }
      defer { state.isKnown = true }
      return (!state.isKnown, isNews)
    }
    if isFirst { desk.add(self) }
    if isNews { desk.publish(.progressed(firing, run: run, shown(progress))) }
  }

  /// The progress as it is shown.
  var progress: RunProgress? { state.withLock { $0.progress }.map(shown) ?? earlier?.progress }

  /// The body has ended: what it left, and nothing is added to it any more.
  func close() -> RunEvidence? {
    let isKnown = state.withLock { state in
      state.isClosed = true
      return state.isKnown
    }
    guard isKnown else { return earlier }
    desk.remove(self)
    return evidence
  }

  /// What there is up to now.
  var evidence: RunEvidence? {
    let (lines, dropped, progress) = state.withLock { state in
      (Array(state.lines[state.oldest...] + state.lines[..<state.oldest]), state.dropped, state.progress)
    }
    guard !lines.isEmpty || progress != nil else { return earlier }
    let own = lines.map {
      RunEvidence.Line(at: $0.at, level: $0.level, text: text(of: $0), attempt: attempt)
    }
    return RunEvidence(
      lines: (earlier?.lines ?? []) + own, droppedLines: (earlier?.droppedLines ?? 0) + dropped,
      progress: progress.map(shown) ?? earlier?.progress)
  }

  private func shown(_ progress: RunProgress) -> RunProgress {
    var shown = progress
    shown.note = hidden(progress.note).printable(bytes: RunProgress.mostBytesOfNote)
    return shown
  }

  private func text(of line: RawLine) -> String {
    var text = hidden(line.text)
    // Metadata of a handler that is hidden whole says as much as its messages.
    if !desk.redaction.secretHandlers.contains(handler) {
      for (name, value) in line.metadata.sorted(by: { $0.key < $1.key })
      where text.utf8.count < RunEvidence.mostBytesOfLine {
        text += " \(name)=\(desk.redaction.shown(value, of: name, levels: 8) { self.hidden($0) })"
      }
    }
    return text.printable(bytes: RunEvidence.mostBytesOfLine)
  }

  private var handler: String { definition.handler ?? definition.id.rawValue }

  private func hidden(_ text: String) -> String {
    desk.redaction.message(text, handler: handler, arguments: arguments)
  }
}

extension Redaction {
  /// A value of a log line's metadata without secrets.
  fileprivate func shown(
    _ value: Logger.MetadataValue, of name: String, levels: Int, _ hidden: (String) -> String
  ) -> String {
    guard levels > 0, !hides(name) else { return Self.placeholder }
    switch value {
    case .string(let text): return hidden(text.cut(toBytes: RunEvidence.mostBytesOfLine))
    case .stringConvertible(let value): return hidden("\(value)".cut(toBytes: RunEvidence.mostBytesOfLine))
    case .array(let values):
      return "[" + values.prefix(100).map { shown($0, of: name, levels: levels - 1, hidden) }.joined(separator: ", ")
        + "]"
    case .dictionary(let members):
      let texts = members.sorted { $0.key < $1.key }.prefix(100).map { name, value in
        "\(name): \(shown(value, of: name, levels: levels - 1, hidden))"
      }
      return "{" + texts.joined(separator: ", ") + "}"
    @unknown default: return hidden("\(value)".cut(toBytes: RunEvidence.mostBytesOfLine))
    }
  }
}
