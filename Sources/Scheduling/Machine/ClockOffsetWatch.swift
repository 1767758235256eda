import CivilTime

/// Judges how far this machine's clock is from the fleet's. Firings follow the fleet's; logs, certificates and what the
/// bodies themselves read follow this machine's.
struct ClockOffsetWatch {
  enum Level: Int, Comparable {
    case fine, warned, degraded

    static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
  }

  static let warnedOver = Duration.milliseconds(500)
  static let degradedOver = Duration.seconds(5)

  private(set) var offset: Duration?
  private(set) var level = Level.fine

  /// True when it has become worse. It becomes better only well below a threshold, so that an offset that wavers around
  /// one is reported once.
  mutating func observe(_ offset: Duration) -> Bool {
    self.offset = offset
    let size = offset < .zero ? .zero - offset : offset
    let before = level
    if size > Self.degradedOver {
      level = .degraded
    } else if size < Self.warnedOver * 4 / 5 {
      level = .fine
    } else if size > Self.warnedOver, level == .fine || size < Self.degradedOver * 4 / 5 {
      level = .warned
    }
    return level > before
  }

  /// Why an operator should look; nil while all is fine.
  var reason: String? {
    guard level > .fine, let offset else { return nil }
    return
      "this machine's clock and the fleet's are \(offset) apart; firings follow the fleet's, everything else on this "
      + "machine its own: look at its time synchronisation"
  }
}
