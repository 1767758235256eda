public import CivilTime

extension Scheduler {
  /// Something that a person should know of, reported once when it begins and once when it is over.
  public struct Alert: Sendable, Hashable {
    /// Whether it begins or is over.
    public enum Kind: String, Sendable, Hashable, Codable {
      /// It begins. What repeats while it lasts is counted and not reported again.
      case raised
      /// It is over: the job has succeeded, the claims answer.
      case recovered
    }

    /// How bad it is.
    #if hasAttribute(nonexhaustive)
      @nonexhaustive
    #endif
    public enum Severity: String, Sendable, Hashable, Codable {
      /// Somebody should look in the morning.
      case warning
      /// Somebody should look now: the responsible owner is paged.
      case critical
    }

    /// What is wrong.
    #if hasAttribute(nonexhaustive)
      @nonexhaustive
    #endif
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
      /// A firing failed for good: failed, timed out, crashed or lost its lease. Critical.
      case failed
      /// No run has succeeded for too long. Critical.
      case overdue
      /// A body ignores its cancellation and keeps its slot and its lock. A warning.
      case stuck
      /// The circuit breaker has opened: firings are skipped for its cool-down. Critical.
      case circuitOpen
      /// A firing exhausted its attempts, or took its process down three times, and waits among the dead letters for
      /// somebody to put it back or throw it away. A warning, beside that of the failure.
      case deadLetter
      /// A firing was missed because the claims did not answer (a warning); or, without a job, the claims have been out of
      /// reach for two lease times (critical).
      case claimsUnreachable
    }

    /// A person to notify, and how.
    public struct Recipient: Sendable, Hashable, Codable {
      /// How urgently.
      public enum Urgency: String, Sendable, Hashable, Codable {
        /// Wake them up.
        case page
        /// A message that waits until they read it.
        case notify
      }

      /// As it stands in the job's ``JobOptions/Owner``.
      public var name: String
      /// How urgently.
      public var urgency: Urgency

      /// A recipient.
      public init(name: String, urgency: Urgency) {
        self.name = name
        self.urgency = urgency
      }
    }

    /// Whether it begins or is over.
    public var kind: Kind
    /// How bad it is.
    public var severity: Severity
    /// What is wrong.
    public var reason: Reason
    /// The job; nil where it is about the scheduler.
    public var job: JobID?
    /// The job's owner.
    public var owner: JobOptions.Owner?
    /// Who receives it: the responsible owner is paged where it is critical and notified otherwise, the accountable one
    /// is notified, and so is everybody of the end.
    public var recipients: [Recipient]
    /// The run that it is about, or that ended it.
    public var run: RunID?
    /// When it began.
    public var since: Instant
    /// How often it has happened since then: 1 when it is raised.
    public var count: Int
    /// The replica that reports it.
    public var instance: String
    /// All of it in a sentence.
    public var text: String

    /// Names what is wrong: the same for its beginning and its end, on every replica. A pager's key for duplicates.
    public var key: String { job.map { "\(reason.rawValue):\($0)" } ?? reason.rawValue }

    static func recipients(_ owner: JobOptions.Owner?, _ severity: Severity, _ kind: Kind) -> [Recipient] {
      var recipients: [Recipient] = []
      if let responsible = owner?.responsible {
        let pages = kind == .raised && severity == .critical
        recipients.append(Recipient(name: responsible, urgency: pages ? .page : .notify))
      }
      if let accountable = owner?.accountable { recipients.append(Recipient(name: accountable, urgency: .notify)) }
      return recipients
    }
  }
}

extension Scheduler.Alert: CustomStringConvertible {
  /// Kind, severity, text.
  public var description: String { "\(kind.rawValue) \(severity.rawValue): \(text)" }
}
