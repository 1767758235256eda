/// Who asks first in a large fleet, and which jobs wait here for a look at what others have decided.
struct Turns {
  var owners = PreferredOwners()
  /// Jobs that are due, whose turn here has not come yet. A look for others finds out about them too.
  var yielding: Set<Int> = []
  /// Jobs of the code whose turn has come after others': looked at before they are asked about.
  var late: [Int] = []
  /// Stored jobs whose turn has come after others', and those that the look under way is about.
  var lateStored: [Int] = []
  var looking: [Int] = []
  /// A look at jobs of the code is under way.
  var isLooking = false
  /// Not before this is anything looked at again: what comes due at many moments of a second shares a look.
  var lookAt = MonotonicTime(nanoseconds: .min)

  /// One look is about so many jobs of the code at most.
  static let mostAtOnce = 200
  static let pause = Duration.milliseconds(250)

  /// What came due waits for a look no longer than until then.
  mutating func look(by moment: MonotonicTime) { lookAt = min(lookAt, moment) }

  var nextWake: MonotonicTime? {
    let hasCode = !late.isEmpty && !isLooking
    let hasStored = !lateStored.isEmpty && looking.isEmpty
    return hasCode || hasStored ? lookAt : nil
  }

  mutating func forget(_ slot: Int) {
    yielding.remove(slot)
    if !late.isEmpty { late.removeAll { $0 == slot } }
    if !lateStored.isEmpty { lateStored.removeAll { $0 == slot } }
    if !looking.isEmpty { looking.removeAll { $0 == slot } }
  }
}
