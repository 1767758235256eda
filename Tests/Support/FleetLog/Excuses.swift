/// What the promise itself excepts (README, G1 and G3). An excused event is counted, and reported, apart.
struct Excuses {
  let history: FleetHistory

  /// Data was lost, and the replica that had claimed the instant could not tell what it knew.
  func secondStart(_ second: FleetLine.BodyStep, after first: FleetLine.BodyStep) -> Bool {
    let lease = lease(of: first.job)
    if clockWasSetBack(between: first.at, and: second.at) || cursorWasTaken(between: first, and: second) { return true }
    return history.losses.contains { loss in
      // A claim is made shortly before its body starts.
      guard first.at - lease <= loss.to, loss.from <= second.at else { return false }
      // A request lies in Redis alone: where the write that consumed it is lost, it is served again.
      return !second.isScheduled
        || history.faults.contains {
          $0.pid == first.pid && $0.kind.silencesReplica && $0.from <= loss.to + 2 * lease && $0.to >= first.at - lease
        }
    }
  }

  /// The hash of a job of the code, which has its cursor, was taken away by hand just after the instant: a replica whose turn
  /// comes later, within the period, asks with the cursor that it knows.
  private func cursorWasTaken(between first: FleetLine.BodyStep, and second: FleetLine.BodyStep) -> Bool {
    let period = (history.jobs[first.job]?.period ?? 0) * 1_000
    return !history.keepsDefinitions && first.isScheduled
      && history.faults.contains {
        $0.kind.changesKey && $0.key == "job:" + first.job && first.at <= $0.to && $0.from <= second.at
          && second.at <= first.at + period + 1_000_000
      }
  }

  /// Data was lost together with all that was known of the instant: who had won it died, or had not heard that it had,
  /// because something kept the answer from it until just before the loss. An instant that was not due before the loss
  /// has no such excuse: nobody can have won it.
  func undecided(job: String, instant: Int64) -> Bool {
    let lease = lease(of: job)
    let at = history.continuous(ofInstant: instant)
    let claimed = latestClaim(of: at, lease)
    return history.losses.contains { loss in
      // A server that is being killed may answer for some milliseconds more.
      guard at <= loss.loss + 10_000 else { return false }
      if wasKilledBeforeAnswer(at, with: loss) { return true }
      return history.faults.contains { fault in
        guard fault.to >= at, fault.from <= loss.to else { return false }
        // A crash is recorded within a lease and a third; an answer is asked for again within a second and a half.
        if fault.endsReplica { return fault.to >= loss.from - 2 * lease && fault.from <= claimed + 1_000_000 }
        return fault.kind.keepsAnswersBack && fault.to >= loss.from - 1_500_000 && fault.from <= claimed + 50_000
      }
    }
  }

  /// Redis was killed with its data just after the instant was due. Redis writes the answers of one turn last in, first
  /// out: those who lost the claim can have received that it is decided, and the winner nothing. `flushAll` loses the same
  /// and cuts no connection, so that it has no such excuse. Nor is there one where a replica has just begun: it may have
  /// gone on with a later instant although nobody had decided this one.
  private func wasKilledBeforeAnswer(_ at: Int64, with loss: FleetLine.Fault) -> Bool {
    guard loss.kind == .redisEmpty, loss.from <= at + 50_000 else { return false }
    return !hasNewProcess(from: at - 1_000_000, to: loss.to + Self.longestQuarantine)
  }

  /// Whether a process that starts or decides something in a time has written nothing before.
  private func hasNewProcess(from begin: Int64, to end: Int64) -> Bool {
    let range = begin...max(begin, end)
    var pids = Set(history.steps.filter { range.contains($0.at) }.map(\.pid))
    pids.formUnion(history.outcomes.filter { range.contains($0.at) }.map(\.pid))
    return pids.contains { firstSeen($0).map { $0 >= begin } ?? false }
  }

  /// For as long as instants from before a loss of data wait at most.
  private static let longestQuarantine: Int64 = 10_000_000

  /// When an instant may have been claimed at the latest: it waits while Redis is away, and after an earlier loss of data for
  /// the quarantine and until holders have had time to report their locks.
  private func latestClaim(of at: Int64, _ lease: Int64) -> Int64 {
    // From when the replicas have reported what they know, half a second after Redis is back.
    let waits = min(10_000_000, max(2_000_000, lease * 6 / 5)) + 500_000
    let away = history.faults.filter {
      $0.kind == .redisRestart || $0.kind == .redisStop || $0.kind == .redisEmpty
    }
    let pauses = (history.losses + away).map { pause in
      // Older data comes back with a restart.
      let end = away.filter { $0.from <= pause.to + 200_000 && $0.to > pause.to }.map(\.to).max() ?? pause.to
      return (from: pause.from, to: end + waits)
    }
    return pauses.filter { $0.from <= at && at <= $0.to }.map(\.to).max() ?? at
  }

  /// The definition of a stored job was taken away, or its trigger changed, which leaves no backlog: its own instants of
  /// that time, and no other job's.
  func withoutDefinition(_ job: FleetLine.PlannedJob, instant: Int64) -> Bool {
    let at = history.continuous(ofInstant: instant)
    return history.faults.contains { fault in
      switch fault.kind {
      case .deleteKey, .renameKey, .wrongType:
        // What was due just before is asked for, too, when the definition is gone.
        fault.key == "job:" + job.name && history.keepsDefinitions && at >= fault.from - 1_000_000
          && at <= fault.to + 1_000_000
      case .rollingChange:
        job.changes && fault.key == Self.definitions && at <= fault.to
          && (at >= fault.from - 1_000_000 || waitedForQuarantine(at, until: fault))
      default: false
      }
    }
  }

  /// Data was lost just before the change: what was due then waits for the quarantine, ten seconds at most, and is undecided
  /// when the trigger changes.
  private func waitedForQuarantine(_ at: Int64, until change: FleetLine.Fault) -> Bool {
    history.losses.contains {
      at >= $0.from - 1_000_000 && $0.loss <= change.to && change.from <= $0.to + 10_000_000
    }
  }

  /// The key of the fault that a change of stored definitions is.
  static let definitions = "definitions"

  /// A key that says which runs there are was taken away while the run went on, or the rows themselves.
  func withoutRow(_ start: FleetLine.BodyStep, ended: Int64) -> Bool {
    let lease = lease(of: start.job)
    return history.faults.contains {
      $0.kind.changesKey && ["open", "runs", "crashed", "hist"].contains($0.key)
        && start.at - lease <= $0.to && ended + lease >= $0.from
    }
  }

  /// What was renamed away has come back, and names runs that have ended since.
  func runsCameBack(_ start: FleetLine.BodyStep) -> Bool {
    let lease = lease(of: start.job)
    return history.faults.contains {
      ($0.kind == .renameKey || $0.kind == .wrongType) && ["open", "runs", "crashed", "ended"].contains($0.key)
        && start.at - lease <= $0.from && start.at + 4 * lease >= $0.from
    }
  }

  /// Redis's clock was set back, and data was lost before it had caught up.
  func clockWasSetBack(between first: Int64, and second: Int64) -> Bool {
    history.losses.contains { loss in
      loss.to >= first && loss.from <= second
        && history.faults.contains {
          $0.kind == .redisClock && $0.from <= loss.to && $0.to >= loss.from - 3_000_000
        }
    }
  }

  func fence(_ second: FleetLine.BodyStep, after first: FleetLine.BodyStep) -> Bool {
    clockWasSetBack(between: first.at, and: second.at)
  }

  /// The process was frozen in its run, the lock was lost with the data, or Redis's clock jumped.
  func staleEffect(_ effect: FleetLine.BodyStep, since start: FleetLine.BodyStep?) -> Bool {
    let from = start?.at ?? effect.at
    // The clock is read just before the line is written: a process can be frozen in between.
    let to = effect.at + 100_000
    return history.faults.contains {
      ($0.kind.losesData || $0.kind == .redisClock || ($0.pid == effect.pid && $0.kind.freezesReplica)
        || ($0.kind.changesKey && $0.key.hasPrefix("lock:\(effect.job):"))) && $0.from <= to && $0.to >= from
    }
  }

  /// The holder's process was frozen, Redis's clock jumped, the lock's key was taken away, or data was lost and the holder could
  /// not report in time that it held the lock; or who came next knew nothing of the data that was lost.
  func overlap(_ holder: Holding, _ next: Holding) -> Bool {
    let from = holder.from - holder.lease
    // What is written down after the clock was read may be written by a process that has been frozen in between.
    func happened(from begin: Int64? = nil, until end: Int64, _ condition: (FleetLine.Fault) -> Bool) -> Bool {
      history.faults.contains { $0.from <= end && $0.to >= begin ?? from && condition($0) }
    }
    let isFrozen = happened(until: next.from + 100_000) { fault in
      (fault.kind.freezesReplica && [holder.pid, next.pid].contains(fault.pid)) || fault.kind == .redisClock
        || (fault.kind.changesKey && (fault.key == "lock:\(holder.lock):0" || fault.key == "held:\(holder.lock)"))
    }
    if isFrozen { return true }
    return history.losses.contains { loss in
      guard loss.to >= from, loss.loss <= next.from else { return false }
      if firstSeen(next.pid).map({ $0 >= loss.from - 1_000_000 }) ?? true { return true }
      return happened(from: loss.loss - holder.lease, until: next.from) { fault in
        (fault.pid == holder.pid && (fault.kind.silencesReplica || fault.kind.keepsAnswersBack))
          || (fault.pid == 0 && (fault.kind.stopsRedis || fault.kind.keepsAnswersBack) && fault != loss)
      }
    }
  }

  /// When a process first wrote something down.
  private func firstSeen(_ pid: Int32) -> Int64? {
    [
      history.steps.first { $0.pid == pid }?.at, history.lockSteps.first { $0.pid == pid }?.at,
      history.outcomes.first { $0.pid == pid }?.at,
    ].compactMap { $0 }.min()
  }

  private func lease(of job: String) -> Int64 { (history.jobs[job]?.lease ?? 0) * 1_000 }
}
