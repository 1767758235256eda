public import CivilTime

/// What a replica reports of a job when it starts, and when the job's definition changes.
package struct ClaimRegistration: Sendable, Hashable {
  /// The job.
  package var job: JobID
  /// Names the trigger: a changed fingerprint makes the job's instants begin anew, so that it inherits no backlog.
  package var fingerprint: String
  /// The job's first instant after now; nil when it has none left.
  package var next: Instant?
  /// The job's circuit breaker, whose state the fleet shares.
  package var breaker: CircuitBreaker?
  /// With a note, a job that the fleet has not had before is paused with it.
  package var pauseNote: String?
  /// The replica has changed the job's trigger itself: the instants up to now are ignored, though the job may have had
  /// this trigger before.
  package var beginsNow: Bool

  /// A registration.
  package init(
    job: JobID, fingerprint: String, next: Instant?, breaker: CircuitBreaker? = nil, pauseNote: String? = nil,
    beginsNow: Bool = false
  ) {
    self.beginsNow = beginsNow
    self.pauseNote = pauseNote
    self.breaker = breaker
    self.job = job
    self.fingerprint = fingerprint
    self.next = next
  }
}

/// What the fleet knows of a job that a replica registers.
package struct RegisteredJob: Sendable, Hashable {
  /// The job.
  package var job: JobID
  /// The last instant decided by anybody; nil when none was.
  package var cursor: Instant?
  /// When this fingerprint was first registered: instants up to here are ignored.
  package var since: Instant

  /// A reply.
  package init(job: JobID, cursor: Instant?, since: Instant) {
    self.job = job
    self.cursor = cursor
    self.since = since
  }
}

/// What a replica reports of itself with each heartbeat.
package struct MemberReport: Sendable, Hashable {
  /// The replica's name, as in every record: host and process.
  package var instance: String
  /// Its status in one word: ok, degraded, unhealthy.
  package var status: String
  /// Its version of the time zone data; a fleet should have one.
  package var timeZoneData: String?
  /// The jobs whose state in the fleet the answer is to have.
  package var jobs: [JobID]
  /// True with the last heartbeat of a replica that stops.
  package var isLeaving: Bool

  /// A report.
  package init(
    instance: String, status: String, timeZoneData: String? = nil, jobs: [JobID] = [], isLeaving: Bool = false
  ) {
    self.instance = instance
    self.status = status
    self.timeZoneData = timeZoneData
    self.jobs = jobs
    self.isLeaving = isLeaving
  }
}

/// What a heartbeat brings back.
package struct HeartbeatReply: Sendable, Hashable {
  /// The fleet's replicas, by name.
  package var members: [FleetMember]
  /// What is paused.
  package var pauses: PauseSwitches
  /// Runs that this heartbeat found dead and has recorded as crashed.
  package var crashed: [CrashedRun]
  /// The fleet's view of the jobs asked for.
  package var jobs: [JobID: FleetJobState]
  /// Requests that wait for a replica that can serve them, oldest first.
  package var requests: [FleetRequest]

  /// A reply.
  package init(
    members: [FleetMember] = [], pauses: PauseSwitches = PauseSwitches(), crashed: [CrashedRun] = [],
    jobs: [JobID: FleetJobState] = [:], requests: [FleetRequest] = []
  ) {
    self.members = members
    self.pauses = pauses
    self.crashed = crashed
    self.jobs = jobs
    self.requests = requests
  }
}

/// A replica as the fleet sees it.
public struct FleetMember: Sendable, Hashable {
  /// The replica's name.
  public var instance: String
  /// When it last reported, by the fleet's clock.
  public var lastSeen: Instant
  /// Its status in one word: `running`, `draining`, or `lost` after two missed heartbeats.
  public var status: String
  /// Its version of the time zone data.
  public var timeZoneData: String?

  /// A member.
  package init(instance: String, lastSeen: Instant, status: String, timeZoneData: String? = nil) {
    self.instance = instance
    self.lastSeen = lastSeen
    self.status = status
    self.timeZoneData = timeZoneData
  }

  /// A replica reports at least every 5 seconds: after so long it has missed two heartbeats.
  static let lostAfter = Duration.seconds(11)

  /// Whether the replica has missed two heartbeats at an instant of the fleet's clock.
  package func isLost(at now: Instant) -> Bool { now - lastSeen > Self.lostAfter }

  /// The replica as it is shown at an instant of the fleet's clock: what it reported last, or that it is lost.
  package func shown(at now: Instant) -> FleetMember {
    var member = self
    if isLost(at: now) { member.status = "lost" }
    return member
  }
}

/// What the fleet knows of a job.
package struct FleetJobState: Sendable, Hashable {
  /// The last instant decided by anybody.
  package var cursor: Instant?
  /// The last run that ended, on whichever replica.
  package var lastRun: RunRecord?

  /// A state.
  package init(cursor: Instant? = nil, lastRun: RunRecord? = nil) {
    self.cursor = cursor
    self.lastRun = lastRun
  }
}

/// The pause switches of a scheduler or, where claims are shared, of a fleet.
public struct PauseSwitches: Sendable, Hashable {
  /// The note of the switch that pauses everything; nil when it is off. An empty note is a note.
  public var everything: String?
  /// The notes of the jobs that are paused one by one.
  public var jobs: [JobID: String]

  /// Switches, all off without arguments.
  package init(everything: String? = nil, jobs: [JobID: String] = [:]) {
    self.everything = everything
    self.jobs = jobs
  }

  /// Whether a job's firings are skipped.
  public func pauses(_ job: JobID) -> Bool { everything != nil || jobs[job] != nil }
}

/// A run whose replica disappeared.
package struct CrashedRun: Sendable, Hashable {
  /// The run that is gone.
  package var token: RunID
  /// Its firing.
  package var firing: Firing
  /// The replica that ran it.
  package var owner: String
  /// Its attempt.
  package var attempt: Int
  /// How often this firing has crashed, this time included.
  package var crashes: Int
  /// Its fencing token.
  package var fencingToken: Int64
  /// It was found dead before, and no replica has taken it over: it is offered again.
  package var isOfferedAgain: Bool
  /// Whether the replica that claimed it wanted it run again: ``ClaimRequest/rerunsAfterCrash``.
  package var mayRunAgain: Bool
  /// What was requested with the run; a replica that runs it again uses the same. Nil for a run of the schedule.
  package var order: FiringOrder?
  /// The runs of the firing that it had taken over itself, oldest first.
  package var takenOver: [RunID] = []

  /// A crashed run.
  package init(
    token: RunID, firing: Firing, owner: String, attempt: Int, crashes: Int, fencingToken: Int64,
    isOfferedAgain: Bool = false, mayRunAgain: Bool = true, order: FiringOrder? = nil
  ) {
    self.mayRunAgain = mayRunAgain
    self.order = order
    self.isOfferedAgain = isOfferedAgain
    self.token = token
    self.firing = firing
    self.owner = owner
    self.attempt = attempt
    self.crashes = crashes
    self.fencingToken = fencingToken
  }
}
