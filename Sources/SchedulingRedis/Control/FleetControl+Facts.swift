#if Redis
  package import Scheduling

  extension FleetControl {
    /// What the stored definitions of jobs say. Jobs of the code have none, and are left out.
    package func storedFacts(of jobs: [JobID]) async throws(ClaimsUnavailable) -> [JobID: StoredJobFacts] {
      var facts: [JobID: StoredJobFacts] = [:]
      for job in jobs {
        let key = session.keys.job(PercentEncoding.encode(job.rawValue))
        guard let json = try await session.command(["HGET", key, "def"]).string else { continue }
        facts[job] = StoredJobFacts(json: json)
      }
      return facts
    }
  }
#endif
