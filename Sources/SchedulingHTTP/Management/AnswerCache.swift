import HTTPTypes
import Scheduling

/// The answers that were written from one look at the scheduler and its fleet: who asks the same before the next look is
/// given the same bytes, so that however many dashboards are open, each answer is written once a second.
final class AnswerCache: Sendable {
  private struct State {
    var snapshot: StatusSnapshot?
    var reading = -1
    var answers: [String: (HTTPResponse, [UInt8])] = [:]
    var bytes = 0
  }

  private let state = Lock(State())
  private static let mostBytes = 8 << 20

  /// - Parameter target: the path and the query as they came.
  func answer(
    _ target: String, _ picture: Picture, make: () throws -> (HTTPResponse, [UInt8])
  ) rethrows -> (HTTPResponse, [UInt8]) {
    let reading = picture.fleet?.reading ?? -1
    let kept = state.withLock { state in
      state.snapshot === picture.snapshot && state.reading == reading ? state.answers[target] : nil
    }
    if let kept { return kept }
    let made = try make()
    guard made.0.status == .ok else { return made }
    state.withLock { state in
      if state.snapshot !== picture.snapshot || state.reading != reading {
        // One that is older than what is kept is not worth keeping.
        if let newer = state.snapshot, newer.summary.takenAt > picture.snapshot.summary.takenAt { return }
        state = State(snapshot: picture.snapshot, reading: reading)
      }
      guard state.bytes + made.1.count <= Self.mostBytes else { return }
      state.answers[target] = made
      state.bytes += made.1.count
    }
    return made
  }
}
