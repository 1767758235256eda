import CivilTime
import ClaimsModel
package import Scheduling

extension InProcessFleet.Connection: FleetArchive {
  package func fleetView() async throws(ClaimsUnavailable) -> FleetView? {
    try ask { book, call in
      let now = FleetBook.at(call.now)
      return FleetView(
        now: now, epoch: "in-process", born: FleetBook.instant(book.model.meta.born) ?? .epoch,
        members: book.members.values.sorted { $0.instance < $1.instance }.map { $0.shown(at: now) },
        pauses: book.pauses, runs: book.openRuns.sorted { $0.leaseEnds < $1.leaseEnds },
        requests: book.requests.values.sorted { ($0.submitted ?? .min, $0.id) < ($1.submitted ?? .min, $1.id) })
    }
  }

  package func fleetJobs() async throws(ClaimsUnavailable) -> [FleetJob] {
    try ask { book, _ in
      book.jobs.values.enumerated().filter { book.model.jobs[$0.offset].fingerprint != ModelRedis.none }
        .map { number, id in
          FleetJob(
            id: id, cursor: book.cursor(of: id), since: FleetBook.instant(book.model.jobs[number].since), next: nil,
            lastRun: book.lastRuns[id], pauseNote: book.pauses.jobs[id])
        }
        .sorted { $0.id < $1.id }
    }
  }

  package func fleetLocks() async throws(ClaimsUnavailable) -> [FleetLock] {
    try ask { book, call in
      let slots = book.model.slots.enumerated().filter { $0.element.lock != ModelRedis.none }
      return slots.compactMap { index, slot -> FleetLock? in
        guard slot.expires > call.now else { return nil }
        return FleetLock(
          key: book.keys[index / FleetBook.mostSlots], slot: index % FleetBook.mostSlots,
          holder: book.tokens[slot.lock].description, job: slot.job == ModelRedis.none ? nil : book.jobs[slot.job],
          fencingToken: Int64(max(slot.fence, 0)), remaining: .milliseconds(slot.expires - call.now))
      }
      .sorted { ($0.key, $0.slot) < ($1.key, $1.slot) }
    }
  }

  package func fleetRows(after place: String?, limit: Int) async throws(ClaimsUnavailable) -> FleetRows {
    try ask { book, _ in
      let known = place.flatMap { Int($0) } ?? 0
      let isJoined = known <= book.history.count
      let from = max(isJoined ? known : 0, book.history.count - limit)
      return FleetRows(
        rows: Array(book.history[from...]), place: "\(book.history.count)",
        hasGap: place != nil && (!isJoined || from > known))
    }
  }

  package func evidence(of run: RunID, job: JobID) async throws(ClaimsUnavailable) -> RunEvidence? {
    try ask { book, _ in book.history.last { $0.runID == run && $0.job == job }?.evidence }
  }

  package func keep(_ entry: AuditEntry) async throws(ClaimsUnavailable) {
    try ask { book, _ in
      var kept = entry
      kept.id = "\(book.audit.count + 1)"
      book.audit.append(kept)
    }
  }

  package func audit(before place: String?, limit: Int) async throws(ClaimsUnavailable) -> [AuditEntry] {
    try ask { book, _ in
      let before = place.flatMap { Int($0) } ?? .max
      return Array(book.audit.reversed().lazy.filter { (Int($0.id) ?? 0) < before }.prefix(limit))
    }
  }
}

extension FleetBook {
  fileprivate var openRuns: [FleetRun] {
    model.open.compactMap { token in
      guard let run = model.tokens[token].run else { return nil }
      return FleetRun(
        id: tokens[token], firing: firing(of: run), instance: owners[run.owner], attempt: run.attempt,
        crashes: run.crashes, lockKey: keys[run.key], slot: run.slot, fencingToken: Int64(run.fence),
        leaseEnds: Self.at(model.tokens[token].deadline))
    }
  }
}
