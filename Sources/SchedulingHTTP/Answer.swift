import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Makes responses: JSON, never cached.
enum Answer {
  static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> (HTTPResponse, [UInt8]) {
    respond(value, status: status, type: "application/json")
  }

  static func json(
    _ value: JSON, status: HTTPResponse.Status = .ok, fields: HTTPFields = [:]
  ) -> (HTTPResponse, [UInt8]) {
    written(value.bytes, status: status, type: "application/json", fields: fields)
  }

  /// As ``json(_:status:fields:)``, for an answer that is read with curl: see ``PlainJSON``.
  static func printable(_ value: JSON, status: HTTPResponse.Status = .ok) -> (HTTPResponse, [UInt8]) {
    written(PlainJSON.escaped(value.bytes), status: status, type: "application/json")
  }

  /// Bytes of a type, never cached and never taken for another type.
  static func written(
    _ body: [UInt8], status: HTTPResponse.Status = .ok, type: String, fields: HTTPFields = [:]
  ) -> (HTTPResponse, [UInt8]) {
    var fields = fields
    fields[.cacheControl] = "no-store"
    fields[.xContentTypeOptions] = "nosniff"
    fields[.contentType] = type
    fields[.contentLength] = String(body.count)
    return (HTTPResponse(status: status, headerFields: fields), body)
  }

  /// RFC 9457: what was wrong with the request, and what would be right.
  static func problem(
    _ status: HTTPResponse.Status, _ detail: String, fields: HTTPFields = [:]
  ) -> (HTTPResponse, [UInt8]) {
    let problem: JSON = [
      "detail": .text(detail), "status": JSON(status.code), "title": .text(status.reasonPhrase), "type": "about:blank",
    ]
    return written(
      PlainJSON.escaped(problem.bytes), status: status, type: "application/problem+json", fields: fields)
  }

  static var targetTooLong: (HTTPResponse, [UInt8]) {
    problem(.uriTooLong, "a path with its query has at most \(RequestTarget.longest) bytes")
  }

  private static func respond(
    _ value: some Encodable, status: HTTPResponse.Status, type: String, fields: HTTPFields = [:]
  ) -> (HTTPResponse, [UInt8]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var fields = fields
    fields[.cacheControl] = "no-store"
    fields[.xContentTypeOptions] = "nosniff"
    // Every value is made of texts, whole numbers and finite numbers, so this does not fail; if it does, the answer says so.
    guard let body = try? encoder.encode(value) else {
      return (HTTPResponse(status: .internalServerError, headerFields: fields), [])
    }
    let bytes = PlainJSON.escaped(Array(body))
    fields[.contentType] = type
    fields[.contentLength] = String(bytes.count)
    return (HTTPResponse(status: status, headerFields: fields), bytes)
  }
}
