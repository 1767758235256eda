#if Redis
  import Scheduling

  /// What runs left, kept for the whole fleet beside its history.
  extension FleetSession {
    /// Of each job as many runs are kept, each with at most ``RunEvidence/mostBytes`` of log.
    static let evidenceOfJob = 16
    /// A week after the job's last run that left something.
    private static let evidenceAge = "604800000"

    /// Keeps what runs left. It is lost where that fails: no run waits for it, and nothing is decided by it.
    func keepEvidence(of records: [RunRecord]) async {
      var start = records.startIndex
      while start < records.endIndex {
        var (call, bytes) = (ScriptCall(arguments: ["\(Self.evidenceOfJob)", Self.evidenceAge]), 0)
        // One call blocks the server for no longer than it takes to write half a megabyte.
        while start < records.endIndex, bytes < 512 << 10, call.keys.count < 100 {
          let record = records[start]
          start += 1
          guard let token = record.runID, let text = record.evidence.flatMap(EvidenceCoding.text) else { continue }
          call.keys.append(keys.evidence(PercentEncoding.encode(record.job.rawValue)))
          call.arguments.append(token.description)
          call.arguments.append(text)
          bytes += text.utf8.count
        }
        if call.keys.count > 0 { _ = try? await run(.keepEvidence, call) }
      }
    }

    /// What a run left; nil where it left nothing, newer runs have taken its place, or this version cannot read it.
    func evidence(of token: RunID, job: JobID) async throws(ClaimsUnavailable) -> RunEvidence? {
      let answer = try await run(
        .evidence,
        ScriptCall(
          keys: [keys.evidence(PercentEncoding.encode(job.rawValue))],
          arguments: ["\(Self.evidenceOfJob)", token.description]))
      return answer.first?.string.flatMap(EvidenceCoding.evidence)
    }
  }
#endif
