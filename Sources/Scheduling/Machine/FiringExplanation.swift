public import CivilTime

/// Why a job ran, or did not, at an instant: what ``Scheduler/explain(_:at:)`` answers.
public struct FiringExplanation: Sendable, Hashable {
  /// The answer in a word.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// A body was started and has ended: see the outcome.
    case ran
    /// Decided, and deliberately not run.
    case skipped
    /// Not decided in time.
    case missed
    /// Its body is going on.
    case running
    /// Decided; it waits for a thread, for room, or for its next attempt.
    case waiting
    /// Due and not decided.
    case pending
    /// Not due yet.
    case upcoming
    /// Not an instant of the trigger: see the nearest ones.
    case notScheduled
    /// Decided by another replica, which has the record.
    case elsewhere
    /// The job was not there yet, or had another trigger.
    case beforeRegistration
    /// Decided here; its row has made room for newer ones.
    case forgotten
  }

  /// The job.
  public var job: JobID
  /// The instant that was asked for.
  public var instant: Instant
  /// The answer in a word.
  public var verdict: Verdict
  /// The answer in a sentence, with reason and numbers.
  public var sentence: String
  /// How it ended, where that is recorded.
  public var outcome: RunOutcome?
  /// The run; nil where none was started.
  public var run: RunID?
  /// The replica that decided, where that is known.
  public var instance: String?
  /// The last instant of the trigger before the one asked for; nil when there is none.
  public var previous: Instant?
  /// The first instant of the trigger after the one asked for; nil when there is none.
  public var next: Instant?

  /// An answer.
  package init(
    job: JobID, instant: Instant, verdict: Verdict, sentence: String, outcome: RunOutcome? = nil, run: RunID? = nil,
    instance: String? = nil, previous: Instant? = nil, next: Instant? = nil
  ) {
    (self.job, self.instant, self.verdict, self.sentence) = (job, instant, verdict, sentence)
    (self.outcome, self.run, self.instance) = (outcome, run, instance)
    (self.previous, self.next) = (previous, next)
  }
}

extension FiringExplanation: CustomStringConvertible {
  /// The sentence.
  public var description: String { sentence }
}

extension FiringExplanation: Codable {
  private enum Key: String, CodingKey {
    case job, instant, verdict, sentence, outcome, run = "run_id", instance, previous, next
  }

  /// Reads what ``encode(to:)`` writes.
  /// - Throws: `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func instant(_ key: Key) throws -> Instant? {
      guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
      do throws(TimestampError) {
        return try Instant(rfc3339: text)
      } catch {
        throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "\(error)")
      }
    }
    job = try container.decode(JobID.self, forKey: .job)
    guard let asked = try instant(.instant) else {
      throw DecodingError.dataCorruptedError(forKey: .instant, in: container, debugDescription: "it is missing")
    }
    self.instant = asked
    verdict = try container.decode(Verdict.self, forKey: .verdict)
    sentence = try container.decode(String.self, forKey: .sentence)
    outcome = try container.decodeIfPresent(RunOutcome.self, forKey: .outcome)
    run = try container.decodeIfPresent(String.self, forKey: .run).flatMap { RunID($0) }
    instance = try container.decodeIfPresent(String.self, forKey: .instance)
    previous = try instant(.previous)
    next = try instant(.next)
  }

  /// Writes every key; instants in RFC 3339, and null for what is not known.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(job, forKey: .job)
    try container.encode(instant.rfc3339, forKey: .instant)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(sentence, forKey: .sentence)
    try container.encode(outcome, forKey: .outcome)
    try container.encode(run?.description, forKey: .run)
    try container.encode(instance, forKey: .instance)
    try container.encode(previous?.rfc3339, forKey: .previous)
    try container.encode(next?.rfc3339, forKey: .next)
  }
}
