import CivilTime
import Cron
import Testing

@Suite("Oracle vectors")
struct VectorTests {
  @Test(
    "Every valid vector gives its instants, and nil where it is exhausted",
    arguments: ["vixie5", "seconds6", "macros", "dst", "quartz6", "apscheduler-fields"])
  func valid(file: String) throws {
    let rows = try VectorRow.rows(file)
    #expect(!rows.isEmpty)
    for row in rows {
      do {
        try check(row)
      } catch {
        Issue.record("\(row.id ?? "?") \(row.expr) \(row.tz ?? ""): \(error)")
      }
    }
  }

  private func check(_ row: VectorRow) throws {
    let after = try Instant(rfc3339: try #require(row.after))
    let expression = try CronExpression(row.expr, dialect: CronDialect(rawValue: row.dialect) ?? .standard)
    let anchor = row.dialect == "every" ? after : .epoch
    let schedule = CronSchedule(expression, in: try Zone(named: row.tz ?? "UTC"), anchor: anchor)
    let expected = try (row.next ?? []).map { text throws(TimestampError) in try Instant(rfc3339: text) }
    let found = schedule.next(expected.count, after: after)
    #expect(found == expected, "\(row.id ?? "?") \(row.expr) in \(schedule.zone) after \(row.after ?? "")")
    if row.exhausted == true, found == expected {
      #expect(schedule.next(after: found.last ?? after) == nil, "\(row.id ?? "?") \(row.expr)")
    }
    // Backwards the same instants come in the reverse order.
    if let last = expected.last {
      var before = last.advanced(byNanoseconds: 1)
      var backwards: [Instant] = []
      while backwards.count < expected.count, let previous = schedule.previous(before: before) {
        backwards.append(previous)
        before = previous
      }
      #expect(backwards == expected.reversed(), "backwards \(row.id ?? "?") \(row.expr) in \(schedule.zone)")
    }
  }

  @Test("Every invalid vector is refused, with the field and the place of the fault")
  func invalid() throws {
    for row in try VectorRow.rows("invalid") {
      let dialect = CronDialect(rawValue: row.dialect) ?? .standard
      do {
        _ = try CronExpression(row.expr, dialect: dialect)
        Issue.record("\(row.dialect) accepts '\(row.expr)': \(row.why ?? "")")
      } catch {
        #expect(error.field?.name(in: dialect) == row.field, "'\(row.expr)' \(row.why ?? ""):\n\(error)")
        if let position = row.pos {
          #expect(
            item(of: row.expr, at: position).contains(error.range.lowerBound),
            "'\(row.expr)' \(row.why ?? ""), \(position):\n\(error)")
        }
      }
    }
  }

  /// The list item that a position lies in, both ends included.
  private func item(of text: String, at position: Int) -> ClosedRange<Int> {
    let bytes = Array(text.utf8)
    func separates(_ index: Int) -> Bool { [32, 9, 44].contains(bytes[index]) }
    var (low, high) = (min(position, bytes.count), min(position, bytes.count))
    while low > 0, !separates(low - 1) { low -= 1 }
    while high < bytes.count, !separates(high) { high += 1 }
    return low...high
  }
}

extension CronField {
  /// The name the vectors give a field.
  func name(in dialect: CronDialect) -> String {
    switch (dialect, self) {
    case (.apscheduler, .dayOfMonth): "day"
    case (.apscheduler, .dayOfWeek): "day_of_week"
    default: rawValue
    }
  }
}
