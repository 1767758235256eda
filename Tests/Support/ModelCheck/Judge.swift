import ClaimsModel

/// What is wrong with an interleaving.
package struct Violation: Sendable, Equatable, CustomStringConvertible {
  package enum Invariant: String, Sendable {
    /// A scheduled (job, instant) starts at most once.
    case startedOnce = "I1"
    /// No more runs than slots at a time.
    case noOverlap = "I2"
    /// Every instant is decided, and what is claimed is recorded.
    case nothingSilent = "I3"
    /// Fences of a lock rise in the order of the claims.
    case fencesRise = "I4"
    /// Nothing is claimed before its instant.
    case neverEarly = "I5"
    /// After healing nothing is held.
    case nothingLeft = "I6"
    /// One end for each run, and a crash is counted once.
    case recordedOnce = "I7"
    /// A token that has ended does not win, and a crashed run has one taker.
    case oneOwner = "I8"
    /// A run whose process is well, and one that it has ended, is not run again.
    case nobodyDied = "I10"
    /// A job is paused for processes that disappeared, not for runs, nor for what older data says.
    case deathsCounted = "I11"
    /// An open breaker lets nothing of the schedule through, also after a loss of data that somebody remembers.
    case breakerHolds = "I12"
    /// A run again is the same run: what somebody asked for goes with it.
    case sameOrder = "I9"
  }

  package var invariant: Invariant
  package var detail: String

  package var description: String { "\(invariant.rawValue): \(detail)" }
}

/// What really happened, beside what Redis remembers of it.
struct Judge {
  struct Claim {
    var job = 0
    var instant = 0
    var isScheduled = false
    var isTakeOver = false
    var replica = -1
    var generation = 0
    var claimedAt = 0
    var hasStarted = false
    var lostItsLease = false
    var lastTaker = 0
    var trigger = ModelRedis.none
    /// It was found dead in data that had come back before anybody who knew the other data had noticed.
    var wasSweptUnnoticed = false
    /// It was claimed in data that had come back before anybody who knew the other data had noticed.
    var wasClaimedUnnoticed = false
    /// A merge reported its lease: it is open again, should it have ended without its replica having heard of that.
    var wasTold = false
    var lossesBefore = 0
    /// Another had claimed it, and nothing excuses that.
    var isDuplicate = false
    var hasEnded = false
    var crashes = 0
    var ends = 0
    var takers = 0
    /// How many runs of its firing crashed before.
    var chain = 0
    var order = ModelRedis.none
    /// When it was claimed, the fleet knew of the last loss of data: free locks had been held back.
    var knewLoss = false
  }

  struct Instant {
    /// The last claim; 0 for none.
    var token = 0
    var starts = 0
    var isRecorded = false
    /// When it was decided last.
    var lossesBefore = 0
  }

  static let horizon = 320
  /// Triggers of one job.
  static let mostTriggers = 2

  var violation: Violation?
  var claims: [Claim] = []
  var instants: [Instant]
  /// When each trigger of a job began: see ``of(_:_:)``.
  var since: [Int]
  /// All up to here have been looked at when a cursor passed them.
  var passed: [Int]
  /// Up to here a loss of data explains what nobody has decided.
  var excusedThrough: [Int]
  /// What Redis must know of each job since the last loss of data.
  var cursors: [Int]
  /// What the fleet must know of each job's breaker; nil for a job without one.
  var breakers: [ModelRedis.Breaker?]
  var fences: [Int]
  var fenceLosses: [Int]
  var losses = 0
  /// Deaths, freezes and partitions of replicas.
  var disappearances = 0
  var lostAt = ModelRedis.none
  var jumpedAt = ModelRedis.none
  var jumpedBack = false
  var jumpedFar = 0
  let plan: Plan
  let base: Int

  init(_ plan: Plan) {
    self.plan = plan
    base = Plan.start - 10_000
    instants = Array(repeating: Instant(), count: plan.jobs.count * Self.horizon)
    since = Array(repeating: ModelRedis.none, count: plan.jobs.count * Self.mostTriggers)
    passed = since
    excusedThrough = since
    cursors = since
    breakers = plan.jobs.map(\.breaker)
    fences = Array(repeating: 0, count: plan.jobs.count)
    fenceLosses = Array(repeating: 0, count: plan.jobs.count)
  }

  mutating func report(_ invariant: Violation.Invariant, _ detail: @autoclosure () -> String) {
    if violation == nil { violation = Violation(invariant: invariant, detail: detail()) }
  }

  /// Where an instant is kept; nil beyond what an interleaving can reach.
  func place(_ job: Int, _ instant: Int) -> Int? {
    let index = (instant - base).flooredDivision(by: plan.jobs[job].grid)
    return index >= 0 && index < Self.horizon ? job * Self.horizon + index : nil
  }

  mutating func reach(_ token: Int) { while claims.count <= token { claims.append(Claim()) } }

  /// Where the books of a trigger are.
  func of(_ job: Int, _ trigger: Int) -> Int {
    job * Self.mostTriggers + (trigger - 1) % plan.jobs[job].periods.count
  }

  mutating func registered(_ job: Int, _ trigger: Int, since told: Int) {
    let index = of(job, trigger)
    if since[index] == ModelRedis.none {
      since[index] = told
      passed[index] = told
    } else if told > since[index] {
      // In a data set that began empty the job begins anew, until an older replica tells of it.
      excusedThrough[index] = max(excusedThrough[index], told)
    }
  }

  mutating func ended(_ token: Int) {
    reach(token)
    claims[token].hasEnded = true
  }

  mutating func jumped(by: Int, now: Int) {
    jumpedAt = now
    jumpedFar += abs(by)
    if by < 0 { jumpedBack = true }
  }

  mutating func lostData(_ redis: ModelRedis, now: Int, fleetNow: Int) {
    losses += 1
    lostAt = now
    for job in plan.jobs.indices where plan.jobs[job].breaker != nil {
      breakers[job] = redis.jobs[job].breaker ?? plan.jobs[job].breaker
    }
    for job in plan.jobs.indices {
      for trigger in plan.jobs[job].triggers {
        cursors[of(job, trigger)] = redis.cursor(of: job, fingerprint: trigger)
        excusedThrough[of(job, trigger)] = max(excusedThrough[of(job, trigger)], fleetNow)
      }
    }
  }

  mutating func merged(_ told: ModelKnowledge) {
    for job in plan.jobs.indices where told.jobs[job].fingerprint != ModelRedis.none {
      let index = of(job, told.jobs[job].fingerprint)
      cursors[index] = max(cursors[index], told.jobs[job].cursor)
    }
    for lease in told.leases {
      reach(lease.token)
      claims[lease.token].wasTold = true
    }
  }

  private mutating func recorded(_ place: Int, _ row: ModelRow, _ instant: Int) {
    // A trigger that passes over a range says nothing of what another has decided in it.
    let isDecided = instants[place].token != 0 || instants[place].isRecorded
    if isDecided, !plan.jobs[row.job].isCommon(instant), instants[place].lossesBefore == losses {
      report(.recordedOnce, "job \(row.job) @\(instant) is decided twice: \(row.outcome)")
    }
    instants[place].isRecorded = true
    instants[place].lossesBefore = losses
  }

  /// Takes the rows out of Redis and into the books.
  mutating func take(_ redis: inout ModelRedis, now: Int) {
    guard !redis.rows.isEmpty else { return }
    for row in redis.rows {
      switch row.outcome {
      case .missed, .skippedPaused, .skippedCircuitOpen, .skippedOverlap:
        // A take-over that is skipped decides nothing anew.
        guard row.cause == 0, row.attempt == 1, !row.isTakeOver else { continue }
        for instant in stride(from: row.from, through: row.to, by: plan.jobs[row.job].period(max(row.fingerprint, 1))) {
          if let place = place(row.job, instant) { recorded(place, row, instant) }
        }
      case .crashed:
        reach(row.token)
        claims[row.token].crashes += 1
        let isLost = claims[row.token].lossesBefore < losses
        if claims[row.token].crashes > 1, !isLost {
          report(.recordedOnce, "run \(row.token) has crashed twice")
        }
        if claims[row.token].ends > 0, !isLost, !claims[row.token].wasTold {
          report(.recordedOnce, "run \(row.token) ended and is said to have crashed")
        }
      case .ended, .endedLate, .unreachable:
        reach(row.token)
        claims[row.token].ends += 1
        if claims[row.token].ends > 1, claims[row.token].lossesBefore == losses, !claims[row.token].wasTold {
          report(.recordedOnce, "run \(row.token) has ended twice")
        }
      case .noHandler: break
      }
    }
    redis.rows.removeAll(keepingCapacity: true)
  }
}
