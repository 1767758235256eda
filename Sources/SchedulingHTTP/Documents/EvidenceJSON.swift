import CivilTime
import Scheduling

/// What a run left beside its outcome, and who says so.
struct EvidenceJSON {
  let picture: Picture

  static func progress(_ progress: RunProgress?) -> JSON {
    progress.map { ["fraction": .double($0.fraction), "note": .text($0.note), "at": JSON($0.at)] } ?? .null
  }

  /// The evidence of a run that goes on, or of one that has a row.
  func answer(of run: RunID, job: JobID, going: GoingRun?, row: RunRecord?) async -> JSON {
    let own = picture.scheduler.instance
    let scheduler = picture.scheduler
    if let going {
      guard going.instance == own else {
        return document(
          nil, of: "replica", going.instance,
          reason: "the replica that runs it has its log and its progress until it ends: ask \(going.instance)")
      }
      return document(scheduler.evidence(of: run, job: job), of: "replica", own, reason: nil)
    }
    let instance = row?.instance ?? own
    if let evidence = row?.evidence ?? scheduler.evidence(of: run, job: job) {
      return document(evidence, of: picture.isFleet ? "fleet" : "replica", instance, reason: nil)
    }
    guard picture.isFleet, let archive = scheduler.fleetArchive else {
      return document(nil, of: "replica", instance, reason: why(job))
    }
    do throws(ClaimsUnavailable) {
      let evidence = try await archive.evidence(of: run, job: job)
      return document(evidence, of: "fleet", instance, reason: evidence == nil ? why(job) : nil)
    } catch {
      return document(nil, of: "replica", instance, reason: "the fleet cannot be read: \(error.message)")
    }
  }

  private func why(_ job: JobID) -> String {
    picture.job(job)?.options.keepsEvidence == false
      ? "the job keeps no log and no progress of its runs (keep-evidence: false)"
      : "the run has written nothing with Logger.current and reported no progress, or newer runs have taken its place"
  }

  private func document(_ evidence: RunEvidence?, of whom: String, _ instance: String, reason: String?) -> JSON {
    [
      "of": .text(whom), "instance": .text(instance),
      "lines": .list(
        (evidence?.lines ?? []).map { line in
          [
            "at": JSON(line.at), "level": .text("\(line.level)"), "text": .text(line.text),
            "attempt": JSON(line.attempt),
          ]
        }),
      "dropped": JSON(evidence?.droppedLines ?? 0), "progress": Self.progress(evidence?.progress),
      "reason": JSON(reason),
    ]
  }
}
