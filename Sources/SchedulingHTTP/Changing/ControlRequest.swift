import CivilTime
import Scheduling

/// What somebody asked for, through its life: asked, taken by a replica, started, ended.
struct ControlRequest: Sendable {
  enum State: String, Sendable { case asked, taken, started, ended, refused }

  var id: String
  var action: String
  var job: JobID?
  var state = State.asked
  var by: String
  var askedAt: Instant
  var takenBy: String?
  var startedAt: Instant?
  var run: RunID?
  var endedAt: Instant?
  var outcome: String?
  var message: String?
  var isDryRun = false
  var count = 1
  var items: [Item] = []
  /// The fleet's own request, whose answer has more.
  var fleetRequest: FleetRequest.ID?

  /// A member of a selection.
  struct Item: Sendable {
    var job: JobID?
    var target: String?
    var request: String?
    var state: String
    var message: String?
  }

  /// Nothing more will become of it.
  var isOver: Bool { state == .ended || state == .refused }

  func json(view: JSON) -> JSON {
    [
      "id": .text(id), "action": .text(action), "job": JSON(job?.rawValue), "state": .text(state.rawValue),
      "by": .text(by), "asked_at": JSON(askedAt), "taken_by": JSON(takenBy), "started_at": JSON(startedAt),
      "run_id": JSON(run?.description), "ended_at": JSON(endedAt), "outcome": JSON(outcome), "message": JSON(message),
      "dry_run": .bool(isDryRun), "count": JSON(count),
      "items": .list(
        items.prefix(1_000).map { item in
          [
            "job": JSON(item.job?.rawValue), "target": JSON(item.target), "request": JSON(item.request),
            "state": .text(item.state), "message": JSON(item.message),
          ]
        }),
      "href": .text("requests/\(RequestTarget.encoded(id))"), "view": view,
    ]
  }
}

/// The requests that this process took, newest last: at most 2,000, each for an hour after it ended.
final class ControlRequests: Sendable {
  private struct State {
    var requests: [String: ControlRequest] = [:]
    var order: [String] = []
    var onChange: (@Sendable (ControlRequest) -> Void)?
  }

  private let state = Lock(State())
  private static let most = 2_000

  /// Whom each change is reported to.
  func onChange(_ report: @escaping @Sendable (ControlRequest) -> Void) { state.withLock { $0.onChange = report } }

  func add(_ request: ControlRequest) {
    let report = state.withLock { state in
      if state.requests.updateValue(request, forKey: request.id) == nil { state.order.append(request.id) }
      while state.order.count > Self.most { state.requests[state.order.removeFirst()] = nil }
      return state.onChange
    }
    report?(request)
  }

  subscript(id: String) -> ControlRequest? { state.withLock { $0.requests[id] } }

  /// Those of which more will become.
  var unfinished: [ControlRequest] { state.withLock { $0.requests.values.filter { !$0.isOver } } }

  @discardableResult
  func update(_ id: String, _ change: (inout ControlRequest) -> Void) -> ControlRequest? {
    let (request, report): (ControlRequest?, (@Sendable (ControlRequest) -> Void)?) = state.withLock { state in
      guard var request = state.requests[id], !request.isOver else { return (state.requests[id], nil) }
      let before = request
      change(&request)
      state.requests[id] = request
      let isNews =
        before.state != request.state || before.run != request.run || before.items.count != request.items.count
      return (request, isNews ? state.onChange : nil)
    }
    if let request { report?(request) }
    return request
  }
}
