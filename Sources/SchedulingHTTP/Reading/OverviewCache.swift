import CivilTime
import HTTPTypes
import Scheduling

/// The overview as it was written last: it counts every row of a day, so that many dashboards share one answer.
final class OverviewCache: Sendable {
  private static let longest: Duration = .seconds(5)
  private let last = Lock<(at: Instant, answer: (HTTPResponse, [UInt8]))?>(nil)

  /// The answer of the last 5 seconds, or a new one.
  func answer(at now: Instant, make: () -> (HTTPResponse, [UInt8])) -> (HTTPResponse, [UInt8]) {
    let kept = last.withLock { last in
      // A clock that was set back makes a new answer.
      last.flatMap { $0.at <= now && now - $0.at < Self.longest ? $0.answer : nil }
    }
    if let kept { return kept }
    let made = make()
    last.withLock { $0 = (now, made) }
    return made
  }
}
