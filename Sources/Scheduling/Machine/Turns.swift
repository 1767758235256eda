import CivilTime

/// Who asks first in a large fleet, and which jobs wait here for a look at what others have decided.
struct Turns {
  private(set) var owners = PreferredOwners()
  /// Jobs that are due, whose turn here has not come yet. A look for others finds out about them too.
  private var yielding: Set<Int> = []
  /// Jobs of the code whose turn has come after others': looked at before they are asked about.
  private var late: [Int] = []
  /// Stored jobs whose turn has come after others', and those that the look under way is about.
  private var lateStored: [Int] = []
  private var looking: [Int] = []
  /// A look at jobs of the code is under way.
  private var isLooking = false
  /// Not before this is anything looked at again: what comes due at many moments of a second shares a look.
  private var lookAt = MonotonicTime(nanoseconds: .min)

  /// One look is about so many jobs of the code at most.
  static let mostAtOnce = 200
  static let pause = Duration.milliseconds(250)

  /// Takes over who reports to the fleet.
  mutating func update(_ members: [FleetMember], own instance: String, now: Instant) {
    owners.update(members, own: instance, now: now)
  }

  var nextWake: MonotonicTime? {
    let hasCode = !late.isEmpty && !isLooking
    let hasStored = !lateStored.isEmpty && looking.isEmpty
    return hasCode || hasStored ? lookAt : nil
  }

  // MARK: Waiting

  /// Others go first with a job.
  mutating func yield(_ slot: Int) { yielding.insert(slot) }

  /// A job's turn has come after others'. It waits for a look no longer than until `moment`.
  mutating func wait(_ slot: Int, isStored: Bool, until moment: MonotonicTime) {
    yielding.remove(slot)
    lookAt = min(lookAt, moment)
    if isStored { lateStored.append(slot) } else { late.append(slot) }
  }

  mutating func forget(_ slot: Int) {
    yielding.remove(slot)
    if !late.isEmpty { late.removeAll { $0 == slot } }
    if !lateStored.isEmpty { lateStored.removeAll { $0 == slot } }
    if !looking.isEmpty { looking.removeAll { $0 == slot } }
  }

  // MARK: Looking

  /// Whether it is time to look.
  mutating func beginLook(_ now: MonotonicTime) -> Bool {
    guard let wake = nextWake, wake <= now else { return false }
    lookAt = now + Self.pause
    return true
  }

  /// What had no room, or waits for the answer to the last look, comes with the next one, at once.
  mutating func endLook(_ now: MonotonicTime) {
    if !late.isEmpty || !lateStored.isEmpty { lookAt = min(lookAt, now) }
  }

  /// Takes out the jobs of the code to look at, those that yield still included.
  mutating func takeCode(isHere: (Int) -> Bool, yields: (Int) -> Bool) -> [Int] {
    guard !late.isEmpty, !isLooking else { return [] }
    var slots = late.prefix(Self.mostAtOnce).filter(isHere)
    late.removeFirst(min(late.count, Self.mostAtOnce))
    slots += takeYielding(Self.mostAtOnce - slots.count, yields)
    isLooking = !slots.isEmpty
    return slots
  }

  /// The look at jobs of the code has ended; those that were not answered wait for another.
  mutating func endCode(unanswered: [Int] = []) {
    isLooking = false
    late += unanswered
  }

  /// Begins a look at stored jobs, those that yield still included; returns up to when they are due.
  mutating func beginStored(next: (Int) -> Instant?, yields: (Int, Instant) -> Bool) -> Instant? {
    guard !lateStored.isEmpty, looking.isEmpty, let last = lateStored.compactMap(next).max() else { return nil }
    looking = lateStored + takeYielding(.max) { yields($0, last) }
    lateStored = []
    return last
  }

  /// The look at stored jobs has ended; returns which it was about.
  mutating func endStored() -> [Int] {
    defer { looking = [] }
    return looking
  }

  /// No answer came: they wait for another look, but for those that yield still.
  mutating func storedFailed(yields: (Int) -> Bool) {
    lateStored += looking.filter { !yields($0) }
    looking = []
  }

  /// Jobs that others may still go first for, up to so many: a look is as good for them.
  private mutating func takeYielding(_ most: Int, _ condition: (Int) -> Bool) -> [Int] {
    guard !yielding.isEmpty, most > 0 else { return [] }
    var taken: [Int] = []
    for slot in yielding where taken.count < most && condition(slot) { taken.append(slot) }
    for slot in taken { yielding.remove(slot) }
    return taken
  }
}
