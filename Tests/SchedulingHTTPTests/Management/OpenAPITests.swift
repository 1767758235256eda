import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP
import Testing

@Suite("The OpenAPI document and the routes")
struct OpenAPITests {
  private static let documented: Set<String> = {
    guard case .object(let paths)? = OpenAPI.document["paths"] else { return [] }
    return Set(
      paths.flatMap { path, item -> [String] in
        guard case .object(let operations) = item else { return [] }
        return operations.map { "\($0.key) \(path) \($0.value["operationId"]?.text ?? "")" }
      })
  }()

  @Test("Every operation in the document is routed, and every route is in the document")
  func complete() {
    let routed = Set(
      Route.all.map { "\($0.method.rawValue.lowercased()) \($0.template) \($0.operation.rawValue)" })
    #expect(routed == Self.documented)
    #expect(Set(Route.all.map(\.operation)) == Set(Operation.allCases))
  }

  @Test("The file in the repository is what the routes serve")
  func served() async throws {
    let path = #filePath.replacing(
      "Tests/SchedulingHTTPTests/Management/OpenAPITests.swift", with: "Sources/SchedulingHTTP/OpenAPI/openapi.json")
    let file = try Data(contentsOf: URL(fileURLWithPath: path))
    let (head, body) = await ManagementRoutes(Scheduler()).respond(to: Reply.request("/v1/scheduler/openapi.json"))
    guard case .bytes(let bytes) = body else { throw ManagementAPI.Unexpected() }
    #expect(head.status == .ok && Data(bytes) == file)
    #expect(OpenAPI.document["openapi"] == "3.1.0")
  }

  @Test("Every reference in the document leads somewhere")
  func references() {
    func check(_ value: JobArguments) {
      switch value {
      case .object(let members):
        if case .string(let target)? = members["$ref"] {
          #expect(
            target.split(separator: "/").dropFirst().reduce(Optional(OpenAPI.document)) { $0?[String($1)] } != nil)
        }
        members.values.forEach(check)
      case .array(let values): values.forEach(check)
      default: break
      }
    }
    check(OpenAPI.document)
  }

  @Test("The query items of the document are those that a route takes: any other one is refused")
  func queries() async throws {
    let api = ManagementAPI(Scheduler())
    for route in Route.all where route.method == .get && route.operation != .listenToEvents {
      let path = route.template.dropFirst().replacing("{id}", with: "0123456789abcdef0123456789abcdef")
      let documented = names(route)
      for name in Set(["q", "job", "limit", "cursor", "from", "days", "strip", "open", "count", "x"]) {
        let reply = try await api.get("\(path)?\(name)=%20")
        let isRefused = reply.text("detail")?.hasPrefix("unknown query item") == true
        #expect(isRefused == !documented.contains(name), "\(route.template) and \(name)")
      }
    }
  }

  private func names(_ route: Route) -> Set<String> {
    guard
      case .array(let parameters)? =
        OpenAPI.document["paths"]?[route.template]?[route.method.rawValue.lowercased()]?["parameters"]
    else { return [] }
    return Set(
      parameters.compactMap { parameter in
        var parameter = parameter
        if let target = parameter["$ref"]?.text?.split(separator: "/").last {
          parameter = OpenAPI.document["components"]?["parameters"]?[String(target)] ?? .null
        }
        return parameter["in"] == "query" ? parameter["name"]?.text : nil
      })
  }
}
