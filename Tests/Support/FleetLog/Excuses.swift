/// What the promise itself excepts (README, G1 and G3). An excused event is counted, and reported, apart.
struct Excuses {
  let history: FleetHistory

  /// Data was lost, and the replica that had claimed the instant could not tell what it knew.
  func secondStart(_ second: FleetLine.BodyStep, after first: FleetLine.BodyStep) -> Bool {
    let lease = lease(of: first.job)
    return history.losses.contains { loss in
      // A claim is made shortly before its body starts.
      first.at - lease <= loss.to && loss.from <= second.at
        && history.faults.contains {
          $0.pid == first.pid && $0.kind.silencesReplica && $0.from <= loss.to + 2 * lease && $0.to >= first.at - lease
        }
    }
  }

  /// Data was lost together with the only replica that knew what had become of the instant.
  func undecided(job: String, instant: Int64) -> Bool {
    let lease = lease(of: job)
    let at = history.continuous(ofInstant: instant)
    return history.losses.contains { loss in
      at <= loss.to
        && history.faults.contains {
          $0.kind.endsReplica && $0.to >= at && $0.from <= loss.to + 2 * lease && loss.from <= $0.from + 4 * lease
        }
    }
  }

  /// The process was frozen in its run, or the lock was lost with the data.
  func staleEffect(_ effect: FleetLine.BodyStep, since start: FleetLine.BodyStep?) -> Bool {
    let from = start?.at ?? effect.at
    // The clock is read just before the line is written: a process can be frozen in between.
    let to = effect.at + 100_000
    return history.faults.contains {
      ($0.kind.losesData || ($0.pid == effect.pid && $0.kind.freezesReplica)) && $0.from <= to && $0.to >= from
    }
  }

  private func lease(of job: String) -> Int64 { (history.jobs[job]?.lease ?? 0) * 1_000 }
}
