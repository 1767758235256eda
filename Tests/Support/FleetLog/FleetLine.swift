/// One line of the log that a fleet under test writes: its workers append what they do, whoever torments it appends
/// the faults, and at the end what Redis still holds.
///
/// Instants are milliseconds since 1970; times are microseconds, of the continuous clock (`at`) or since 1970 (`wall`).
package enum FleetLine: Hashable, Sendable {
  /// A job of the plan: `J job period lease grace`, all in ms. Its instants are the multiples of its period.
  case job(PlannedJob)
  /// A body begins (`S`), has an effect (`X`), ends (`E`) or gives up because it was told to (`C`):
  /// `S job instant fence attempt at pid wall`.
  case body(BodyStep)
  /// An instant, or a range, was decided without a start, or a run was found dead: `O job from to count pid at word`.
  case outcome(Outcome)
  /// A row of the fleet's history as it is at the end: `V job from to count pid at word`, pid and at zero.
  case history(Outcome)
  /// A fault: `F kind pid from to`; pid 0 stands for Redis.
  case fault(Fault)
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

    package init(name: String, period: Int64, lease: Int64, grace: Int64) {
      (self.name, self.period, self.lease, self.grace) = (name, period, lease, grace)
    }
  }

  package struct BodyStep: Hashable, Sendable {
    package enum Kind: String, Sendable { case start = "S", effect = "X", end = "E", cancelled = "C" }

    package var kind: Kind
    package var job: String
    package var instant: Int64
    package var fence: Int64
    package var attempt: Int
    package var at: Int64
    package var pid: Int32
    package var wall: Int64

    package init(
      _ kind: Kind, job: String, instant: Int64, fence: Int64, attempt: Int = 1, at: Int64, pid: Int32, wall: Int64
    ) {
      (self.kind, self.job, self.instant, self.fence) = (kind, job, instant, fence)
      (self.attempt, self.at, self.pid, self.wall) = (attempt, at, pid, wall)
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

    package init(job: String, from: Int64, to: Int64, count: Int64, pid: Int32 = 0, at: Int64 = 0, word: String) {
      (self.job, self.from, self.to, self.count) = (job, from, to, count)
      (self.pid, self.at, self.word) = (pid, at, word)
    }
  }

  package struct Fault: Hashable, Sendable {
    package var kind: FaultKind
    package var pid: Int32
    package var from: Int64
    package var to: Int64

    package init(_ kind: FaultKind, pid: Int32 = 0, from: Int64, to: Int64) {
      (self.kind, self.pid, self.from, self.to) = (kind, pid, from, to)
    }
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
