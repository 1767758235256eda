/// One line of the log that a fleet under test writes: its workers append what they do, whoever torments it appends
/// the faults, and at the end what Redis still holds.
///
/// Instants are milliseconds since 1970; times are microseconds, of the continuous clock (`at`) or since 1970 (`wall`).
package enum FleetLine: Hashable, Sendable {
  /// A job of the plan: `J job period lease grace traits`, the numbers in ms. Its instants are the multiples of its
  /// period. The traits are `r` (crashed runs run again) and `c` (rolling changes give it another trigger), or `-`.
  case job(PlannedJob)
  /// A body begins (`S`), has an effect (`X`), ends (`E`), fails (`Z`) or stops because it was cancelled (`C`):
  /// `S job instant fence attempt at pid wall cause arguments requester run`. The arguments are a hash of them.
  case body(BodyStep)
  /// Somebody holds a lock (`S`), gives it back (`E`) or is cancelled because it may be another's (`C`):
  /// `L kind lock ttl fence at pid`, the time to live in ms.
  case lock(LockStep)
  /// An instant, or a range, was decided without a start, or a run was found dead:
  /// `O job from to count pid at word cause run`.
  case outcome(Outcome)
  /// A row of the fleet's history: `V job from to count pid at word cause run`; pid is 0, `at` when it was written.
  case history(Outcome)
  /// A fault: `F kind pid from to key`; pid 0 stands for Redis, and the key is that of a fault of a single key, without
  /// the namespace.
  case fault(Fault)
  /// A run was asked for by hand: `Q job instant at cause arguments requester`; instant 0 stands for that moment.
  case order(Order)
  /// A turn of the test: `P begin|heal|end at wall`.
  case phase(Phase)
  /// Redis's clock is shifted: `K redis at offset`.
  case clock(Clock)
  /// A number for the report, or what is left in Redis: `N name value`.
  case number(name: String, value: Int64)

  package struct PlannedJob: Hashable, Sendable {
    package var name: String
    package var period: Int64
    package var lease: Int64
    package var grace: Int64
    /// Whether what a replica that disappeared has left behind runs again.
    package var reruns: Bool
    /// Whether rolling changes give it another trigger.
    package var changes: Bool

    package init(
      name: String, period: Int64, lease: Int64, grace: Int64, reruns: Bool = false, changes: Bool = false
    ) {
      (self.name, self.period, self.lease, self.grace) = (name, period, lease, grace)
      (self.reruns, self.changes) = (reruns, changes)
    }
  }

  package struct BodyStep: Hashable, Sendable {
    package enum Kind: String, Sendable { case start = "S", effect = "X", end = "E", failed = "Z", cancelled = "C" }

    package var kind: Kind
    package var job: String
    package var instant: Int64
    package var fence: Int64
    package var attempt: Int
    package var at: Int64
    package var pid: Int32
    package var wall: Int64
    package var origin: Origin

    package init(
      _ kind: Kind, job: String, instant: Int64, fence: Int64, attempt: Int = 1, at: Int64, pid: Int32, wall: Int64,
      origin: Origin = Origin()
    ) {
      (self.kind, self.job, self.instant, self.fence) = (kind, job, instant, fence)
      (self.attempt, self.at, self.pid, self.wall) = (attempt, at, pid, wall)
      self.origin = origin
    }
  }

  package struct LockStep: Hashable, Sendable {
    package enum Kind: String, Sendable { case taken = "S", givenBack = "E", cancelled = "C" }

    package var kind: Kind
    package var lock: String
    package var timeToLive: Int64
    package var fence: Int64
    package var at: Int64
    package var pid: Int32

    package init(_ kind: Kind, lock: String, timeToLive: Int64, fence: Int64, at: Int64, pid: Int32) {
      (self.kind, self.lock, self.timeToLive) = (kind, lock, timeToLive)
      (self.fence, self.at, self.pid) = (fence, at, pid)
    }
  }

  /// What a run was started for. A run again has the same one, but for its id.
  package struct Origin: Hashable, Sendable {
    package var cause: String
    /// A hash of the arguments.
    package var arguments: String
    package var requester: String
    /// The id of the run.
    package var run: String

    package init(
      cause: String = Self.schedule, arguments: String = Self.none, requester: String = Self.none,
      run: String = Self.none
    ) {
      (self.cause, self.arguments, self.requester, self.run) = (cause, arguments, requester, run)
    }

    /// The cause of a firing that a trigger has named.
    package static let schedule = "scheduled"
    /// A word that is not known.
    package static let none = "-"
  }

  package struct Order: Hashable, Sendable {
    package var job: String
    package var instant: Int64
    package var at: Int64
    package var origin: Origin

    package init(job: String, instant: Int64, at: Int64, origin: Origin) {
      (self.job, self.instant, self.at, self.origin) = (job, instant, at, origin)
    }
  }

  package struct Outcome: Hashable, Sendable {
    package var job: String
    package var from: Int64
    package var to: Int64
    package var count: Int64
    package var pid: Int32
    package var at: Int64
    package var word: String
    package var cause: String
    package var run: String

    package init(
      job: String, from: Int64, to: Int64, count: Int64, pid: Int32 = 0, at: Int64 = 0, word: String,
      cause: String = Origin.schedule, run: String = Origin.none
    ) {
      (self.job, self.from, self.to, self.count) = (job, from, to, count)
      (self.pid, self.at, self.word) = (pid, at, word)
      (self.cause, self.run) = (cause, run)
    }

    package var isScheduled: Bool { cause == Origin.schedule }
  }

  package struct Fault: Hashable, Sendable {
    package var kind: FaultKind
    package var pid: Int32
    package var from: Int64
    package var to: Int64
    /// Of a fault of a single key.
    package var key: String

    package init(_ kind: FaultKind, pid: Int32 = 0, from: Int64, to: Int64, key: String = Origin.none) {
      (self.kind, self.pid, self.from, self.to) = (kind, pid, from, to)
      self.key = key
    }

    /// The key of a freeze that nobody has caused but the machine, which had too much to do.
    package static let starved = "starved"
    /// False for the end of one replica that is a part of a greater fault, and for a freeze by the machine.
    package var isWhole: Bool { !(kind.changesFleet && pid != 0) && key != Self.starved }
    package var endsReplica: Bool { pid != 0 && kind.endsReplica }
    /// When the data is gone.
    package var loss: Int64 { kind.bringsOlderData ? to : from }
  }

  package struct Clock: Hashable, Sendable {
    package var at: Int64
    package var offset: Int64

    package init(at: Int64, offset: Int64) { (self.at, self.offset) = (at, offset) }
  }

  package struct Phase: Hashable, Sendable {
    package enum Name: String, Sendable { case begin, heal, end }

    package var name: Name
    package var at: Int64
    package var wall: Int64

    package init(_ name: Name, at: Int64, wall: Int64) { (self.name, self.at, self.wall) = (name, at, wall) }
  }
}
