import CivilTime
import HTTPTypes
import Scheduling

/// The answers that were written from the last snapshot: the next one who asks for the same page is given the same bytes.
final class PageCache: Sendable {
  private struct State {
    var snapshot: StatusSnapshot?
    var pages: [Page: (HTTPResponse, [UInt8])] = [:]
  }

  private let state = Lock(State())
  /// As many pages of one snapshot are kept; others are written again.
  private static let mostPages = 32

  func answer(
    _ snapshot: StatusSnapshot, _ page: Page, make: () -> (HTTPResponse, [UInt8])
  ) -> (HTTPResponse, [UInt8]) {
    let kept: (HTTPResponse, [UInt8])? = state.withLock { $0.snapshot === snapshot ? $0.pages[page] : nil }
    if let kept { return kept }
    let made = make()
    state.withLock { state in
      if state.snapshot !== snapshot {
        // One that is already older than what is kept is not worth keeping.
        if let newer = state.snapshot, newer.summary.takenAt > snapshot.summary.takenAt { return }
        state = State(snapshot: snapshot)
      }
      if state.pages.count < Self.mostPages { state.pages[page] = made }
    }
    return made
  }
}
