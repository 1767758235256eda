import CivilTime
import Scheduling

/// The failures that a test has ordered, by job.
final class InjectedFailures: Sendable {
  private let waiting = Lock([JobID: [any Error]]())

  func add(_ error: any Error, _ count: Int, to job: JobID) {
    guard count > 0 else { return }
    waiting.withLock { $0[job, default: []] += Array(repeating: error, count: count) }
  }

  /// Throws what the next run of the job is to fail with.
  func check(_ run: RunContext) throws {
    let error = waiting.withLock { waiting -> (any Error)? in
      guard let next = waiting[run.job]?.first else { return nil }
      waiting[run.job]?.removeFirst()
      return next
    }
    if let error { throw error }
  }
}

/// What an injected failure throws when the test names no error of its own.
public struct InjectedFailure: Error, CustomStringConvertible {
  /// What the record of the run says.
  public var description: String

  /// An error with a message.
  public init(_ description: String = "the test lets this run fail") { self.description = description }
}
