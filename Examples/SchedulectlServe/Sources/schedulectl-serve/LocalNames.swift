import FlyingFox
import Foundation

/// Where no token is asked for, only requests that name this computer are answered: a page of another site, whose name was
/// made to lead to 127.0.0.1, reads nothing.
struct LocalNames<Handler: HTTPHandler>: HTTPHandler {
  var isOpen: Bool
  var handler: Handler

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    let host = request.headers[.host] ?? ""
    guard !isOpen || Self.isLocal(host) else {
      return HTTPResponse(statusCode: .forbidden, body: Data("name this computer: 127.0.0.1 or localhost\n".utf8))
    }
    return try await handler.handleRequest(request)
  }

  static func isLocal(_ host: String) -> Bool {
    let name = host.split(separator: ":", omittingEmptySubsequences: false).first.map { $0.lowercased() } ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return name == "localhost" || (parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil })
  }
}
