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
        let entries = FleetReading.pairs(Array(words)).filter { $0.0 != end }
        for (_, row) in entries where records.count < limit {
          if let record = RecordCoding.record(row), job == nil || record.job == job { records.append(record) }
        }
        guard let last = entries.last?.0 else { break }
        end = last
      }
      return records
    }
  }
#endif
