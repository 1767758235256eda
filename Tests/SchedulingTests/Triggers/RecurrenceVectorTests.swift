import CivilTime
import Foundation
import Scheduling
import Testing

@Suite("Recurrence rules against the oracle's vectors")
struct RecurrenceVectorTests {
  private struct Row: Decodable {
    var id: String
    var rrule: String
    var dtstart: String
    var tz: String
    var next: [String]
    var finite: Bool
  }

  private func rows() throws -> [Row] {
    let url = try #require(Bundle.module.url(forResource: "Vectors/rrule", withExtension: "jsonl"))
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Row.self, from: Data($0.utf8))
    }
  }

  /// The oracle (python-dateutil) takes the first days of a year for week 53 of the year before where that has only 52
  /// weeks: Sunday 2039-01-02 and Sunday 2050-01-02 lie in week 52 by ISO 8601 and RFC 5545, and by Python's own
  /// `date.isocalendar()`. Its other instants are right.
  private let oracleErrors = ["rrule-0015": ["2039-01-02T01:17:00+00:00", "2050-01-02T01:17:00+00:00"]]

  @Test("Every rule gives its instants, forwards and backwards, and ends where it is finite")
  func vectors() throws {
    for row in try rows() {
      let start = try Instant(rfc3339: row.dtstart)
      let trigger = try RecurrenceTrigger(
        row.rrule, starting: start, timeZone: TriggerTimeZone(row.tz))
      let wrong = oracleErrors[row.id] ?? []
      let expected = try row.next.filter { !wrong.contains($0) }.map { try Instant(rfc3339: $0) }
      let before = start.advanced(byNanoseconds: -1)
      #expect(trigger.next(expected.count, after: before) == expected, "\(row.id) \(row.rrule) \(row.dtstart)")
      guard let last = expected.last else { continue }
      // What the oracle counted in error it left out at the end.
      guard wrong.isEmpty else { continue }
      if row.finite { #expect(trigger.next(after: last) == nil, "\(row.id) \(row.rrule)") }
      var backwards: [Instant] = []
      var end = last.advanced(byNanoseconds: 1)
      while let previous = trigger.previous(before: end) {
        backwards.append(previous)
        end = previous
      }
      #expect(backwards == expected.reversed(), "backwards \(row.id) \(row.rrule)")
    }
  }
}
