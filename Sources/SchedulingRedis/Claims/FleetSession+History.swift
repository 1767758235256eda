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
        let reply = try await command(["XREVRANGE", keys.history, end ?? "+", "-", "COUNT", "\(page)"])
        let entries = reply.array ?? []
        for entry in entries {
          guard let parts = entry.array, parts.count == 2, parts[0].string != end, let fields = parts[1].array,
            fields.count == 2,
            let record = fields[1].string.flatMap(RecordCoding.record), job == nil || record.job == job,
            records.count < limit
          else { continue }
          records.append(record)
        }
        guard entries.count == page, let last = entries.last?.array?.first?.string else { break }
        end = last
      }
      return records
    }
  }
#endif
