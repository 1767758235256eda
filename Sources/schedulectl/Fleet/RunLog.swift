#if Redis
  import CivilTime
  import Scheduling

  /// What a run left, as `runs --log` shows it. Its texts were made printable when they were read.
  enum RunLog {
    /// A line for the run, then those of its log.
    static func text(_ record: RunRecord, _ evidence: RunEvidence?) -> String {
      let id = record.runID.map { "  \($0)" } ?? ""
      var lines = ["\(record.ended)  \(record.job)  \(record.outcome)  \(record.instance)\(id)"]
      if let progress = evidence?.progress {
        lines.append("  \(Int(progress.fraction * 100)) %  \(progress.note)")
      }
      if let dropped = evidence?.droppedLines, dropped > 0 { lines.append("  … \(dropped) older lines are not kept") }
      for line in evidence?.lines ?? [] {
        lines.append("  \(line.at)  \(line.level)  \(line.text)")
      }
      if evidence == nil, record.started != nil { lines.append("  nothing is kept of it") }
      return lines.map { $0.printable(bytes: 2_200) }.joined(separator: "\n")
    }

    static func members(_ evidence: RunEvidence?) -> [(String, JSONText)] {
      let progress = evidence?.progress.map { progress -> JSONText in
        .object([
          ("percent", .number(Int(progress.fraction * 100))), ("note", .string(progress.note)),
          ("at", JSONText(progress.at)),
        ])
      }
      let lines = (evidence?.lines ?? []).map { line -> JSONText in
        .object([
          ("at", JSONText(line.at)), ("level", .string("\(line.level)")), ("attempt", .number(line.attempt)),
          ("text", .string(line.text)),
        ])
      }
      return [
        ("progress", progress ?? .null), ("dropped", .number(evidence?.droppedLines ?? 0)), ("log", .array(lines)),
      ]
    }
  }
#endif
