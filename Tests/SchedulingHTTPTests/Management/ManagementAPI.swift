import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP
import SchemaSupport
import Testing

/// The OpenAPI document, as tests read it.
enum OpenAPI {
  static let document = (try? JSONDecoder().decode(JobArguments.self, from: Data(OpenAPIDocument.bytes))) ?? .null
  static let validator = SchemaValidator(root: document)

  /// What the document says of a response; nil where it has no such response.
  static func schema(_ method: HTTPRequest.Method, _ template: String, _ status: Int) -> JobArguments? {
    let operation = document["paths"]?[template]?[method.rawValue.lowercased()]
    var response = operation?["responses"]?["\(status)"]
    if let target = response?["$ref"]?.text {
      response = document["components"]?["responses"]?[String(target.split(separator: "/").last ?? "")]
    }
    guard case .object(let content)? = response?["content"] else { return nil }
    return content.values.first?["schema"]
  }
}

/// A client of the routes: each answer is held to the OpenAPI document.
struct ManagementAPI: Sendable {
  let routes: ManagementRoutes

  /// Everybody may do everything, but for whom `authorize` refuses.
  init(
    _ scheduler: Scheduler, configuration: ManagementConfiguration = .init(), read: ManagementAuthorization? = nil,
    authorize: ManagementAuthorization? = { _, _, _ in Caller("ada") }
  ) {
    routes = ManagementRoutes(scheduler, configuration: configuration, read: read, authorize: authorize)
  }

  static let sameOrigin: HTTPFields = [
    .contentType: "application/json", HTTPField.Name("Sec-Fetch-Site")!: "same-origin",
  ]

  @discardableResult
  func get(_ path: String, fields: HTTPFields = [:]) async throws -> Reply { try await send(.get, path, "", fields) }

  @discardableResult
  func post(_ path: String, _ body: String = "", fields: HTTPFields = [:]) async throws -> Reply {
    var all = Self.sameOrigin
    for field in fields { all[field.name] = field.value }
    return try await send(.post, path, body, all)
  }

  func send(_ method: HTTPRequest.Method, _ path: String, _ body: String, _ fields: HTTPFields) async throws -> Reply {
    let request = HTTPRequest(
      method: method, scheme: "http", authority: "orders.example:8080", path: "/v1/scheduler/\(path)",
      headerFields: fields)
    let (head, answer) = await routes.respond(to: request, body: Array(body.utf8), from: "10.0.0.7")
    guard case .bytes(let bytes) = answer else { throw Unexpected() }
    let reply = try Reply((head, bytes))
    try check(reply, method, path)
    return reply
  }

  struct Unexpected: Error {}

  private func check(_ reply: Reply, _ method: HTTPRequest.Method, _ path: String) throws {
    let type = reply.fields[.contentType]
    #expect(type == (reply.status.kind == .successful ? "application/json" : "application/problem+json"))
    #expect(reply.fields[.cacheControl] == "no-store" && reply.fields[.xContentTypeOptions] == "nosniff")
    let parts = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let template = Route.template(method, parts) else { return }
    guard let schema = OpenAPI.schema(method, template, reply.status.code) else {
      Issue.record(
        "\(method) \(template) has no \(reply.status.code) in the document: \(String(decoding: reply.body, as: UTF8.self))"
      )
      return
    }
    let value = try JSONDecoder().decode(JobArguments.self, from: Data(reply.body))
    let fault = OpenAPI.validator.fault(value, schema)
    #expect(fault == nil, "\(method) \(path): \(fault ?? "")")
  }
}

extension Route {
  static func template(_ method: HTTPRequest.Method, _ parts: [String]) -> String? {
    all.first { route in
      let own = route.template.split(separator: "/").map(String.init)
      return route.method == method && own.count == parts.count
        && zip(own, parts).allSatisfy { $0 == "{id}" || $0 == $1 }
    }?.template
  }
}

extension Reply {
  /// What lies at a path of names and indexes.
  subscript(_ path: String) -> Any? {
    path.split(separator: ".").reduce(json as Any?) { value, part in
      if let index = Int(part) { return (value as? [Any]).flatMap { $0.indices.contains(index) ? $0[index] : nil } }
      return (value as? [String: Any])?[String(part)]
    }
  }
  func string(_ path: String) -> String? { self[path] as? String }
  func int(_ path: String) -> Int? { self[path] as? Int }
  func bool(_ path: String) -> Bool? { self[path] as? Bool }
  func count(_ path: String) -> Int? { (self[path] as? [Any])?.count }
}
