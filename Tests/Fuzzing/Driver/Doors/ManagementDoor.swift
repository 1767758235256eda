import CivilTime
import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP
import SchedulingTesting

// Any request to the management API has an answer that its OpenAPI document names, and whoever may not change anything
// changes nothing.

extension Door {
  static let management = Door(name: "management", longest: 4_096) { bytes in
    let request = ManagementRequest(bytes)
    let isDone = DispatchSemaphore(value: 0)
    Task.detached {
      await ManagementHost.shared.answer(request)
      isDone.signal()
    }
    isDone.wait()
  }
}

/// One request, out of an input: choices first, then the id of the path, the query, and the body, each on a line.
private struct ManagementRequest: Sendable {
  enum Sender: Int, CaseIterable { case nobody, stranger, reader, operating }

  var head: HTTPRequest
  var body: [UInt8]
  var sender: Sender
  var template: String?

  private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .options]
  private static let site = HTTPField.Name("Sec-Fetch-Site")!

  init(_ bytes: [UInt8]) {
    var input = Input(bytes)
    sender = Sender.allCases[input.number(below: Sender.allCases.count)]
    let choice = input.number(below: Route.all.count + 8)
    let route = choice < Route.all.count ? Route.all[choice] : nil
    let (other, form, extra) = (input.byte(), input.byte(), input.byte())
    let lines = input.text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    func line(_ index: Int) -> String { lines.indices.contains(index) ? lines[index] : "" }
    let method = other < 200 ? route?.method ?? .get : Self.methods[other % Self.methods.count]
    let id = line(0).isEmpty ? "a" : line(0)
    var path = "/v1/scheduler" + (route?.template.replacing("{id}", with: id) ?? "/\(line(0))")
    if !line(1).isEmpty { path += "?" + line(1) }
    var fields = HTTPFields()
    if form & 1 == 0 { fields[.contentType] = "application/json" }
    if form & 2 == 0 { fields[Self.site] = "same-origin" }
    if form & 4 != 0 { fields[.origin] = "https://evil.example" }
    if sender != .nobody { fields[.authorization] = "Bearer \(sender)" }
    if extra & 1 != 0, let name = HTTPField.Name("Idempotency-Key") { fields[name] = line(0) }
    if extra & 2 != 0 { fields[.ifMatch] = line(1) }
    if extra & 4 != 0, let name = HTTPField.Name("Last-Event-ID") { fields[name] = line(0) }
    head = HTTPRequest(
      method: method, scheme: "http", authority: "orders.example", path: path, headerFields: fields)
    body = Array(line(2).utf8)
    template = route?.template
  }

  /// Whether nothing may be changed by it.
  var changesNothing: Bool { sender != .operating || head.method != .post }
}

/// Two schedulers in memory: one that operators change, and one that only others are let at.
private final class ManagementHost: Sendable {
  static let shared = ManagementHost()
  private let (open, closed) = (Host(), Host())
  private let documented: [String: Set<Int>]

  private struct Host: Sendable {
    let scheduler: Scheduler
    let routes: ManagementRoutes

    init() {
      let clock = ManualClock(Instant(millisecondsSince1970: 1_780_000_000_000))
      var configuration = SchedulerConfiguration(instance: "fuzz")
      configuration.historyTotal = 1_000
      scheduler = Scheduler(configuration: configuration, clock: clock)
      routes = ManagementRoutes(
        scheduler,
        read: { request, _, _ in Self.sender(request) == "stranger" ? nil : Caller("reader") },
        authorize: { request, _, _ in
          switch Self.sender(request) {
          case "operating": Caller("ada")
          case "reader": .refused("reader")
          default: nil
          }
        })
    }

    private static func sender(_ request: HTTPRequest) -> Substring? {
      request.headerFields[.authorization]?.split(separator: " ").last
    }

    func begin() async {
      guard !scheduler.isRunning else { return }
      struct Broken: Error {}
      let scheduler = scheduler
      var options = JobOptions()
      options.arguments = ["supplier": 23]
      _ = try? await scheduler.add("a", .every(.seconds(60)), options: options) { _ in }
      _ = try? await scheduler.add("b c", .cron("0 3 * * *")) { _ in throw Broken() }
      Task.detached { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      await scheduler.settle()
      // One dead letter, and runs in the history.
      _ = try? await scheduler.runNow("b c")
      await scheduler.settle()
    }

    /// What a change would change.
    var picture: String {
      get async {
        let letters = try? await scheduler.deadLetters(limit: 100)
        return "\(scheduler.jobs) \(scheduler.status.pauseNote ?? "") \(letters?.count ?? 0) "
          + "\(scheduler.localHistory(HistoryQuery(limit: 1_000)).count)"
      }
    }
  }

  private init() {
    let document = (try? JSONDecoder().decode(JobArguments.self, from: Data(OpenAPIDocument.bytes))) ?? .null
    var documented: [String: Set<Int>] = [:]
    for route in Route.all {
      let operation = document["paths"]?[route.template]?[route.method.rawValue.lowercased()]
      guard case .object(let responses)? = operation?["responses"] else { continue }
      documented["\(route.method) \(route.template)"] = Set(responses.keys.compactMap { Int($0) })
    }
    self.documented = documented
  }

  func answer(_ request: ManagementRequest) async {
    let host = request.changesNothing ? closed : open
    await host.begin()
    let before = request.changesNothing ? await host.picture : ""
    let (response, body) = await host.routes.respond(to: request.head, body: request.body, from: "10.0.0.7")
    await host.scheduler.settle()
    if request.changesNothing {
      let after = await host.picture
      precondition(before == after, "who may not change anything has changed something")
      if request.head.method == .post { precondition(response.status.code >= 400, "a change was refused") }
    }
    check(request, response, body)
  }

  private func check(_ request: ManagementRequest, _ response: HTTPResponse, _ body: ManagementRoutes.Body) {
    let method = request.head.method == .head ? HTTPRequest.Method.get : request.head.method
    let general: Set = [404, 405, 414]
    let known = request.template.flatMap { documented["\(method) \($0)"] }
    if let known {
      precondition(
        known.contains(response.status.code) || general.contains(response.status.code),
        "\(method) \(request.template ?? "") has no \(response.status.code) in the OpenAPI document")
    } else {
      precondition((200..<500).contains(response.status.code), "an unknown route is answered")
    }
    guard case .bytes(let bytes) = body else { return }
    // Files of the dashboard and the OpenAPI document are written by nobody but us.
    let isPage =
      response.headerFields[.contentType]?.contains("json") == false || request.head.path?.contains("openapi") == true
    precondition(isPage || bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "no byte of an answer moves a cursor")
  }
}
