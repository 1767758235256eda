package import CivilTime

/// Keeps jobs as data that replicas share, and decides who runs them. `RedisClaims` is the one that hosts use; the
/// test kit has another.
///
/// A store is a ``ClaimService`` whose ``ClaimService/decide(_:)`` does two things more for a request with a
/// ``ClaimRequest/version``: it answers ``ClaimVerdict/stale`` when the job's definition has another version or is gone,
/// and when it decides an instant it moves the job's place in the order of ``head(_:)`` to ``ClaimRequest/next``, in the
/// same step. It never computes an instant: those are the replicas' business.
///
/// Every method may throw ``ClaimsUnavailable``, which never says whether the question had its effect.
package protocol JobStoreService: ClaimService {
  /// Adds or changes a job. The same token asked again gets the same answer.
  func put(_ change: StoredJobChange) async throws(ClaimsUnavailable) -> StoredJobReply

  /// Takes a job away, with its pause switch. A question about it that is still on its way decides nothing. The same
  /// token asked again gets the same answer.
  func remove(
    _ job: JobID, expected: Int64?, token: RunID
  ) async throws(ClaimsUnavailable) -> StoredJobReply

  /// Which jobs are due next.
  func head(_ question: StoreHeadQuestion) async throws(ClaimsUnavailable) -> StoreHead

  /// Jobs by id, in the order of the questions; at most 100. Nil for a job that the store does not have.
  func load(_ jobs: [StoredJobQuestion]) async throws(ClaimsUnavailable) -> [StoredJob?]

  /// Corrects the places of jobs in the order of ``head(_:)``, each if its version and cursor are still those given, and
  /// forgets the names of jobs that are not there any more; at most 100. A job without a next instant stays last in the
  /// order until the store lets it go, some days later.
  func place(_ places: [StoredJobPlace]) async throws(ClaimsUnavailable)

  /// Names of jobs in the store's own order, beginning after one of them or with the first; at most `limit`.
  func list(after job: JobID?, limit: Int) async throws(ClaimsUnavailable) -> [JobID]
}

/// A job as a store has it.
package struct StoredJob: Sendable, Hashable {
  /// The job.
  package var id: JobID
  /// Rises with every change of the definition.
  package var version: Int64
  /// The definition as JSON, see <doc:DurableJobs>; nil in an answer to somebody who has this version.
  package var definition: String?
  /// Names the trigger.
  package var fingerprint: String
  /// The last instant decided by anybody; nil when none was.
  package var cursor: Instant?
  /// When this fingerprint was first put: instants up to here are ignored.
  package var since: Instant
  /// Why the store cannot read what it has of the job; nil when it can.
  package var fault: String?

  /// A job that is there and cannot be read.
  package static func unreadable(_ id: JobID, _ fault: String) -> StoredJob {
    var job = StoredJob(id: id, version: 0, definition: "", fingerprint: "", cursor: nil, since: .min)
    job.fault = fault
    return job
  }

  /// A stored job.
  package init(
    id: JobID, version: Int64, definition: String?, fingerprint: String, cursor: Instant?, since: Instant
  ) {
    self.id = id
    self.version = version
    self.definition = definition
    self.fingerprint = fingerprint
    self.cursor = cursor
    self.since = since
  }
}

/// A change of a stored job.
package struct StoredJobChange: Sendable, Hashable {
  /// What has to be there for the change to be made.
  package enum Expectation: Sendable, Hashable {
    /// No job of this id.
    case absent
    /// Anything or nothing.
    case any
    /// The job in this version.
    case version(Int64)
  }

  /// The job.
  package var id: JobID
  /// What has to be there.
  package var expected: Expectation
  /// The definition as JSON.
  package var definition: String
  /// Names the trigger: with a changed fingerprint the job's instants begin anew, now.
  package var fingerprint: String
  /// The next instant; nil when there is none.
  package var next: Instant?
  /// Names this change, so that it is made once however often it is asked for.
  package var token: RunID
  /// With a note a new job is added paused.
  package var pauseNote: String?
  /// The job's circuit breaker, whose state the fleet shares.
  package var breaker: CircuitBreaker?
  /// The lock of the job's runs. Jobs that share one have to count its slots alike, or the change is refused.
  package var lock: StoredLock?
  /// What a changed trigger leaves undecided: recorded in the same step.
  package var dropped: Dropped?

  /// Instants of the trigger before the change.
  package struct Dropped: Sendable, Hashable {
    /// The instants.
    package var instants: PassedOver
    /// The last instant that was decided when they were counted; where it is another one, the change is a conflict.
    package var cursor: Instant?

    /// What a change leaves undecided.
    package init(instants: PassedOver, cursor: Instant?) {
      self.instants = instants
      self.cursor = cursor
    }
  }

  /// A change.
  package init(
    id: JobID, expected: Expectation, definition: String, fingerprint: String, next: Instant?, token: RunID,
    pauseNote: String? = nil, breaker: CircuitBreaker? = nil, lock: StoredLock? = nil, dropped: Dropped? = nil
  ) {
    self.lock = lock
    self.dropped = dropped
    self.id = id
    self.expected = expected
    self.definition = definition
    self.fingerprint = fingerprint
    self.next = next
    self.token = token
    self.pauseNote = pauseNote
    self.breaker = breaker
  }
}

/// The lock of a stored job's runs.
package struct StoredLock: Sendable, Hashable {
  /// Its key: the job's id, or a name that several jobs may share.
  package var key: String
  /// How many runs may hold it at once, 1 to 16.
  package var slots: Int
  /// Whether the job names it, rather than having it as its own.
  package var isNamed: Bool

  /// A lock.
  package init(key: String, slots: Int, isNamed: Bool) {
    self.key = key
    self.slots = slots
    self.isNamed = isNamed
  }
}

/// What became of a change.
package enum StoredJobReply: Sendable, Hashable {
  /// The jobs that share its lock let in another number of runs at a time; one of them is named.
  case otherSlots(slots: Int, job: JobID)
  /// It was made: the version that it has, the last instant decided before, and where its instants begin.
  case made(version: Int64, cursor: Instant?, since: Instant)
  /// There is a job of this id, in this version, and none was expected.
  case exists(version: Int64)
  /// The job has another version than was expected; nil: it is not there.
  case conflict(version: Int64?)
}

/// A question for what is due next.
package struct StoreHeadQuestion: Sendable, Hashable {
  /// ``StoreHead/changes`` of the last answer; empty for none.
  package var changes: String
  /// Whether the entries are wanted even if nothing has changed.
  package var wantsEntries: Bool
  /// The most entries wanted.
  package var limit: Int
  /// Entries due later are not wanted; nil for all.
  package var until: Instant?

  /// A question.
  package init(changes: String, wantsEntries: Bool, limit: Int, until: Instant? = nil) {
    self.changes = changes
    self.wantsEntries = wantsEntries
    self.limit = limit
    self.until = until
  }
}

/// What is due next.
package struct StoreHead: Sendable, Hashable {
  /// A job and its next instant.
  package struct Entry: Sendable, Hashable {
    /// The job.
    package var id: JobID
    /// Its next instant.
    package var next: Instant

    /// An entry.
    package init(id: JobID, next: Instant) {
      self.id = id
      self.next = next
    }
  }

  /// Another text after every change of a definition.
  package var changes: String
  /// The jobs with the earliest instants, the earliest first; nil where nothing has changed and none were wanted.
  package var entries: [Entry]?

  /// An answer.
  package init(changes: String, entries: [Entry]?) {
    self.changes = changes
    self.entries = entries
  }
}

/// Where a stored job belongs in the order of what is due.
package struct StoredJobPlace: Sendable, Hashable {
  /// The job as it was read.
  package var job: StoredJob
  /// The first instant after its cursor and its beginning; nil when there is none.
  package var next: Instant?

  /// A place.
  package init(job: StoredJob, next: Instant?) {
    self.job = job
    self.next = next
  }
}

/// A question for a stored job.
package struct StoredJobQuestion: Sendable, Hashable {
  /// The job.
  package var id: JobID
  /// The version that the asker has; nil for none.
  package var known: Int64?

  /// A question.
  package init(id: JobID, known: Int64? = nil) {
    self.id = id
    self.known = known
  }
}
