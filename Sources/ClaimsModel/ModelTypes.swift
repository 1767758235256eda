/// A question to ``ModelRedis/decide(_:epoch:server:now:)``.
package struct ModelQuestion: Sendable {
  package enum Kind: Sendable, Equatable { case start, record, takeOver, lock }
  package enum Busy: Sendable, Equatable { case skip, wait, replace }

  /// Instants that are passed over, and why (a number for the row).
  package struct Range: Sendable, Equatable {
    package var from: Int
    package var to: Int
    package var count: Int
    package var reason: Int

    package init(from: Int, to: Int, count: Int, reason: Int) {
      (self.from, self.to, self.count, self.reason) = (from, to, count, reason)
    }
  }

  package var kind = Kind.start
  package var job = 0
  /// Zero is `scheduled`, the only cause that moves the cursor.
  package var cause = 0
  package var token = 0
  package var instant = 0
  package var expected = ModelRedis.none
  /// Where the job begins for the asker, who knows of no cursor.
  package var begins = ModelRedis.none
  /// The trigger; none for the current one.
  package var fingerprint = ModelRedis.none
  package var key = 0
  package var slots = 1
  package var lease = 1_000
  package var busy = Busy.skip
  package var attempt = 1
  package var reruns = false
  /// What somebody asked for with the run, by a number.
  package var order = ModelRedis.none
  /// The run that is taken over.
  package var crashed = ModelRedis.none
  /// For so long after a crash it is worth running again.
  package var rerunWithin = ModelRedis.worthMost
  package var ranges: [Range] = []
  package var owner = 0
  /// Whether an open breaker skips it; nil for those that are scheduled.
  package var heedsBreaker: Bool?
  /// It serves what somebody asked the fleet for, and waits while everything is paused.
  package var isRequest = false
  /// The stored job has another version, or is gone.
  package var isStale = false
  /// It records a want of handlers, and a replica that has the handler waits for the lock.
  package var isWaitedFor = false
  /// What it serves, a request or a dead letter, is gone.
  package var isGone = false
  /// At most and at least so long after a loss of data old instants wait.
  package var quarantineMost = 10_000
  package var quarantineLeast = 0

  package init() {}

  /// Whether the question reads and moves the job's cursor.
  package var movesCursor: Bool { (kind == .start || kind == .record) && cause == 0 }
}

/// The answer to a ``ModelQuestion``.
package enum ModelVerdict: Sendable, Equatable {
  /// `isAgain` where the token held the slot already.
  case won(slot: Int, fence: Int, isAgain: Bool)
  case lost(cursor: Int)
  case gap(cursor: Int)
  /// A range behind the cursor is decided by nobody, and has to be recorded first.
  case undecided(after: Int, through: Int)
  case early(by: Int)
  case ahead(cursor: Int)
  case quarantine(for: Int)
  case paused
  case circuitOpen
  case overlap
  case recorded
  case busy(for: Int)
  /// The trigger is forgotten, and has to be registered again.
  case stale
}

package enum ModelRenewal: Sendable, Equatable { case renewed, cancel, lost }
package enum ModelFinish: Sendable, Equatable { case finished, late, repeated }

/// A run as the hash `runs` has it.
package struct ModelRun: Sendable, Equatable {
  package var job: Int
  package var instant: Int
  package var cause: Int
  package var key: Int
  package var slot: Int
  package var attempt: Int
  package var crashes: Int
  package var fence: Int
  package var owner: Int
  package var reruns: Bool
  /// The runs of its firing that it took over, oldest first.
  package var takenOver: [Int]
  /// When its lease was reported to data that came back, or when it was found crashed; 0 for neither.
  package var seenAt: Int
  package var order: Int
  /// For so long after ``seenAt`` it is worth running again.
  package var within = ModelRedis.worthMost

  package init(
    job: Int, instant: Int, cause: Int, key: Int, slot: Int, attempt: Int, crashes: Int, fence: Int, owner: Int,
    reruns: Bool, takenOver: [Int] = [], order: Int = ModelRedis.none
  ) {
    self.order = order
    (self.job, self.instant, self.cause, self.key, self.slot) = (job, instant, cause, key, slot)
    (self.attempt, self.crashes, self.fence, self.owner) = (attempt, crashes, fence, owner)
    (self.reruns, self.takenOver, seenAt) = (reruns, takenOver, 0)
  }

  package var isTakeOver: Bool { !takenOver.isEmpty }
}

/// A row of history.
package struct ModelRow: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    case missed(reason: Int)
    case skippedPaused
    case skippedCircuitOpen
    case skippedOverlap
    case crashed
    case noHandler
    /// Given up, having been won unheard.
    case unreachable
    /// The end of a run, as its replica reports it.
    case ended
    /// The same, after the run had been declared crashed.
    case endedLate
  }

  package var job: Int
  package var from: Int
  package var to: Int
  package var count: Int
  package var cause: Int
  package var outcome: Outcome
  package var token: Int
  package var attempt: Int
  package var owner: Int
  package var fence: Int
  /// The trigger that passed over a range; none for the current one.
  package var fingerprint = ModelRedis.none
  /// Of a firing that was decided before and would have run again: the row decides no instant anew.
  package var isTakeOver = false
  package var at: Int

  package init(
    job: Int, from: Int, to: Int, count: Int = 1, cause: Int, outcome: Outcome, token: Int = ModelRedis.none,
    attempt: Int = 1, owner: Int, fence: Int = ModelRedis.none, at: Int
  ) {
    (self.job, self.from, self.to, self.count, self.cause) = (job, from, to, count, cause)
    (self.outcome, self.token, self.attempt) = (outcome, token, attempt)
    (self.owner, self.fence, self.at) = (owner, fence, at)
  }
}

/// The end of a run, or of a lock without one.
package struct ModelReport: Sendable {
  package var token: Int
  package var key: Int
  package var slot: Int
  /// The lock is kept until then.
  package var holdUntil = 0
  /// False for a run that was cut short by the loss of its lease.
  package var isFinal = true
  /// False for a lock without a run.
  package var hasRow = true
  /// The replica stops, and another one is to run the firing, as the same attempt.
  package var handsOver = false
  /// How the run ended, for the job's breaker; nil reads it from ``isFinal``.
  package var outcome: Outcome?
  /// A lock that was asked for more than once is given back for good.
  package var forGood = false
  /// The runs of its firing that it took over.
  package var takenOver: [Int] = []
  /// The rule of the job's breaker, where the replica knows it.
  package var breaker: ModelRedis.Breaker?

  /// What a breaker makes of the end of a run.
  package enum Outcome: Sendable { case succeeded, failed, neither }

  package init(token: Int, key: Int, slot: Int) { (self.token, self.key, self.slot) = (token, key, slot) }
}

/// What a replica reports to a data set that may have lost it.
package struct ModelKnowledge: Sendable {
  package struct Job: Sendable {
    package var cursor = ModelRedis.none
    package var fingerprint = ModelRedis.none
    package var since = ModelRedis.none
    package var left: [ModelRedis.Left] = []
    package var breaker: ModelRedis.Breaker?
    package init() {}
  }

  package struct Lease: Sendable {
    package var token: Int
    package var key: Int
    package var slot: Int
    package var lease: Int
    package var fence: Int
    package var job: Int
    /// Nil for a lock without a run.
    package var run: ModelRun?

    package init(token: Int, key: Int, slot: Int, lease: Int, fence: Int, job: Int, run: ModelRun?) {
      (self.token, self.key, self.slot, self.lease) = (token, key, slot, lease)
      (self.fence, self.job, self.run) = (fence, job, run)
    }
  }

  package var epoch = ModelRedis.none
  package var jobs: [Job]
  package var fences: [Int]
  package var leases: [Lease] = []
  package var isPaused = false
  package var pausedJobs: [Bool]
  /// The longest that the replica asks for.
  package var longestLease = 0

  package init(jobs: Int, keys: Int) {
    self.jobs = Array(repeating: Job(), count: jobs)
    fences = Array(repeating: ModelRedis.none, count: keys)
    pausedJobs = Array(repeating: false, count: jobs)
  }
}

/// A rule that is broken on purpose.
package enum Mutation: String, Sendable, CaseIterable {
  case none
  /// Rule 2 is left out: the same token does not get the same answer again.
  case noIdempotentAnswer
  /// Rules 4 and 5 are left out: instants behind the cursor are claimed.
  case cursorNotCompared
  /// Rule 5 is left out: nobody asks what lies between.
  case gapNotTold
  /// Rule 7 is left out.
  case noQuarantine
  /// After a loss of data a lock that is free is taken at once, though its holder may not have reported it.
  case freeLocksAtOnce
  /// A new server does not begin a new quarantine.
  case bornKeptByNewServer
  /// A lease that has ended in older data is news of a death at once.
  case agedForgotten
  /// Replicas: ends that were acknowledged are not reported again to older data.
  case endsNotRepeated
  /// A take-over that older data does not know lets the run before it stand.
  case takenOverForgotten
  /// Runs that crashed are counted, not processes that disappeared.
  case runsCountedAsDeaths
  /// What ended in older data counts as a death.
  case restartCountedAsDeath
  /// A data set that has come back is taken for the one that the fleet was in last.
  case olderEpochTrusted
  /// INCR instead of the larger of that and the clock.
  case plainFence
  /// A lock is deleted by whoever finishes.
  case releaseByName
  /// The books are cleared by whoever finishes.
  case finishWithoutOwner
  /// A renewal takes the lock back from who holds it now.
  case renewalSteals
  /// A run can be swept twice.
  case sweepKeepsOpen
  /// A crashed run can be taken over twice.
  case takeOverNotChecked
  /// A token that has ended can win again.
  case endedForgotten
  /// A merge leaves nothing between what a replica and the data set have decided.
  case mergeLeavesNothing
  /// Rule 5a is left out: who was told of a later beginning decides what comes after that.
  case beginningNotCompared
  /// A merge lets the server's cursor stand.
  case mergeIgnoresCursors
  /// The ends of runs do not reach the job's breaker.
  case breakerForgotten
  /// A merge lets the server's breakers stand.
  case mergeIgnoresBreakers
  /// A merge lets the server's fence stand.
  case mergeIgnoresFences
  /// A take-over begins to count crashes anew.
  case crashesForgotten
  /// Two triggers of a job share one cursor.
  case oneCursorForAllTriggers
  /// Two triggers of a job start an instant that both of them name twice.
  case commonInstantsForgotten
  /// What somebody asked for with a run is not kept beside it.
  case orderForgotten
  /// Replicas: a run goes on when its lease has ended.
  case noSelfCancellation
  /// Replicas: a lease is counted from its answer.
  case leaseFromAnswer
  /// What a loss of data took is not reported again.
  case noMerge
}
