import CivilTime

/// Which replica asks first for a firing, where there are so many that all asking at once would cost more than the runs.
///
/// Rendezvous hashing: each replica ranks all of them by a hash of job, instant and name, and all come to the same order
/// without a word. It is about cost alone: whoever asks, the claims decide.
struct PreferredOwners {
  /// Up to so many replicas ask all at once.
  static let smallFleet = 10
  /// The second, the third, and all others ask so long after the first.
  static let delays: [Duration] = [.zero, .milliseconds(100), .milliseconds(250), .seconds(1)]
  private var others: [UInt64] = []
  private var own: UInt64 = 0

  /// Takes over who reports to the fleet. A replica that is lost does not count.
  mutating func update(_ members: [FleetMember], own instance: String, now: Instant) {
    own = StableHash.hash(instance)
    others = members.filter { $0.instance != instance && !$0.isLost(at: now) }
      .map { StableHash.hash($0.instance) }
  }

  /// Whether replicas go one after the other.
  var takesTurns: Bool { others.count >= Self.smallFleet }

  /// How long this replica lets others go first.
  func delay(job: UInt64, instant: Instant) -> Duration {
    guard takesTurns else { return .zero }
    let firing = StableHash.mix(job ^ UInt64(bitPattern: instant.nanosecondsSince1970))
    let score = StableHash.mix(firing ^ own)
    var rank = 0
    for other in others where StableHash.mix(firing ^ other) > score {
      rank += 1
      if rank == Self.delays.count - 1 { break }
    }
    return Self.delays[rank]
  }
}
