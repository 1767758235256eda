import CivilTime
package import Scheduling

extension InProcessFleet.Connection: FleetArchive {
  package func fleetView() async throws(ClaimsUnavailable) -> FleetView? {
    try ask { ledger, now, _, _ in
      FleetView(
        now: now, epoch: "in-process", born: .epoch,
        members: ledger.members.values.sorted { $0.instance < $1.instance }.map { $0.shown(at: now) },
        pauses: ledger.pauses, runs: ledger.open.values.sorted { $0.expires < $1.expires }.map(Self.run),
        requests: ledger.requests.values.sorted { ($0.submitted ?? .min, $0.id) < ($1.submitted ?? .min, $1.id) })
    }
  }

  package func fleetJobs() async throws(ClaimsUnavailable) -> [FleetJob] {
    try ask { ledger, _, _, _ in
      ledger.jobs.map { id, job in
        FleetJob(
          id: id, cursor: job.cursor, since: job.triggers[job.current]?.since, next: nil, lastRun: job.lastRun,
          pauseNote: ledger.pauses.jobs[id])
      }
      .sorted { $0.id < $1.id }
    }
  }

  package func fleetLocks() async throws(ClaimsUnavailable) -> [FleetLock] {
    try ask { ledger, now, _, _ in
      ledger.locks.flatMap { key, slots in
        slots.map { slot, held in
          FleetLock(
            key: key, slot: slot, holder: held.lease.token.description, job: held.lease.firing.job,
            fencingToken: held.lease.fencingToken, remaining: held.expires - now)
        }
      }
      .sorted { ($0.key, $0.slot) < ($1.key, $1.slot) }
    }
  }

  package func fleetRows(after place: String?, limit: Int) async throws(ClaimsUnavailable) -> FleetRows {
    try ask { ledger, _, _, _ in
      let known = place.flatMap { Int($0) } ?? 0
      let isJoined = known <= ledger.history.count
      let from = max(isJoined ? known : 0, ledger.history.count - limit)
      return FleetRows(
        rows: Array(ledger.history[from...]), place: "\(ledger.history.count)",
        hasGap: place != nil && (!isJoined || from > known))
    }
  }

  package func keep(_ entry: AuditEntry) async throws(ClaimsUnavailable) {
    try ask { ledger, _, _, _ in
      var kept = entry
      kept.id = "\(ledger.audit.count + 1)"
      ledger.audit.append(kept)
    }
  }

  package func audit(before place: String?, limit: Int) async throws(ClaimsUnavailable) -> [AuditEntry] {
    try ask { ledger, _, _, _ in
      let before = place.flatMap { Int($0) } ?? .max
      return Array(ledger.audit.reversed().lazy.filter { (Int($0.id) ?? 0) < before }.prefix(limit))
    }
  }

  private static func run(_ held: FleetLedger.Held) -> FleetRun {
    FleetRun(
      id: held.lease.token, firing: held.lease.firing, instance: held.owner, attempt: held.lease.attempt, crashes: 0,
      lockKey: held.lease.lockKey, slot: held.lease.slot, fencingToken: held.lease.fencingToken,
      leaseEnds: held.expires)
  }
}
