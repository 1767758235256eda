public import FlyingFox
import FlyingSocks
import Foundation
import HTTPTypes
public import SchedulingHTTP

/// Passes requests of FlyingFox to the scheduler's routes.
public struct RoutesHandler: HTTPHandler {
  private let management: ManagementRoutes

  /// A handler for a scheduler's routes.
  public init(management: ManagementRoutes) { self.management = management }

  /// Answers a request.
  public func handleRequest(_ request: FlyingFox.HTTPRequest) async throws -> FlyingFox.HTTPResponse {
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
    // One byte more than is allowed is refused; more is not read.
    var body: [UInt8] = []
    for try await piece in request.bodySequence where body.count <= ManagementRoutes.largestBody {
      body += piece.prefix(ManagementRoutes.largestBody + 1 - body.count)
    }
    let (response, answer) = await management.respond(to: head, body: body, from: Self.address(request))
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

  /// Where a request came from, for the audit trail.
  private static func address(_ request: FlyingFox.HTTPRequest) -> String? {
    switch request.remoteAddress {
    case .ip4(let address, port: _)?, .ip6(let address, port: _)?: address
    case .unix(let path)?: path
    case nil: nil
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
