import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP
import Testing

@Suite("Who gets past the management API's gate")
struct GateTests {
  private static let site = HTTPField.Name("Sec-Fetch-Site")!
  private static let json: HTTPFields = [.contentType: "application/json"]

  private func scheduler() async throws -> Scheduler {
    let scheduler = Scheduler()
    try await scheduler.add("a", .every(.seconds(60))) { _ in }
    return scheduler
  }

  private func fields(_ more: HTTPFields) -> HTTPFields {
    var fields = Self.json
    for field in more { fields[field.name] = field.value }
    return fields
  }

  @Test("Without `authorize` every change is refused with 403 and changes nothing")
  func closed() async throws {
    let scheduler = try await scheduler()
    let api = ManagementAPI(scheduler, authorize: nil)
    for route in Route.all where route.method == .post {
      let path = String(route.template.dropFirst()).replacing("{id}", with: "a")
      #expect(try await api.post(path).status == .forbidden)
    }
    #expect(scheduler.job("a")?.isPaused == false)
    let session = try await api.get("session")
    #expect(session.bool("may.pause") == false && session.string("why_not") != nil)
  }

  @Test("A caller whom the host does not know is asked for credentials; one without the right is refused")
  func refused() async throws {
    let scheduler = try await scheduler()
    let host: ManagementAuthorization = { request, _, _ in
      switch request.headerFields[.authorization] {
      case "Bearer bob": .refused("bob")
      case "Bearer ada": Caller("ada")
      default: nil
      }
    }
    let api = ManagementAPI(scheduler, read: host, authorize: host)
    // Missing and wrong credentials alike.
    for fields in [[:], [.authorization: "Bearer x"], [.cookie: "session=old"]] as [HTTPFields] {
      for stranger in [try await api.post("jobs/a/pause", fields: fields), try await api.get("jobs", fields: fields)] {
        #expect(stranger.status == .unauthorized && stranger.fields[.wwwAuthenticate] == "Bearer")
      }
    }
    let known: HTTPFields = [.authorization: "Bearer bob"]
    for refused in [try await api.post("jobs/a/pause", fields: known), try await api.get("jobs", fields: known)] {
      #expect(refused.status == .forbidden && refused.fields[.wwwAuthenticate] == nil)
    }
    #expect(scheduler.job("a")?.isPaused == false)
    #expect(try await api.post("jobs/a/pause", fields: [.authorization: "Bearer ada"]).status == .accepted)
  }

  @Test("The session says who may do what, and whether credentials would help")
  func session() async throws {
    let host: ManagementAuthorization = { request, action, _ in
      guard request.headerFields[.authorization] == "Bearer ada" else { return nil }
      return action == .pause ? Caller("ada") : .refused("ada")
    }
    let api = ManagementAPI(try await scheduler(), authorize: host)
    let stranger = try await api.get("session")
    #expect(stranger["caller"] is NSNull && stranger.bool("may.pause") == false)
    #expect(stranger.bool("asks_for_credentials") == true)
    let ada = try await api.get("session", fields: [.authorization: "Bearer ada"])
    #expect(ada.string("caller") == "ada" && ada.bool("may.pause") == true && ada.bool("may.run") == false)
    #expect(ada.bool("asks_for_credentials") == false)
    let closed = try await ManagementAPI(try await scheduler(), authorize: nil).get("session")
    #expect(closed.bool("asks_for_credentials") == false)
  }

  @Test("The host hears the action and the job, and decides on each job of a selection")
  func rights() async throws {
    let scheduler = try await scheduler()
    try await scheduler.add("b", .every(.seconds(60))) { _ in }
    let api = ManagementAPI(
      scheduler,
      authorize: { _, action, job in
        action == .pause && job == "a" ? Caller("ada") : .refused("ada")
      })
    let token: HTTPFields = [.authorization: "Bearer x"]
    #expect(try await api.post("jobs/a/pause", fields: token).status == .accepted)
    #expect(try await api.post("jobs/a/resume", fields: token).status == .forbidden)
    #expect(try await api.post("jobs/b/pause", fields: token).status == .forbidden)
    #expect(try await api.post("jobs/pause?job=a&job=b", fields: token).status == .forbidden)
    #expect(scheduler.job("b")?.isPaused == false)
  }

  @Test("A change comes from a page of the same origin, or has an Authorization field")
  func crossSite() async throws {
    let api = ManagementAPI(try await scheduler())
    func status(_ more: HTTPFields) async throws -> HTTPResponse.Status {
      try await api.send(.post, "jobs/a/resume", "", fields(more)).status
    }
    #expect(try await status([:]) == .forbidden)
    #expect(try await status([Self.site: "cross-site"]) == .forbidden)
    #expect(try await status([Self.site: "same-site"]) == .forbidden)
    #expect(try await status([Self.site: "cross-site", .authorization: "Basic eDp5"]) == .forbidden)
    #expect(try await status([.origin: "https://evil.example"]) == .forbidden)
    #expect(try await status([.origin: "null"]) == .forbidden)
    #expect(try await status([.origin: "https://evil.example", .authorization: "Basic eDp5"]) == .forbidden)
    #expect(try await status([.origin: "http://orders.example:8080.evil.example"]) == .forbidden)
    #expect(try await status([Self.site: "same-origin"]) == .accepted)
    #expect(try await status([.origin: "http://orders.example:8080"]) == .accepted)
    #expect(try await status([.authorization: "Bearer x"]) == .accepted)
  }

  @Test(
    "A body of another type, too large, or not understood is refused",
    arguments: [
      ("text/plain", "{}", HTTPResponse.Status.unsupportedMediaType),
      ("application/jsonp", "{}", .unsupportedMediaType),
      ("application/x-www-form-urlencoded", "note=x", .unsupportedMediaType),
      ("application/json; charset=utf-8", "{}", .accepted), ("APPLICATION/JSON", "{}", .accepted),
      ("application/json", "{", .badRequest), ("application/json", "[]", .badRequest),
      ("application/json", "{\"nota\": \"x\"}", .badRequest), ("application/json", "{\"note\": 5}", .badRequest),
      ("application/json", "{\"until\": \"tomorrow\"}", .badRequest),
      ("application/json", "{\"until\": \"2001-01-01T00:00:00Z\"}", .unprocessableContent),
      ("application/json", String(repeating: "[", count: 5_000), .badRequest),
      ("application/json", String(repeating: " ", count: 65_537), .contentTooLarge),
      ("application/json", "{\"note\": \"\(String(repeating: "x", count: 2_001))\"}", .unprocessableContent),
    ])
  func bodies(_ type: String, _ body: String, _ expected: HTTPResponse.Status) async throws {
    let scheduler = try await scheduler()
    let reply = try await ManagementAPI(scheduler).post("jobs/a/pause", body, fields: [.contentType: type])
    #expect(reply.status == expected)
    #expect(scheduler.job("a")?.isPaused == (expected == .accepted))
  }

  @Test("Methods, paths and ids that are none are refused, and nothing of them is repeated")
  func nonsense() async throws {
    let api = ManagementAPI(try await scheduler())
    #expect(try await api.send(.delete, "jobs/a", "", [:]).fields[.allow] == "GET, HEAD")
    #expect(try await api.send(.get, "jobs/a/pause", "", [:]).fields[.allow] == "POST")
    #expect(try await api.send(.put, "pause", "", [:]).status == .methodNotAllowed)
    let hostile = [
      "%3Cscript%3E", "..%2F..%2Fetc", "%00", "%F0%9F%92%A9", "a%22%3E%3Cscript%3E", String(repeating: "j", count: 300),
    ]
    for id in hostile {
      for path in [
        "jobs/\(id)", "jobs/\(id)/runs", "runs/\(id)", "requests/\(id)", "\(id)",
        "explain?job=\(id)&at=2026-01-01T00:00:00Z",
        "jobs?state=\(id)", "jobs?sort=\(id)", "jobs?limit=\(id)", "runs?from=\(id)", "forecast?to=\(id)",
      ] {
        let reply = try await api.get(path)
        #expect(reply.status.kind == .clientError, "\(path)")
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("script"))
      }
      for path in ["jobs/\(id)/pause", "runs/\(id)/cancel", "dead-letters/\(id)/requeue", "jobs/run?state=\(id)"] {
        let reply = try await api.post(path)
        #expect(reply.status.kind == .clientError, "\(path)")
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("script"))
      }
    }
  }
}
