import Foundation
import HTTPTypes
import Testing

@testable import SchedulingHTTP

@Suite("The dashboard's files")
struct DashboardRouteTests {
  private let routes = DashboardRoutes(prefix: "/internal/jobs/dashboard/")

  private func ask(
    _ path: String, method: HTTPRequest.Method = .get, fields: HTTPFields = [:]
  ) -> (HTTPResponse, [UInt8]) {
    routes.respond(to: HTTPRequest(method: method, scheme: nil, authority: nil, path: path, headerFields: fields))
  }

  @Test("The page is served below any prefix, with and without a slash at its end")
  func page() throws {
    let (response, body) = ask("/internal/jobs/dashboard/?utm=1")
    #expect(response.status == .ok)
    #expect(response.headerFields[.contentType] == "text/html; charset=utf-8")
    #expect(String(decoding: body, as: UTF8.self).hasPrefix("<!doctype html>"))
    let (redirect, _) = ask("/internal/jobs/dashboard")
    #expect(redirect.status == .permanentRedirect)
    #expect(redirect.headerFields[.location] == "dashboard/")
  }

  @Test("Every answer forbids other origins, inline code, frames and sniffing")
  func policy() throws {
    for path in DashboardRoutes.files.keys {
      let (response, _) = ask("/internal/jobs/dashboard/\(path)")
      let policy = try #require(response.headerFields[.contentSecurityPolicy])
      #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
      #expect(policy.contains("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(response.headerFields[.xContentTypeOptions] == "nosniff")
    }
  }

  @Test("A file that the browser has is not sent again")
  func notModified() throws {
    let (first, body) = ask("/internal/jobs/dashboard/scripts/app.js")
    let tag = try #require(first.headerFields[.eTag])
    #expect(first.headerFields[.contentType] == "text/javascript; charset=utf-8")
    #expect(first.headerFields[.contentLength] == String(body.count))
    for known in [tag, "\"other\", \(tag)", "W/\(tag)", "*"] {
      let (second, nothing) = ask("/internal/jobs/dashboard/scripts/app.js", fields: [.ifNoneMatch: known])
      #expect(second.status == .notModified, "\(known)")
      #expect(nothing.isEmpty)
    }
    #expect(ask("/internal/jobs/dashboard/scripts/app.js", fields: [.ifNoneMatch: "\"other\""]).0.status == .ok)
    let (head, none) = ask("/internal/jobs/dashboard/scripts/app.js", method: .head)
    #expect(head.headerFields[.contentLength] == String(body.count))
    #expect(none.isEmpty)
  }

  @Test(
    "Other paths and methods are refused",
    arguments: [
      ("/internal/jobs/dashboard/../jobs", HTTPRequest.Method.get, 404),
      ("/internal/jobs/dashboardscripts/app.js", .get, 404),
      ("/internal/jobs/dashboard/scripts/", .get, 404), ("/elsewhere", .get, 404),
      ("/internal/jobs/dashboard/", .post, 405),
    ])
  func refused(path: String, method: HTTPRequest.Method, status: Int) {
    let (response, _) = ask(path, method: method)
    #expect(response.status.code == status)
    #expect(response.headerFields[.contentType] == "application/problem+json")
  }

  @Test("A target that is too long is refused")
  func long() {
    #expect(ask("/internal/jobs/dashboard/" + String(repeating: "a", count: 9_000)).0.status == .uriTooLong)
  }

  @Test("Every file of the folder is embedded as it is")
  func embedded() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/SchedulingHTTP/Dashboard/Files").standardizedFileURL
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      !$0.split(separator: "/").last!.hasPrefix(".")
    }
    .filter { $0.contains(".") }
    #expect(Set(names) == Set(DashboardRoutes.files.keys))
    for name in names {
      let bytes = try Data(contentsOf: folder.appending(path: name))
      #expect(
        isSame(DashboardRoutes.files[name], bytes),
        "\(name) was changed: run bash Tests/embed")
    }
  }

  @Test("The OpenAPI document is embedded as it is")
  func embeddedDocument() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/SchedulingHTTP/OpenAPI/openapi.json").standardizedFileURL
    let isSame = try Data(contentsOf: file) == Data(OpenAPIDocument.bytes)
    #expect(isSame, "openapi.json was changed: run bash Tests/embed")
  }

  @Test("Nothing of a file asks for what the policy forbids, or parses data as HTML")
  func sources() {
    let forbidden = [
      "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "javascript:",
      "<style", " style=", "https://",
      "WebSocket", "parseFromString", "setAttribute(\"style\"",
    ]
    for file in DashboardRoutes.files.values {
      let text = String(decoding: file.bytes, as: UTF8.self)
      for word in forbidden where text.contains(word) { Issue.record("\(file.path) contains \(word)") }
      if file.path.hasSuffix(".html") {
        #expect(text.ranges(of: "<script").count == text.ranges(of: "<script type=\"module\" src=").count)
      }
    }
  }

  // A comparison in an expectation would print every byte of both.
  private func isSame(_ file: DashboardFile?, _ bytes: Data) -> Bool { file.map { Data($0.bytes) } == bytes }
}
