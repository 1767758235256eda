import CivilTime
import Scheduling

/// Replicas, locks and leases.
struct FleetJSON {
  let picture: Picture

  func fleet(_ requests: [JSON]) -> JSON {
    let status = picture.status
    return [
      "replicas": .list(replicas),
      "claims": [
        "kind": .text(status.claims.kind), "connected": .bool(status.claims.isConnected),
        "error": JSON(status.claims.error), "clock_offset_ms": JSON(status.claims.clockOffset),
        "facts": .object(status.claims.facts.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }),
      ],
      "epoch": JSON(picture.fleetView?.epoch), "born": JSON(picture.fleetView?.born),
      "pause": picture.pauseOfEverything.map { JobJSON.pause($0, scope: "everything") } ?? .null,
      "waiting_requests": .list(requests), "running": JSON(picture.runs.count { $0.isRunning }),
      "queued": JSON(status.queued),
      "lateness_ms": ["p50": JSON(status.latenessMedian), "p99": JSON(status.latenessP99)],
      "status": .text(status.health.rawValue), "reasons": JSON(status.reasons), "view": picture.view,
    ]
  }

  private var replicas: [JSON] {
    let status = picture.status
    guard let members = picture.fleetView?.members, !members.isEmpty else {
      let word = status.isRunning ? "running" : status.startedAt == nil ? "idle" : "stopped"
      let own = FleetMember(instance: status.instance, lastSeen: picture.now, status: word, timeZoneData: nil)
      return [replica(own, status: word)]
    }
    return members.map { member in
      // A replica reports its health; whether it is there is what the list is about.
      replica(member, status: ["draining", "lost"].contains(member.status) ? member.status : "running")
    }
  }

  private func replica(_ member: FleetMember, status: String) -> JSON {
    let isThis = member.instance == picture.scheduler.instance
    return [
      "instance": .text(member.instance), "status": .text(status), "last_seen": JSON(member.lastSeen),
      "age_ms": JSON(max(.zero, picture.now - member.lastSeen)), "tzdata": JSON(member.timeZoneData), "version": nil,
      "clock_offset_ms": JSON(isThis ? picture.status.claims.clockOffset : nil),
      "running": JSON(picture.runs.count { $0.instance == member.instance && $0.isRunning }), "is_this": .bool(isThis),
    ]
  }

  func locks(_ locks: [FleetLock], missing: String?) -> JSON {
    [
      "locks": .list(
        locks.map { lock in
          [
            "key": .text(lock.key), "slot": JSON(lock.slot), "holder": .text(lock.holder),
            "job": JSON(lock.job?.rawValue), "fencing_token": JSON(lock.fencingToken),
            "remaining_ms": JSON(lock.remaining),
          ]
        }),
      "leases": .list(picture.runs.filter { !$0.isDryRun }.map(Self.lease)), "view": picture.view(without: missing),
    ]
  }

  private static func lease(_ run: GoingRun) -> JSON {
    [
      "run_id": .text(run.id.description), "job": .text(run.firing.job.rawValue),
      "scheduled_at": JSON(run.firing.instant), "cause": .text(run.firing.cause.rawValue),
      "instance": .text(run.instance), "attempt": JSON(run.attempt), "crashes": JSON(run.crashes),
      "lock": .text(run.lock), "slot": JSON(run.slot), "fencing_token": JSON(run.fencingToken),
      "lease_ends": JSON(run.leaseEnds), "started_at": JSON(run.started),
    ]
  }
}
