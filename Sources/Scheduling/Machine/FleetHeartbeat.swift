import CivilTime

/// When this replica reports to the fleet. One report at a time.
struct FleetHeartbeat {
  let interval: Int64
  private var next = MonotonicTime(nanoseconds: .min)
  private var last = MonotonicTime(nanoseconds: .min)
  private var state = State.resting

  private enum State {
    /// Can transition to: beating.
    case resting
    /// A heartbeat is on its way. It may have left too early to bring the newest, and is then followed by another. Can
    /// transition to: resting.
    case beating(again: Bool)
  }

  /// Heartbeats by hint are at least so far apart: a hundred pauses in a row take a few of them.
  static let leastInterval = Duration.milliseconds(100)

  /// Heartbeats come three times in a lease, and at least every 5 seconds: a loss of data must be noticed by every
  /// replica before the claims end their quarantine.
  init(lease: Duration) { interval = min(lease.nanoseconds / 3, 5_000_000_000) }

  private var isBeating: Bool { if case .beating = state { true } else { false } }

  /// When the next one is due; nil while one is on its way.
  /// - Parameter besideRoutine: leaves out one that is due because the last is so long ago, and for no other reason.
  func nextWake(besideRoutine: Bool) -> MonotonicTime? {
    if isBeating || (besideRoutine && next == last.advanced(byNanoseconds: interval)) { return nil }
    return next
  }

  /// Begins one where it is due, or wanted as a probe. True when it is to be sent.
  mutating func begin(_ now: MonotonicTime, isProbe: Bool) -> Bool {
    guard !isBeating, now >= next || isProbe else { return false }
    state = .beating(again: false)
    last = now
    next = now.advanced(byNanoseconds: interval)
    return true
  }

  /// It was answered, or not.
  mutating func ended(_ now: MonotonicTime) {
    guard case .beating(let again) = state else { return }
    state = .resting
    if again { hasten(now) }
  }

  /// Something has changed in the fleet: the next one is sent now.
  mutating func hasten(_ now: MonotonicTime) {
    if isBeating {
      state = .beating(again: true)
    } else {
      next = min(next, max(now, last + Self.leastInterval))
    }
  }
}
