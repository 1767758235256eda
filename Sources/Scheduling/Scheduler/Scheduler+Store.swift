import CivilTime

extension Scheduler {
  /// Jobs of the store by page, in the store's order of their ids: whatever replica added them, and however far away
  /// they are. Where jobs are kept in memory it is ``jobs`` by page.
  ///
  /// ``jobs`` is this replica's view without asking anybody: what is due next, at most
  /// ``SchedulerConfiguration/storeWindow`` jobs.
  /// - Parameters:
  ///   - job: the last id of the page before; nil for the first page.
  ///   - limit: how many at most, 1 to 1,000.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable` when the store does not answer within 5 seconds.
  public func storedJobs(after job: JobID? = nil, limit: Int = 100) async throws(SchedulerError) -> [JobInfo] {
    let limit = min(max(limit, 1), 1_000)
    guard let editor = StoreEditor(core) else {
      let all = jobs
      let from = job.map { job in all.firstIndex { $0.id > job } ?? all.endIndex } ?? 0
      return Array(all[from...].prefix(limit))
    }
    let ids = try await editor.ask(about: nil) { () async throws(ClaimsUnavailable) in
      try await editor.service.list(after: job, limit: limit)
    }
    var infos: [JobInfo] = []
    for start in stride(from: 0, to: ids.count, by: 100) {
      let questions = ids[start..<min(start + 100, ids.count)].map { StoredJobQuestion(id: $0) }
      let found = try await editor.ask(about: nil) { () async throws(ClaimsUnavailable) in
        try await core.load(questions)
      }
      infos += core.look { machine, now in
        found.compactMap { job in
          guard case .read(let definition, let stored) = job else { return nil }
          return machine.info(of: definition, stored, now)
        }
      }
    }
    return infos
  }

  /// One job of the store, whether or not this replica has it before it; nil when the store does not have it. Where jobs
  /// are kept in memory it is ``job(_:)``.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable` when the store does not answer within 5 seconds.
  public func storedJob(_ id: JobID) async throws(SchedulerError) -> JobInfo? {
    guard let editor = StoreEditor(core) else { return job(id) }
    guard let found = try await editor.find(id) else { return nil }
    return editor.info(found)
  }
}
