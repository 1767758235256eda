public import CivilTime
public import Logging

/// What a run left beside its outcome: the newest lines of its log, and the progress that its body reported last.
///
/// Lines are those that the body wrote with `Logger.current`, where the scheduler was given a logger, at the levels that the
/// logger lets through. Of a run with several attempts they are those of all attempts, the newest ones. They are redacted as
/// the scheduler's ``Redaction`` says, printable, and bounded: at most 100 lines and 16 KiB, each line at most 2,000 bytes.
public struct RunEvidence: Sendable, Hashable {
  /// A line of the log.
  public struct Line: Sendable, Hashable {
    /// When it was written, by the clock that the scheduler goes by.
    public var at: Instant
    /// How severe it is.
    public var level: Logger.Level
    /// The message, and its metadata as `name=value`.
    public var text: String
    /// The attempt that wrote it.
    public var attempt: Int

    /// A line.
    public init(at: Instant, level: Logger.Level, text: String, attempt: Int = 1) {
      self.at = at
      self.level = level
      self.text = text
      self.attempt = attempt
    }
  }

  /// One reference, however much there is: rows of history are many, and most have none.
  private final class Storage: Sendable {
    let lines: [Line]
    let droppedLines: Int
    let progress: RunProgress?
    let bytes: Int

    init(_ lines: [Line], _ droppedLines: Int, _ progress: RunProgress?) {
      (self.lines, self.droppedLines, self.progress) = (lines, droppedLines, progress)
      bytes = lines.reduce(progress?.note.utf8.count ?? 0) { $0 + $1.text.utf8.count + RunEvidence.lineOverhead }
    }
  }

  private let storage: Storage

  /// Evidence; lines beyond the bounds are left out, the oldest first, and counted.
  public init(lines: [Line] = [], droppedLines: Int = 0, progress: RunProgress? = nil) {
    let kept = Self.newest(of: lines)
    storage = Storage(Array(kept), max(0, droppedLines) + lines.count - kept.count, progress)
  }

  /// The newest lines, oldest first.
  public var lines: [Line] { storage.lines }
  /// How many older lines were written and are not kept.
  public var droppedLines: Int { storage.droppedLines }
  /// What the body reported last; nil where it reported nothing.
  public var progress: RunProgress? { storage.progress }

  /// About how much memory it takes.
  var bytes: Int { storage.bytes }

  /// At most so many lines are kept of a run.
  public static let mostLines = 100
  /// The kept lines have at most so many bytes of text together.
  public static let mostBytes = 16 << 10
  package static let mostBytesOfLine = 2_000
  private static let lineOverhead = 48

  private static func newest(of lines: [Line]) -> ArraySlice<Line> {
    var (from, bytes) = (lines.endIndex, 0)
    while from > lines.startIndex, lines.endIndex - from < mostLines {
      bytes += lines[from - 1].text.utf8.count
      if bytes > mostBytes { break }
      from -= 1
    }
    return lines[from...]
  }

  /// Whether both have the same lines and the same progress.
  public static func == (a: RunEvidence, b: RunEvidence) -> Bool {
    a.storage === b.storage
      || (a.lines == b.lines && a.droppedLines == b.droppedLines && a.progress == b.progress)
  }

  /// Hashes the lines and the progress.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lines)
    hasher.combine(droppedLines)
    hasher.combine(progress)
  }
}

/// How far a run has come, as its body reported it: see ``RunContext/progress(_:_:)``.
public struct RunProgress: Sendable, Hashable {
  /// 0 at the beginning, 1 at the end.
  public var fraction: Double
  /// What the body is at, such as `page 12 of 30`; may be empty.
  public var note: String
  /// When it was reported.
  public var at: Instant

  package static let mostBytesOfNote = 200

  /// A report. A fraction outside of 0 to 1 is taken for the nearer end, and one that is no number for 0.
  public init(_ fraction: Double, _ note: String = "", at: Instant) {
    self.fraction = fraction.isNaN ? 0 : min(1, max(0, fraction))
    self.note = note
    self.at = at
  }
}
