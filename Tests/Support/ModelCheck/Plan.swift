import ClaimsModel

/// What is drawn for one interleaving before it begins.
struct Plan: Sendable {
  struct Job: Sendable {
    /// The periods of its triggers, all of them multiples of the grid; a replica has one of them.
    var periods: [Int]
    var grid: Int
    var phase: Int
    var key: Int
    var slots: Int
    var busy: ModelQuestion.Busy
    /// All instants that are late run, or the newest one.
    var runsAll: Bool
    var reruns: Bool
    var grace: Int
    var longestBody: Int
    var minimumHold: Int
    /// Some of its firings kill their process.
    var isPoison: Bool
    /// Some of its firings fail, several in a row, and it has a breaker.
    var breaker: ModelRedis.Breaker?

    func fails(_ instant: Int) -> Bool { breaker != nil && (instant - phase) / grid % 6 < 3 }

    func kills(_ instant: Int) -> Bool { isPoison && (instant - phase) / grid % 4 == 0 }

    func period(_ trigger: Int) -> Int { periods[(trigger - 1) % periods.count] }
    func first(after instant: Int, _ trigger: Int) -> Int {
      let period = period(trigger)
      return phase + ((instant - phase).flooredDivision(by: period) + 1) * period
    }
    func newest(at instant: Int, _ trigger: Int) -> Int {
      let period = period(trigger)
      return phase + (instant - phase).flooredDivision(by: period) * period
    }
    /// Whether more than one of its triggers names the instant.
    func isCommon(_ instant: Int) -> Bool {
      periods.count > 1 && periods.allSatisfy { (instant - phase) % $0 == 0 }
    }
    /// The triggers that it has: numbers from 1 on.
    var triggers: Range<Int> { 1..<(periods.count + 1) }
  }

  /// What can be done to the fleet.
  struct Faults: OptionSet, Sendable {
    let rawValue: Int
    static let freeze = Faults(rawValue: 1)
    static let crash = Faults(rawValue: 2)
    static let flush = Faults(rawValue: 4)
    static let swap = Faults(rawValue: 8)
    static let jump = Faults(rawValue: 16)
    static let pause = Faults(rawValue: 32)
    static let byHand = Faults(rawValue: 64)
    static let partition = Faults(rawValue: 128)
    static let olderDump = Faults(rawValue: 256)
    static let swapDatabases = Faults(rawValue: 512)
  }

  static let lease = 1_000
  static let commandTimeout = 250
  static let start = 1_000_000
  static let tormented = 3_000

  var replicas: Int
  var jobs: [Job]
  var faults: Faults
  /// Messages get lost, come late and come twice.
  var isLossy: Bool
  var mostDeathsInARow: Int
  /// Replicas stop, and hand their runs over.
  var handsOver = false

  /// `others` draws what was added later, so that a seed stays the interleaving that it was.
  init(_ dice: inout Dice, others: inout Dice) {
    replicas = dice.between(2, 4)
    let sharesLock = dice.chance(30)
    let slots = dice.chance(75) ? 1 : 2
    jobs = []
    for index in 0..<dice.between(1, 3) {
      let isLong = dice.chance(40)
      let grid = dice.between(3, 12) * 100
      let isChanged = dice.chance(20)
      let unit = isChanged ? max(200, grid / 3) : grid
      jobs.append(
        Job(
          periods: isChanged ? [2 * unit, 3 * unit] : [grid], grid: unit, phase: dice.below(97),
          key: sharesLock ? 0 : index, slots: slots,
          busy: dice.chance(50) ? .skip : dice.chance(60) ? .wait : .replace, runsAll: dice.chance(40),
          reruns: dice.chance(40), grace: dice.chance(30) ? 700 : 20_000, longestBody: isLong ? 2_500 : 300,
          minimumHold: dice.chance(20) ? 400 : 0, isPoison: dice.chance(15)))
    }
    // Each fault is there or not, so that what one of them excuses is looked for without it too.
    faults = Faults(rawValue: Int(dice.next() & 1023))
    mostDeathsInARow = dice.chance(25) ? 2 : 6
    isLossy = dice.chance(50)
    handsOver = others.chance(30)
    for job in jobs.indices where others.chance(25) {
      jobs[job].breaker = ModelRedis.Breaker(most: others.between(1, 3), coolDown: others.between(3, 15) * 100)
    }
  }
}

extension Int {
  func flooredDivision(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
