/// Why a run may be taken for one whose replica has disappeared: what a second start of its firing, or a second outcome,
/// needs.
struct Disappearance {
  let history: FleetHistory

  /// The process of a run ended, or the run was cancelled in it, or nothing that it had to say could reach Redis for so
  /// long that its lease may have ended: between its start and a later time.
  func happened(to start: FleetLine.BodyStep, before later: Int64) -> Bool {
    ended(start, before: later) || wasCancelled(start, before: later) || wasCutOff(start, before: later)
      || hadEnded(start, before: later)
  }

  private func ended(_ start: FleetLine.BodyStep, before later: Int64) -> Bool {
    // The log is written just before the signal is sent, or just after.
    history.faults.contains {
      $0.endsReplica && $0.pid == start.pid && $0.to >= start.at - 100_000 && $0.from <= later
    }
  }

  /// It has said so itself: its lease was lost, it was replaced, or its process was about to end.
  private func wasCancelled(_ start: FleetLine.BodyStep, before later: Int64) -> Bool {
    history.steps.contains {
      $0.kind == .cancelled && $0.pid == start.pid && $0.fence == start.fence && $0.job == start.job
        && $0.at >= start.at && $0.at <= later
    }
  }

  /// A run is renewed three times in its lease: what lasts for less than half of it cannot end it. An end is sent at
  /// once: what begins later cannot have kept it back.
  private func wasCutOff(_ start: FleetLine.BodyStep, before later: Int64) -> Bool {
    let lease = (history.jobs[start.job]?.lease ?? 0) * 1_000
    let reach = endOfBody(start).map { $0 + lease / 3 } ?? later
    let until = min(later, reach)
    let cuts = history.faults.filter { fault in
      (fault.kind.stopsRedis || (fault.pid == start.pid && fault.kind.silencesReplica)) && fault.from <= until
        && fault.to >= start.at - lease / 3
    }.sorted { $0.from < $1.from }
    // Faults that follow one another, the first perhaps just before the claim, leave no time for a renewal.
    var (begin, end) = (Int64.min, Int64.min)
    for cut in cuts {
      if begin == .min || cut.from > end + lease / 3 {
        (begin, end) = (cut.from, cut.to)
      } else {
        end = max(end, cut.to)
      }
      if end - begin >= lease / 2 { return true }
    }
    return false
  }

  /// The fleet was ended by the test.
  private func hadEnded(_ start: FleetLine.BodyStep, before later: Int64) -> Bool {
    guard let end = history.end else { return false }
    return later >= end.at && (endOfBody(start) ?? .max) >= end.at
  }

  private func endOfBody(_ start: FleetLine.BodyStep) -> Int64? {
    history.steps.first {
      $0.kind == .end && $0.pid == start.pid && $0.fence == start.fence && $0.job == start.job && $0.at >= start.at
    }?.at
  }
}
