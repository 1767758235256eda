import Scheduling

/// The clock of one replica of a ``TestFleet``: that of the fleet, or the moment at which the replica was frozen.
final class ReplicaClock: SchedulerClock {
  private let base: ManualClock
  private let frozen = Lock<(wall: Instant, monotonic: MonotonicTime)?>(nil)
  private let wakers = Lock<[@Sendable () -> Void]>([])

  init(_ base: ManualClock) {
    self.base = base
    base.onStep { [weak self] in self?.wake() }
  }

  var isFrozen: Bool { frozen.withLock { $0 != nil } }

  func setFrozen(_ isFrozen: Bool) {
    frozen.withLock { state in
      state = isFrozen ? state ?? (base.now(), base.monotonic()) : nil
    }
    wake()
  }

  func now() -> Instant { frozen.withLock { $0?.wall } ?? base.now() }
  func monotonic() -> MonotonicTime { frozen.withLock { $0?.monotonic } ?? base.monotonic() }
  func delay(until deadline: MonotonicTime) -> Duration? { nil }
  func onStep(_ wake: @escaping @Sendable () -> Void) { wakers.withLock { $0.append(wake) } }

  private func wake() {
    if isFrozen { return }
    for waker in wakers.withLock({ $0 }) { waker() }
  }
}
