#if Redis
  import CivilTime
  import Logging
  import Scheduling

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// What a run left, as it lies in Redis: JSON with `lines` (milliseconds, level, attempt, text), `dropped`, and `progress`
  /// (fraction, note, milliseconds).
  enum EvidenceCoding {
    static func text(_ evidence: RunEvidence) -> String? {
      var members: [String: JobArguments] = [
        "lines": .array(
          evidence.lines.map { line in
            [
              .int(line.at.millisecondsSince1970), .string(line.level.rawValue), .int(Int64(line.attempt)),
              .string(line.text),
            ]
          })
      ]
      if evidence.droppedLines > 0 { members["dropped"] = .int(Int64(evidence.droppedLines)) }
      if let progress = evidence.progress {
        members["progress"] = [
          .double(progress.fraction), .string(progress.note), .int(progress.at.millisecondsSince1970),
        ]
      }
      return (try? JSONEncoder().encode(JobArguments.object(members))).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Nil for what this version cannot read. Whoever wrote it, what is read is printable and within the bounds.
    static func evidence(_ text: String) -> RunEvidence? {
      guard let json = try? JSONDecoder().decode(JobArguments.self, from: Data(text.utf8)),
        case .array(let lines)? = json["lines"]
      else { return nil }
      var dropped = 0
      if case .int(let count)? = json["dropped"] { dropped = Int(clamping: min(max(0, count), 1 << 40)) }
      return RunEvidence(
        lines: lines.suffix(RunEvidence.mostLines).compactMap(line), droppedLines: dropped,
        progress: json["progress"].flatMap(progress))
    }

    private static func line(_ json: JobArguments) -> RunEvidence.Line? {
      guard case .array(let parts) = json, parts.count == 4, case .int(let at) = parts[0],
        case .string(let level) = parts[1], let level = Logger.Level(rawValue: level),
        case .int(let attempt) = parts[2], case .string(let text) = parts[3]
      else { return nil }
      return RunEvidence.Line(
        at: Instant(millisecondsSince1970: at), level: level, text: text.printable(bytes: RunEvidence.mostBytesOfLine),
        attempt: Int(clamping: max(1, attempt)))
    }

    private static func progress(_ json: JobArguments) -> RunProgress? {
      guard case .array(let parts) = json, parts.count == 3, case .string(let note) = parts[1],
        case .int(let at) = parts[2]
      else { return nil }
      let fraction: Double
      switch parts[0] {
      case .double(let value): fraction = value
      case .int(let value): fraction = Double(value)
      default: return nil
      }
      return RunProgress(
        fraction, note.printable(bytes: RunProgress.mostBytesOfNote), at: Instant(millisecondsSince1970: at))
    }
  }
#endif
