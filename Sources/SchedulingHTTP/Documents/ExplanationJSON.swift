import CivilTime
import Scheduling

/// Why a job ran, or did not, at an instant: what this replica knows, and where it does not know, what the fleet does.
struct ExplanationJSON {
  let picture: Picture

  /// Nil when nothing is known of the job.
  func answer(_ job: JobID, _ instant: Instant) -> JSON? {
    let own = try? picture.scheduler.explain(job, at: instant)
    let isSettled = own.map { ![.elsewhere, .forgotten, .pending].contains($0.verdict) } ?? false
    if isSettled, let own { return document(own) }
    if let found = fromFleet(job, instant, own) { return document(found) }
    if let own { return document(own) }
    guard picture.knows(job) else { return nil }
    return document(
      FiringExplanation(
        job: job, instant: instant, verdict: .forgotten,
        sentence: "only other replicas have the job, and the fleet's history has no row for this instant"))
  }

  private func fromFleet(_ job: JobID, _ instant: Instant, _ own: FiringExplanation?) -> FiringExplanation? {
    guard picture.isFleet else { return nil }
    func explanation(_ verdict: FiringExplanation.Verdict, _ sentence: String) -> FiringExplanation {
      FiringExplanation(
        job: job, instant: instant, verdict: verdict, sentence: sentence, previous: own?.previous, next: own?.next)
    }
    if let run = picture.runsOfJobs[job]?.first(where: { $0.firing.instant == instant }) {
      var found = explanation(
        run.isRunning ? .running : .waiting, run.note ?? "it is running on \(run.instance), attempt \(run.attempt)")
      (found.run, found.instance) = (run.id, run.instance)
      return found
    }
    let rows = picture.rows(of: job, limit: .max).filter { $0.firstInstant <= instant && instant <= $0.instant }
    guard
      let row = rows.first(where: { !$0.willRetry && $0.cause == .scheduled }) ?? rows.first(where: { !$0.willRetry })
    else { return nil }
    let verdict: FiringExplanation.Verdict =
      switch row.outcome.kind {
      case .skipped: .skipped
      case .missed: .missed
      default: .ran
      }
    let message = row.message.map { ". \($0)" } ?? ""
    var found = explanation(verdict, "\(row.outcome) on \(row.instance): \(RunJSON.why(row))\(message)")
    (found.outcome, found.run, found.instance) = (row.outcome, row.runID, row.instance)
    return found
  }

  private func document(_ answer: FiringExplanation) -> JSON {
    [
      "job": .text(answer.job.rawValue), "instant": JSON(answer.instant), "verdict": .text(answer.verdict.rawValue),
      "sentence": .text(answer.sentence), "outcome": JSON(answer.outcome?.description),
      "run_id": JSON(answer.run?.description), "instance": JSON(answer.instance), "previous": JSON(answer.previous),
      "next": JSON(answer.next), "view": picture.view,
    ]
  }
}
