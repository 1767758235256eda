public import CivilTime

/// A fleet at one moment, read in one step.
public struct FleetView: Sendable, Hashable {
  /// Redis's clock, which is the fleet's.
  public var now: Instant
  /// The random name of the data set: another one, and the data was lost.
  public var epoch: String
  /// When the data set, or its life on this server, began.
  public var born: Instant
  /// The replicas, by name. One that has missed two heartbeats has the status `lost`, and is listed for ten minutes.
  public var members: [FleetMember]
  /// What is paused.
  public var pauses: PauseSwitches
  /// Runs going on, those first whose leases end first; the first 1,000.
  public var runs: [FleetRun]
  /// Requests that wait, oldest first.
  public var requests: [FleetRequest]

  /// All its parts.
  package init(
    now: Instant, epoch: String, born: Instant, members: [FleetMember], pauses: PauseSwitches, runs: [FleetRun],
    requests: [FleetRequest]
  ) {
    self.now = now
    self.epoch = epoch
    self.born = born
    self.members = members
    self.pauses = pauses
    self.runs = runs
    self.requests = requests
  }
}

/// A run going on somewhere in the fleet.
public struct FleetRun: Sendable, Hashable {
  /// Its id.
  public var id: RunID
  /// What it is a run of.
  public var firing: Firing
  /// The replica that runs it.
  public var instance: String
  /// 1 for the first attempt.
  public var attempt: Int
  /// How often this firing has crashed before.
  public var crashes: Int
  /// The lock that it holds, and which slot of it.
  public var lockKey: String
  /// The slot, from 0.
  public var slot: Int
  /// Its fencing token.
  public var fencingToken: Int64
  /// When its lease ends unless it is renewed; past it, the run is about to be recorded as crashed.
  public var leaseEnds: Instant

  /// All its parts.
  package init(
    id: RunID, firing: Firing, instance: String, attempt: Int, crashes: Int, lockKey: String, slot: Int,
    fencingToken: Int64, leaseEnds: Instant
  ) {
    self.id = id
    self.firing = firing
    self.instance = instance
    self.attempt = attempt
    self.crashes = crashes
    self.lockKey = lockKey
    self.slot = slot
    self.fencingToken = fencingToken
    self.leaseEnds = leaseEnds
  }
}

/// A job that a fleet knows.
public struct FleetJob: Sendable, Hashable {
  /// The job.
  public var id: JobID
  /// The last instant decided by anybody; nil when none was.
  public var cursor: Instant?
  /// When its trigger was first registered.
  public var since: Instant?
  /// Its next instant, as of its last decision or registration; nil when there is none, or it waits for other jobs.
  public var next: Instant?
  /// The last run that ended.
  public var lastRun: RunRecord?
  /// The note of its pause switch; nil when the job itself is not paused.
  public var pauseNote: String?

  /// All its parts.
  package init(
    id: JobID, cursor: Instant?, since: Instant?, next: Instant?, lastRun: RunRecord?, pauseNote: String?
  ) {
    self.id = id
    self.cursor = cursor
    self.since = since
    self.next = next
    self.lastRun = lastRun
    self.pauseNote = pauseNote
  }
}

/// A slot of a lock that is taken.
public struct FleetLock: Sendable, Hashable {
  /// The lock: a job's id, or a name.
  public var key: String
  /// The slot, from 0.
  public var slot: Int
  /// The run, or the caller of `RedisLocks.withLock`, that took it.
  public var holder: String
  /// The job whose run holds it; nil for `RedisLocks.withLock`, and for a lock that is only kept for its minimum hold.
  public var job: JobID?
  /// The holder's fencing token; nil for a lock that is only kept for its minimum hold.
  public var fencingToken: Int64?
  /// How long it stays taken unless it is renewed.
  public var remaining: Duration

  /// All its parts.
  package init(
    key: String, slot: Int, holder: String, job: JobID?, fencingToken: Int64?, remaining: Duration
  ) {
    self.key = key
    self.slot = slot
    self.holder = holder
    self.job = job
    self.fencingToken = fencingToken
    self.remaining = remaining
  }
}
