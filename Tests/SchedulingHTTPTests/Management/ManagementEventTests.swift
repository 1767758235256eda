import Foundation
import HTTPTypes
import Scheduling
import SchedulingTesting
import Testing

@testable import SchedulingHTTP

@Suite("Server-sent events")
struct ManagementEventTests {
  private func listen(_ api: ManagementAPI, _ query: String = "", last: String? = nil) async throws -> ManagementEvents
  {
    var fields: HTTPFields = [:]
    if let last { fields[.lastEventID] = last }
    let request = HTTPRequest(
      method: .get, scheme: "http", authority: nil, path: "/v1/scheduler/events\(query)", headerFields: fields)
    let (head, body) = await api.routes.respond(to: request)
    #expect(head.status == .ok && head.headerFields[.contentType] == "text/event-stream")
    guard case .events(let events) = body else { throw ManagementAPI.Unexpected() }
    return events
  }

  private func text(_ piece: [UInt8]?) -> String { String(decoding: piece ?? [], as: UTF8.self) }

  /// Reads until a text has come.
  private func read(_ iterator: inout ManagementEvents.AsyncIterator, until wanted: String) async -> String {
    var all = ""
    while !all.contains(wanted), let piece = await iterator.next() { all += text(piece) }
    return all
  }

  @Test("Runs, changes, requests and the trail arrive as they happen; a client that comes back misses nothing")
  func live() async throws {
    try await TestScheduler.run(at: "2026-03-28T00:00:00Z") { test in
      try await test.scheduler.add("a", .every(.seconds(60))) { _ in }
      let api = ManagementAPI(test.scheduler)
      var first = try await listen(api).makeAsyncIterator()
      let hello = text(await first.next())
      #expect(hello.contains("retry:") && hello.contains("id: "))
      await test.advance(by: .seconds(60))
      let run = await read(&first, until: "event: run-ended")
      #expect(run.contains("event: run-started") && run.contains(#""outcome":"succeeded""#))
      let last = run.split(separator: "\n").last { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
      try await api.post("jobs/a/pause", #"{"note": "<b>oven</b>"}"#)
      let pause = await read(&first, until: "event: audit")
      #expect(pause.contains("event: job-changed") && !pause.contains("<b>"))
      // On the same connection number as before, and one from another process.
      var again = try await listen(api, last: last).makeAsyncIterator()
      _ = await again.next()
      #expect(await read(&again, until: "event: audit").contains("event: job-changed"))
      var stranger = try await listen(api, last: "elsewhere-7").makeAsyncIterator()
      #expect(text(await stranger.next()).contains("event: reset"))
    }
  }

  @Test("A listener that is too slow hears how much it has missed")
  func dropped() async {
    let ring = EventRing(limit: 4)
    for number in 0..<10 { ring.append("run-ended", ["number": JSON(number)]) }
    guard case .dropped(6) = await ring.next(after: 0) else { return #expect(Bool(false), "nothing was dropped") }
    guard case .events(let rest) = await ring.next(after: 6) else { return #expect(Bool(false), "no events") }
    #expect(rest.map(\.number) == [7, 8, 9, 10])
  }

  @Test("Silence is filled with comments, and the end of the task is the end of the stream")
  func silence() async throws {
    let ring = EventRing()
    let waiting = Task { await ring.next(after: 0) }
    ring.tick()
    waiting.cancel()
    switch await waiting.value {
    case .nothing, .end: break
    default: Issue.record("an event came from nowhere")
    }
  }

  @Test("Filters let through what they name, and listeners are bounded")
  func bounded() async throws {
    try await TestScheduler.run(at: "2026-03-28T00:00:00Z") { test in
      try await test.scheduler.add("a", .every(.seconds(60))) { _ in }
      try await test.scheduler.add("b", .every(.seconds(60))) { _ in }
      var configuration = ManagementConfiguration()
      configuration.eventListeners = 1
      let api = ManagementAPI(test.scheduler, configuration: configuration)
      let events = try await listen(api, "?job=b&event=run-ended")
      #expect(try await api.get("events").status == .tooManyRequests)
      var iterator = events.makeAsyncIterator()
      _ = await iterator.next()
      await test.advance(by: .seconds(60))
      let text = await read(&iterator, until: "run-ended")
      #expect(text.contains(#""job":"b""#) && !text.contains(#""job":"a""#) && !text.contains("run-started"))
      withExtendedLifetime(events) {}
    }
  }
}
