import CivilTime

extension SchedulerCore {
  /// How many slots are read at once under the machine's lock.
  static let snapshotPiece = 256

  /// All jobs, in short pieces: each job is as it was at one moment, and all of them within a moment.
  func jobSnapshots() -> [JobSnapshot] {
    var jobs: [JobSnapshot] = []
    var from = 0
    while true {
      let slots = from..<from + Self.snapshotPiece
      let (piece, count) = look { machine, _ in (machine.snapshots(of: slots), machine.jobs.indices.count) }
      jobs.append(contentsOf: piece)
      from = slots.upperBound
      if from >= count { break }
    }
    let order = snapshotOrder.withLock { $0.order(of: jobs) }
    // One that was removed and added again meanwhile may have been met in both slots.
    var unique: [JobSnapshot] = []
    unique.reserveCapacity(jobs.count)
    for place in order where unique.last?.definition.id != jobs[place].definition.id { unique.append(jobs[place]) }
    return unique
  }

  /// Reads everything anew.
  func snapshot() -> StatusSnapshot {
    let jobs = jobSnapshots()
    let runs = runFindings()
    let probe = probe()
    var facts = look { machine, now in StatusFacts(machine, now) }
    for (_, job, progress) in evidence.progress {
      if let known = facts.description.progress[job], known.at > progress.at { continue }
      facts.description.progress[job] = progress
    }
    var verdict = StatusVerdict()
    verdict.judge(facts, jobs, runs, isStalled: probe.isStalled)
    let lateness = facts.lateness.percentiles([0.5, 0.99])
    let shared = facts.shared
    let summary = SchedulerStatus(
      health: verdict.health, reasons: verdict.reasons, reasonKinds: verdict.kinds, takenAt: facts.description.wall,
      isRunning: facts.description.phase == .running, isStalled: probe.isStalled,
      instance: facts.description.instance, startedAt: facts.startedAt, jobs: [], running: facts.running,
      queued: facts.queued, latenessMedian: lateness[0], latenessP99: lateness[1],
      claims: .init(
        kind: claims?.kind ?? "memory", isConnected: shared?.isConnected ?? true, clockOffset: shared?.clockOffset,
        facts: shared?.facts ?? [:], error: shared?.error?.message),
      fleet: (shared?.members ?? []).map { $0.shown(at: facts.description.wall) },
      pauseNote: facts.pauseNote.map { PauseNote(stored: $0).note },
      pause: facts.pauseNote.map(PauseNote.init(stored:)))
    return StatusSnapshot(summary: summary, jobs: jobs, facts: facts.description)
  }
}
