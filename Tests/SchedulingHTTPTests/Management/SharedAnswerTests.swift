import CivilTime
import HTTPTypes
import Testing

@testable import Scheduling
@testable import SchedulingHTTP

@Suite("Answers that many dashboards ask for")
struct SharedAnswerTests {
  private func get(_ routes: ManagementRoutes, _ path: String) async -> [UInt8] {
    let (_, body) = await routes.respond(to: Reply.request("/v1/scheduler/\(path)"))
    guard case .bytes(let bytes) = body else { return [] }
    return bytes
  }

  @Test("However many ask, one look at the jobs is taken in a second, and all are given what was written from it")
  func shared() async throws {
    let scheduler = Scheduler()
    for number in 0..<200 { try await scheduler.add(JobID("job-\(number)"), .every(.seconds(86_400))) { _ in } }
    let routes = ManagementRoutes(scheduler)
    let begin = MonotonicTime.now()
    let before = scheduler.core.snapshots.made
    for _ in 0..<50 {
      for path in ["jobs?limit=150&strip=60", "attention", "fleet", "overview"] { _ = await get(routes, path) }
    }
    let seconds = Int((MonotonicTime.now() - begin) / .seconds(1))
    #expect((1...seconds + 1).contains(scheduler.core.snapshots.made - before))
    // The age of the view is written into an answer: the same bytes were written once.
    let (first, second) = (await get(routes, "jobs?limit=150"), await get(routes, "jobs?limit=150"))
    if first != second { #expect(scheduler.core.snapshots.made > before + 1, "another look lay between the two") }
    #expect(await get(routes, "jobs?limit=3") != first)
  }

  @Test("A change is in the next answer")
  func changed() async throws {
    let scheduler = Scheduler()
    try await scheduler.add("a", .every(.seconds(86_400))) { _ in }
    let routes = ManagementRoutes(scheduler)
    for isPaused in [true, false, true] {
      if isPaused { try await scheduler.pause("a") } else { try await scheduler.resume("a") }
      #expect(String(decoding: await get(routes, "jobs"), as: UTF8.self).contains(#""paused":\#(isPaused)"#))
    }
    try await scheduler.add("b", .every(.seconds(86_400))) { _ in }
    #expect(String(decoding: await get(routes, "jobs"), as: UTF8.self).contains(#""total":2"#))
  }

  @Test("Pages of the usual order join without a gap, and are those of the list as a whole")
  func pages() async throws {
    let scheduler = Scheduler()
    for number in 0..<57 { try await scheduler.add(JobID("job-\(number)"), .every(.seconds(86_400))) { _ in } }
    let api = ManagementAPI(scheduler)
    var (seen, cursor) = ([String](), String?.none)
    repeat {
      let page = try await api.get("jobs?limit=10" + (cursor.map { "&cursor=\($0)" } ?? ""))
      #expect(page.int("total") == 57 && page.int("matched") == 57)
      for place in 0..<(page.count("jobs") ?? 0) { seen.append(page.string("jobs.\(place).id") ?? "") }
      cursor = page.string("next_cursor")
    } while cursor != nil
    #expect(seen == seen.sorted() && seen.count == 57)
    #expect(try await api.get("jobs?cursor=zzz").count("jobs") == 0)
  }
}

@Suite("JSON as it is written")
struct JSONWritingTests {
  private func text(_ value: JSON) -> String { String(decoding: value.bytes, as: UTF8.self) }

  @Test("Milliseconds are written to the microsecond, rounded to the nearer one")
  func milliseconds() {
    for (duration, words) in [
      (Duration.zero, "0"), (.milliseconds(5), "5"), (.microseconds(1_500), "1.5"), (.microseconds(1), "0.001"),
      (.nanoseconds(499), "0"), (.nanoseconds(500), "0.001"), (.nanoseconds(-1_500), "-0.002"), (.seconds(3), "3000"),
      (.microseconds(-12_340), "-12.34"), (.microseconds(10_020), "10.02"),
    ] { #expect(text(JSON(duration)) == words, "\(duration)") }
  }

  @Test("Records, written members and texts")
  func records() {
    #expect(text(["a": 1, "b": JSON("x<\"\n\u{1}")]) == #"{"a":1,"b":"x\u003c\"\n\u0001"}"#)
    let members = JSON.members(["a": 1, "b": nil])
    #expect(text(.extended(members, ["c": [true]])) == #"{"a":1,"b":null,"c":[true]}"#)
    #expect(text(.extended([], ["c": .double(0.5)])) == #"{"c":0.5}"#)
    #expect(text(.extended(members, [:])) == #"{"a":1,"b":null}"#)
    #expect(text(.object([("\"", nil)])) == #"{"\"":null}"#)
    #expect(text(JSON(Instant.epoch)) == #""1970-01-01T00:00:00Z""#)
  }

  @Test("What a terminal must not be sent is escaped, and the rest stays")
  func printable() {
    let json = Array("{\"a\":\"é\u{202E}日\u{7F}x\u{1F600}\u{E0001}\"}".utf8)
    #expect(
      String(decoding: PlainJSON.escaped(json), as: UTF8.self)
        == "{\"a\":\"é\\u202e日\\u007fx\u{1F600}\\udb40\\udc01\"}")
  }
}
