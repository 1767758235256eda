import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP

/// What a scheduler's routes answer to one request.
struct Reply {
  var status: HTTPResponse.Status
  var fields: HTTPFields
  var body: [UInt8]
  var json: [String: Any]

  init(_ scheduler: Scheduler, _ path: String, method: HTTPRequest.Method = .get) throws {
    try self.init(SchedulerRoutes(scheduler).respond(to: Self.request(path, method)))
  }

  init(_ answer: (HTTPResponse, [UInt8])) throws {
    let (response, body) = answer
    status = response.status
    fields = response.headerFields
    self.body = body
    json = body.isEmpty ? [:] : try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
  }

  func list(_ key: String) -> [Any] { json[key] as? [Any] ?? [] }
  func text(_ key: String) -> String? { json[key] as? String }

  static func request(_ path: String, _ method: HTTPRequest.Method = .get) -> HTTPRequest {
    HTTPRequest(method: method, scheme: nil, authority: nil, path: path)
  }
}

/// Runs a scheduler for as long as `body` takes, which begins when it has started, and waits for its end.
func whileRunning(_ scheduler: Scheduler, _ body: (SchedulerEvents) async throws -> Void) async throws {
  let events = scheduler.events()
  try await withThrowingTaskGroup { group in
    group.addTask { try await scheduler.run() }
    for await case .started in events { break }
    try await body(scheduler.events())
    group.cancelAll()
  }
}
