/// Due when a run ends: of another job, or of the job itself for a fixed delay between its runs.
///
/// ```swift
/// try await scheduler.add("report", .after("import", on: .success)) { _ in … }
/// try await scheduler.add("poll", .afterEachRun(delay: .seconds(30))) { _ in … }
/// ```
/// Every end counts, also while the delay after an earlier one goes on, and wherever in a fleet the run ended. At most 1,000
/// delayed firings of a job wait in a process; what comes on top is recorded as missed(coalesced). Delays are measured on
/// the continuous clock: a wall clock that is set changes nothing.
///
/// Its runs take the job's lock like any other. A firing lost with the process that would have started it is not made
/// up for: where that matters, give the job a schedule.
public struct CompletionTrigger: EventTrigger, Hashable {
  /// How the run must have ended.
  public enum Ending: String, Hashable, Sendable, Codable, CaseIterable {
    /// It succeeded.
    case success
    /// Its body was started and did not succeed. A run whose process disappeared counts when it is not run again.
    case failure
    /// Its body was started and has ended, in whatever way.
    case completion

    func includes(_ outcome: RunOutcome) -> Bool {
      switch self {
      case .success: outcome == .succeeded
      case .failure: outcome.didRun && outcome != .succeeded
      case .completion: outcome.didRun
      }
    }
  }

  /// The job whose runs are waited for; nil for the job itself.
  package let job: JobID?
  /// How the run must have ended.
  package let ending: Ending
  /// From the end to the firing.
  package let delay: Duration

  /// Due `delay` after the end of a run of `job`, or of the job itself when it is nil.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for a negative delay, or one below 1 ms between a job's
  ///   own runs, which would never rest; and for another ending than `completion` of the job's own runs.
  package init(job: JobID?, on ending: Ending = .completion, delay: Duration = .zero) throws {
    guard delay >= (job == nil ? .milliseconds(1) : .zero), delay.nanoseconds < .max else {
      throw SchedulerError(
        .invalidTrigger,
        job == nil ? "the delay between a job's own runs is at least 1 ms" : "a delay must be zero or more")
    }
    guard job != nil || ending == .completion else {
      throw SchedulerError(
        .invalidTrigger,
        "a delay after a job's own runs counts from every end of a run; leave out `on:`, or the job would stop for ever "
          + "after a run that ended otherwise")
    }
    self.job = job
    self.ending = ending
    self.delay = delay
  }

  var event: TriggerEvent { .completion(of: job, on: ending, delay: delay.nanoseconds) }

  /// The trigger as it is for one job.
  public func prepared(for job: JobID) throws -> any Trigger {
    guard self.job == job else { return self }
    throw SchedulerError(
      .invalidTrigger, "a job cannot wait for itself; write .afterEachRun(delay:) for a fixed delay", job: job)
  }

  /// The trigger in one line of English.
  public var description: String {
    let time = delay == .zero ? "" : "\(durationWords(delay.nanoseconds)) "
    guard let job else { return "\(durationWords(delay.nanoseconds).capitalizedFirst) after each of its runs" }
    let words =
      switch ending {
      case .success: "succeeded"
      case .failure: "failed"
      case .completion: "ended"
      }
    return "\(time)after a run of \(job) has \(words)".capitalizedFirst
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String {
    "after \(job?.rawValue ?? "each run")" + (ending == .completion ? "" : " on \(ending.rawValue)")
      + (delay == .zero ? "" : " + \(durationText(delay.nanoseconds))")
  }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String { "after:\(ending.rawValue):\(delay.nanoseconds):\(job?.rawValue ?? "")" }
}

extension Trigger where Self == CompletionTrigger {
  /// Due when a run of another job ends.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for a negative delay.
  public static func after(
    _ job: JobID, on ending: CompletionTrigger.Ending = .success, delay: Duration = .zero
  ) throws -> CompletionTrigger {
    try CompletionTrigger(job: job, on: ending, delay: delay)
  }

  /// Due `delay` after the scheduler's start, and then `delay` after the end of each of the job's own runs: a fixed
  /// delay, where ``Trigger/every(_:anchor:)`` is a fixed rate.
  ///
  /// Only where claims are local: replicas could not agree on when the last run ended.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for a delay below 1 ms.
  public static func afterEachRun(delay: Duration) throws -> CompletionTrigger {
    try CompletionTrigger(job: nil, delay: delay)
  }
}

extension String {
  /// The text with its first letter in upper case.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
