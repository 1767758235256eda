import FlyingFox
import FlyingSocks
import Foundation
import HTTPTypes
import SchedulingHTTP

/// Passes requests of FlyingFox to the scheduler's routes.
struct RoutesHandler: HTTPHandler {
  var management: ManagementRoutes

  func handleRequest(_ request: FlyingFox.HTTPRequest) async throws -> FlyingFox.HTTPResponse {
    guard let method = HTTPTypes.HTTPRequest.Method(request.method.rawValue) else {
      return FlyingFox.HTTPResponse(statusCode: .badRequest)
    }
    var fields = HTTPFields()
    for (name, value) in request.headers {
      if let name = HTTPField.Name(name.rawValue) { fields[name] = value }
    }
    let head = HTTPTypes.HTTPRequest(
      method: method, scheme: "http", authority: fields[.init("host")!], path: request.target.rawValue,
      headerFields: fields)
    let body = try await request.bodyData
    let (response, answer) = await management.respond(to: head, body: Array(body), from: "127.0.0.1")
    var headers = HTTPHeaders()
    for field in response.headerFields where field.name != .contentLength {
      headers[HTTPHeader(field.name.rawName)] = field.value
    }
    let status = HTTPStatusCode(response.status.code, phrase: response.status.reasonPhrase)
    switch answer {
    case .bytes(let bytes):
      return FlyingFox.HTTPResponse(statusCode: status, headers: headers, body: Data(bytes))
    case .events(let events):
      return FlyingFox.HTTPResponse(
        statusCode: status, headers: headers, body: HTTPBodySequence(from: EventBytes(events: events)))
    }
  }
}

/// Server-sent events as FlyingFox writes bodies: each piece at once.
struct EventBytes: AsyncBufferedSequence {
  typealias Element = UInt8
  var events: ManagementEvents

  func makeAsyncIterator() -> Iterator { Iterator(events: events.makeAsyncIterator()) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    var events: ManagementEvents.AsyncIterator
    private var rest: ArraySlice<UInt8> = []

    init(events: ManagementEvents.AsyncIterator) { self.events = events }

    mutating func next() async throws -> UInt8? {
      if rest.isEmpty { rest = await events.next()?[...] ?? [] }
      return rest.popFirst()
    }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      guard rest.isEmpty else {
        defer { rest = [] }
        return Array(rest)
      }
      return await events.next()
    }
  }
}
