import Scheduling

/// A stream of server-sent events: the body of the answer to `GET …/events`. Each element is a piece of UTF-8 to write out
/// at once. It ends when the task that reads it is cancelled, and when the scheduler has stopped.
public struct ManagementEvents: AsyncSequence, Sendable {
  /// A piece of the body.
  public typealias Element = [UInt8]
  /// It never fails.
  public typealias Failure = Never

  let ring: EventRing
  /// The number after which it begins; nil for a client that comes from another process.
  let after: Int?
  let jobs: Set<JobID>
  let names: Set<String>
  let seat: EventSeat

  /// Waits for the next piece.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let events: ManagementEvents
    private var number: Int
    private var hasBegun = false

    init(_ events: ManagementEvents) {
      self.events = events
      number = events.after ?? events.ring.newest
    }

    /// The next piece; nil at the end.
    public mutating func next() async -> [UInt8]? { await next(isolation: nil) }

    /// The next piece, as ``next()``.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(Never) -> [UInt8]? {
      guard hasBegun else {
        hasBegun = true
        // The first bytes, so that the client knows that it is connected, and from where to go on.
        let hello = "retry: 2000\nid: \(id(number))\n: connected\n\n"
        guard events.after == nil else { return Array(hello.utf8) }
        return Array(
          (hello + "event: reset\ndata: {\"reason\":\"the events of another process cannot be continued\"}\n\n").utf8)
      }
      while true {
        switch await events.ring.next(after: number) {
        case .end: return nil
        case .nothing: return Array(": still here\n\n".utf8)
        case .dropped(let count):
          number += count
          return Array("id: \(id(number))\nevent: dropped\ndata: {\"count\":\(count)}\n\n".utf8)
        case .events(let found):
          number = found.last?.number ?? number
          var bytes: [UInt8] = []
          for event in found where events.wants(event) {
            bytes += "id: \(id(event.number))\nevent: \(event.name)\ndata: ".utf8
            bytes += event.data
            bytes += "\n\n".utf8
          }
          if !bytes.isEmpty { return bytes }
        }
      }
    }

    private func id(_ number: Int) -> String { "\(events.ring.life)-\(number)" }
  }

  /// An iterator. Each begins where the request said.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  func wants(_ event: EventRing.Event) -> Bool {
    (names.isEmpty || names.contains(event.name)) && (jobs.isEmpty || event.job.map(jobs.contains) ?? true)
  }
}

/// A listener's place: given back when its stream is gone.
final class EventSeat: Sendable {
  private let leave: @Sendable () -> Void
  init(leave: @escaping @Sendable () -> Void) { self.leave = leave }
  deinit { leave() }
}
