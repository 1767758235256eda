#if Redis
  import Scheduling

  /// Telling a data set what this replica has seen: a new one, and one that may have lost its last writes.
  extension FleetSession {
    /// After a connection was lost: looks, without waiting for the next question, whether the server still has the
    /// data, so that a replica with nothing to do tells what it knows before the quarantine ends.
    func revisit() {
      let mustStart = state.withLock { state in
        if state.isRevisiting || state.knowledge.epoch.isEmpty { return false }
        state.isRevisiting = true
        return true
      }
      guard mustStart else { return }
      Task { [weak self] in
        var backoff = Backoff()
        for _ in 0..<60 {
          do {
            guard let self else { return }
            let facts = try await client.refreshFacts()
            if withKnowledge({ $0.dataSet }) != facts?.dataSet ?? "" { try await merge() }
            break
          } catch {
            try? await Task.sleep(for: backoff.next(random: .random(in: 0..<1)))
          }
        }
        self?.state.withLock { $0.isRevisiting = false }
      }
    }

    func tellTheRest() async throws(ClaimsUnavailable) {
      if withKnowledge({ $0.isUntold }) { try await merge() }
    }

    /// As `merge`, unless another question has merged since this one was written: it only has to be asked again.
    func merge(unlessKnownSince asked: (epoch: String, dataSet: String)) async throws(ClaimsUnavailable) {
      if withKnowledge({ $0.isOf(asked.epoch, asked.dataSet) }) { try await merge() }
    }

    /// Tells the server all that this replica has seen, and takes over the data set's epoch.
    func merge() async throws(ClaimsUnavailable) {
      let facts: RedisServerFacts?
      do { facts = try await client.refreshFacts() } catch { throw unavailable(await naming(error)) }
      let before = withKnowledge { $0.beginTelling() }
      let dataSet = facts?.dataSet ?? ""
      let candidate = Self.randomEpoch()
      var epoch: String?
      var isNew = false
      func heard(_ reply: RedisValue, _ sent: MonotonicTime) throws(ClaimsUnavailable) -> Bool {
        let values = try reached(reply, sent: sent)
        guard let told = values.first?.string else { throw Self.unexpected(reply) }
        if told == "SCHEMA" { throw schemaTooNew(values.dropFirst().first) }
        if let epoch { return epoch == told }
        isNew = values.dropFirst().first?.string == "1"
        epoch = told
        return true
      }
      let calls = before.mergeCalls(
        keys: keys, candidate: candidate, dataSet: dataSet, hasMore: !before.stored.isEmpty)
      // The first call makes the data set where there is none: the others wait for it.
      guard try await sideBySide(.merge, calls.prefix(1), runID: facts?.runID, heard: heard),
        try await sideBySide(.merge, calls.dropFirst(), runID: facts?.runID, heard: heard), let epoch
      else { return }
      var gone: [(String, Int64)] = []
      let isRestored = try await sideBySide(
        .restore, before.stored.restoreCalls(keys: keys, epoch: epoch, dataSet: dataSet), runID: facts?.runID
      ) { reply, sent throws(ClaimsUnavailable) in
        let values = try reached(reply, sent: sent)
        guard values.first?.string == "OK" else { return false }
        if let names = values.last?.array {
          gone += FleetReading.pairs(names).compactMap { name, version in
            ServerNumber.count.read(version).map { (name, $0) }
          }
        }
        return true
      }
      guard isRestored else { return }
      let changed = withKnowledge { knowledge -> (epoch: Bool, dataSet: Bool) in
        for (name, version) in gone { knowledge.stored.sawRemoval(version, of: name) }
        let changed = (
          !knowledge.epoch.isEmpty && knowledge.epoch != epoch,
          !knowledge.dataSet.isEmpty && knowledge.dataSet != dataSet
        )
        knowledge.endTelling(of: before, epoch: epoch, dataSet: dataSet, runID: facts?.runID)
        return changed
      }
      if changed.epoch {
        // A data set that is no new one may be older than the ends of runs.
        if !isNew { state.withLock { $0.onServerChange }?() }
        let what = isNew ? "is gone and begins anew" : "is another than before: it is new, or has come back older"
        tell(
          .dataLost(
            detail: "the fleet's data in Redis \(what) (epoch \(epoch)); this replica has reported what it "
              + "knows: \(before.jobs.count) jobs, \(before.leases.count) leases. Instants due before the loss wait "
              + "for the quarantine to end."))
      } else if changed.dataSet {
        state.withLock { $0.onServerChange }?()
        tell(
          .dataLost(
            detail: "Redis was restarted or another server took over; its last writes may be lost. This replica has "
              + "told what it knows: \(before.jobs.count) jobs, \(before.leases.count) leases."))
      }
    }

    private static func randomEpoch() -> String {
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }
#endif
