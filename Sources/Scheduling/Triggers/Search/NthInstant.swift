import CivilTime
import Synchronization

/// The nth instant of a trigger after another instant, counted when it is first asked for. What was counted before a budget
/// ended is kept, so that the next search goes on from there.
final class NthInstant: Sendable {
  /// Nanoseconds since 1970; the smallest number until the instant is known.
  private let known = Atomic<Int64>(.min)
  private let progress: Lock<(instant: Instant, count: Int)>
  private let number: Int

  /// The instant of a number, from 1, after an instant.
  init(_ number: Int, after instant: Instant) {
    self.number = number
    progress = Lock((instant, 0))
  }

  /// The instant, ``Instant/max`` where there are fewer; nil when the budget is exhausted.
  func instant(
    within budget: inout SearchBudget, next: (Instant, inout SearchBudget) -> Instant?
  ) -> Instant? {
    let known = known.load(ordering: .relaxed)
    if known != .min { return Instant(nanosecondsSince1970: known) }
    var (instant, count) = progress.withLock { $0 }
    while count < number {
      guard let following = next(instant, &budget) else {
        if !budget.isExhausted { return settle(.max) }
        let (reached, counted) = (instant, count)
        progress.withLock { kept in
          if kept.count < counted { kept = (reached, counted) }
        }
        return nil
      }
      instant = following
      count += 1
    }
    return settle(instant)
  }

  private func settle(_ instant: Instant) -> Instant {
    known.store(instant.nanosecondsSince1970, ordering: .relaxed)
    return instant
  }
}
