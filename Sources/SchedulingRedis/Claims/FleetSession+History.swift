#if Redis
  import Scheduling

  extension FleetSession {
    /// The newest rows, newest first: of one job, or of all.
    func history(of job: JobID?, limit: Int) async throws(ClaimsUnavailable) -> [RunRecord] {
      var records: [RunRecord] = []
      var end: String?
      while records.count < limit {
        // One more than is wanted: a page begins with the last row of the one before, for Redis 6.0 knows no "after".
        let page = (job == nil ? min(limit - records.count, 1000) : 1000) + 1
        let words = try await run(
          .historyPage, ScriptCall(keys: [keys.history], arguments: [end ?? "+", "\(page)"]))
        // Older and older: a server whose rows go round in circles keeps nobody here.
        let entries = FleetReading.pairs(Array(words)).filter { entry in
          guard let id = StreamID(entry.0) else { return false }
          return end.flatMap { StreamID($0) }.map { id < $0 } ?? true
        }
        for (_, row) in entries where records.count < limit {
          if let record = RecordCoding.record(row), job == nil || record.job == job { records.append(record) }
        }
        guard let last = entries.last?.0 else { break }
        end = last
      }
      return records
    }
  }

  /// The id of a stream's entry: milliseconds, a dash and a number.
  struct StreamID: Comparable {
    var milliseconds: UInt64
    var sequence: UInt64

    init?(_ text: String) {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, let milliseconds = UInt64(parts[0]), let sequence = UInt64(parts[1]) else { return nil }
      (self.milliseconds, self.sequence) = (milliseconds, sequence)
    }

    var text: String { "\(milliseconds)-\(sequence)" }

    static func < (a: StreamID, b: StreamID) -> Bool {
      (a.milliseconds, a.sequence) < (b.milliseconds, b.sequence)
    }
  }
#endif
