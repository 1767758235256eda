import CivilTime

/// Notices jobs that should have succeeded and have not: the failure that no run reports.
struct OverdueWatch {
  /// By slot.
  private var jobs: [JobWatch] = []
  /// Jobs by the instant at which to look.
  private var instants = IndexedHeap()
  /// Jobs by the moment of the continuous clock at which to look: each is here or there.
  private var moments = IndexedHeap()

  /// A job that nobody looked at for so long is looked at later once more: what is due runs first.
  private static let frozen: Int64 = 60_000_000_000

  // MARK: Looking

  subscript(slot: Int) -> JobWatch { slot < jobs.count ? jobs[slot] : JobWatch() }

  /// The next instant at which to look.
  var nextInstant: Int64? { instants.first?.key }

  /// The next moment at which to look.
  var nextMoment: MonotonicTime? {
    guard let first = moments.first, first.key != .max else { return nil }
    return MonotonicTime(nanoseconds: first.key)
  }

  /// A job to look at now, and how late that is; nil when there is none.
  func due(_ now: Now) -> (slot: Int, late: Int64)? {
    if let first = instants.first, first.key <= now.wall.nanosecondsSince1970 {
      return (first.slot, now.wall.nanoseconds(since: Instant(nanosecondsSince1970: first.key)))
    }
    if let first = moments.first, first.key <= now.monotonic.nanoseconds {
      return (first.slot, (now.monotonic - MonotonicTime(nanoseconds: first.key)).nanoseconds)
    }
    return nil
  }

  // MARK: Expecting

  /// Begins to expect successes of a job: when it is added, changed or resumed, and at the scheduler's start.
  /// - Parameters:
  ///   - isNew: the job is here with its trigger since now.
  ///   - looks: whether it is looked at; what is expected is worked out then, for most jobs succeed until then.
  mutating func expect(of slot: Int, _ now: Now, isNew: Bool, isWatched: Bool, looks: Bool) {
    while jobs.count <= slot { jobs.append(JobWatch()) }
    if isNew { jobs[slot].beginning = now.wall }
    guard isWatched else { return }
    jobs[slot].from = now
    if looks { look(at: slot, .after(now.monotonic + .seconds(1))) }
  }

  /// Ends the watch of a job whose slot is given away.
  mutating func forget(_ slot: Int) {
    look(at: slot, nil)
    if slot < jobs.count { jobs[slot] = JobWatch() }
  }

  /// Has a job looked at then, and at no other time; never where the time is nil.
  private mutating func look(at slot: Int, _ time: OverdueTime?) {
    instants.remove(slot)
    moments.remove(slot)
    switch time {
    case .at(let instant): instants.set(slot, to: instant.nanosecondsSince1970)
    case .after(let moment): moments.set(slot, to: moment.nanoseconds)
    case nil: break
    }
  }

  /// Has a job looked at now that was reported as overdue.
  mutating func lookAgain(at slot: Int) {
    if self[slot].isReported { look(at: slot, .at(.min)) }
  }

  // MARK: What has happened

  /// A run of the job has succeeded: here, or elsewhere in the fleet.
  mutating func succeeded(_ slot: Int, at instant: Instant, _ now: Now) {
    guard slot < jobs.count else { return }
    jobs[slot].isFailing = false
    jobs[slot].lastSuccessAt = max(jobs[slot].lastSuccessAt, instant)
    let moment = now.monotonic.advanced(byNanoseconds: -max(0, now.wall.nanoseconds(since: instant)))
    if moment >= jobs[slot].succeeded.monotonic { jobs[slot].succeeded = Now(wall: instant, monotonic: moment) }
    guard jobs[slot].isReported, instants.key(of: slot) != nil || moments.key(of: slot) != nil else { return }
    look(at: slot, .at(.min))
  }

  /// A run of the job has failed here.
  mutating func failed(_ slot: Int) { if slot < jobs.count { jobs[slot].isFailing = true } }

  /// The fleet has reported the job.
  mutating func reported(_ slot: Int, _ now: Now) { if slot < jobs.count { jobs[slot].reported = now } }

  // MARK: Judging

  /// What a look at a job finds.
  enum Finding: Equatable {
    case nothing
    /// It is overdue since then, which was not known.
    case overdue(since: Instant)
    /// It was overdue, and is no longer.
    case ended
  }

  /// Looks at a job whose time may have come.
  /// - Parameters:
  ///   - time: when it is overdue; nil where nothing is expected of it.
  ///   - late: how late this look is, in nanoseconds.
  ///   - needsFleet: another replica may have run it, so that only a later report of the fleet counts.
  mutating func look(
    at slot: Int, expected time: OverdueTime?, late: Int64, needsFleet: Bool, _ now: Now
  ) -> Finding {
    guard let time, slot < jobs.count else {
      look(at: slot, nil)
      return end(slot)
    }
    if !jobs[slot].isReported, late > Self.frozen {
      look(at: slot, .after(now.monotonic + .seconds(30)))
      return .nothing
    }
    guard time.isPast(now) else {
      look(at: slot, time)
      return end(slot)
    }
    guard !needsFleet || time.isPast(jobs[slot].reported) else {
      look(at: slot, .after(now.monotonic + .seconds(10)))
      return .nothing
    }
    // Once it is reported, only a success, a pause or a change of the job ends it; each of them has it looked at. A job
    // that keeps failing must not wake the loop.
    look(at: slot, .after(.never))
    guard !jobs[slot].isReported else { return .nothing }
    jobs[slot].isReported = true
    return .overdue(since: time.instant(now))
  }

  private mutating func end(_ slot: Int) -> Finding {
    guard slot < jobs.count, jobs[slot].isReported else { return .nothing }
    jobs[slot].isReported = false
    return .ended
  }
}

/// What is expected of a job, and whether it came. Small, for there may be very many: the earliest of all times stands for none.
struct JobWatch {
  private static let none = Now(wall: .min, monotonic: MonotonicTime(nanoseconds: .min))

  fileprivate var from = Self.none
  fileprivate var beginning = Instant.min
  fileprivate var lastSuccessAt = Instant.min
  fileprivate var succeeded = Self.none
  fileprivate var reported = Self.none
  /// The last run that ended here failed, and none has succeeded since.
  fileprivate(set) var isFailing = false
  /// It has been reported as overdue.
  fileprivate(set) var isReported = false

  /// Since when the job is here with its trigger.
  var begins: Instant? { beginning == .min ? nil : beginning }

  /// When the last successful run ended, here or in the fleet.
  var lastSuccess: Instant? { lastSuccessAt == .min ? nil : lastSuccessAt }

  /// From when on a success is expected: the last success or the beginning of the watch, whichever is later by the clock that nobody
  /// sets, for instants from before a step of the wall clock say nothing now. Nil where nothing is watched.
  var last: Now? {
    guard from.monotonic != Self.none.monotonic else { return nil }
    return succeeded.monotonic > from.monotonic ? succeeded : from
  }
}

/// When a job is overdue: at an instant of the calendar, or when so much time has passed.
enum OverdueTime {
  case at(Instant)
  case after(MonotonicTime)

  func isPast(_ now: Now) -> Bool {
    switch self {
    case .at(let instant): instant <= now.wall
    case .after(let moment): moment <= now.monotonic
    }
  }

  /// What the wall clock shows then, as it is set now.
  func instant(_ now: Now) -> Instant {
    switch self {
    case .at(let instant): instant
    case .after(let moment): now.wall.advanced(byNanoseconds: (moment - now.monotonic).nanoseconds)
    }
  }
}
