import Cron
import Testing

@Suite("Section 5: errors point at the place")
struct CronErrorTests {
  private func error(_ text: String, _ dialect: CronDialect = .standard) throws -> CronError {
    try #require(throws: CronError.self) { try CronExpression(text, dialect: dialect) }
  }

  @Test("The description shows the text and marks the fault")
  func description() throws {
    #expect(
      try error("0 25 * * *").description == """
        0 25 * * *
          ^^ hour must be 0-23
        """)
    #expect(
      try error("0 22-2 * * *").description == """
        0 22-2 * * *
          ^^^^ the range runs backwards (write 22-23,0-2)
        """)
    #expect(
      try error("0 0 * * +").description == """
        0 0 * * +
                 ^ a value is missing: day of week must be 0-7 or SUN-SAT
        """)
  }

  @Test("Field, range, reason and suggestion are there for programs")
  func parts() throws {
    let error = try error("0 0 * FEB-JAN *")
    #expect(error.field == .month && error.range == 6..<13 && error.suggestion == "FEB-12,JAN")
  }

  @Test(
    "A fault of no one field has none",
    arguments: ["", "   ", "* * *", "1 2 3 4 5 6 7 8", "* * * * é", "* * *\n* *", "\u{0}", "🕒"])
  func noField(text: String) throws {
    #expect(try error(text).field == nil)
  }

  @Test("Descriptions of long and hostile texts stay short and on two lines")
  func hostile() throws {
    let long = String(repeating: "5,", count: 50_000) + "x * * * *"
    let hostile = [
      long, String(repeating: "*", count: 100_000), "\u{1B}[31m * * * *", "🕒 🕒", "0 0 * * \u{7F}", "e\u{301} * * * *",
    ]
    for text in hostile {
      let description = try error(text).description
      #expect(description.split(separator: "\n").count == 2 && description.count < 900, "\(description.count)")
      #expect(!description.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }
  }

  /// The text with the suggestion in the place of the fault.
  private func mended(_ text: String, _ error: CronError) throws -> String {
    var bytes = Array(text.utf8)
    bytes.replaceSubrange(error.range, with: try #require(error.suggestion).utf8)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "What is suggested is the whole of what to write, and right",
    arguments: [
      ("5/15 * * * *", "5-59/15 * * * *"), ("/20 * * * *", "*/20 * * * *"), ("0 22-2 * * *", "0 22-23,0-2 * * *"),
      ("0 0 * FEB-JAN *", "0 0 * FEB-12,JAN *"), ("0 22-2/3 * * *", "0 22-23/3,0-2/3 * * *"),
      ("0 0 ?/2 * *", "0 0 */2 * *"), ("0 0 * * 7-1", "0 0 * * 0-1"), ("0 0 * * 7-1/2", "0 0 * * 0-1/2"),
      ("0 0 * * 7/2", "0 0 * * 0-6/2"), ("0 0 * * FRI-0/2", "0 0 * * FRI-6/2,0"), ("0 0 * * L", "0 0 * * SATL"),
      ("0 0 $ * *", "0 0 L * *"), ("0 0 lw * *", "0 0 LW * *"), ("@Daily", "@daily"), ("@every 5", "@every 1h30m"),
      ("CRON_TZ=Asia/Tokyo 0 5 * * *", "0 5 * * *"), ("TZ=UTC @daily", "@daily"), ("TZ=UTC */5 0 * * *", "*/5 0 * * *"),
      ("rate(5 minutes)", "@every 5m"), ("rate(1 day)", "@every 24h"), ("", "0 3 * * *"),
    ])
  func suggestions(text: String, right: String) throws {
    #expect(try mended(text, error(text)) == right)
    #expect(throws: Never.self) { try CronExpression(right) }
  }

  @Test("Every suggestion, over all invalid vectors and random faults, mends the fault")
  func suggestionsParse() throws {
    var cases = try VectorRow.rows("invalid").map { ($0.expr, CronDialect(rawValue: $0.dialect) ?? .standard) }
    var expressions = RandomExpression(random: SeededRandom(state: 31))
    var random = SeededRandom(state: 32)
    let noise = Array("0123456789*/-,?LWH#+$~@()= SUNmonTZ".utf8)
    for _ in 0..<SeededRandom.cases(20_000) {
      var bytes = Array((random.chance(50) ? expressions.frequent() : expressions.sparse()).utf8)
      for _ in 0..<random.int(1...3) {
        let index = random.int(0...bytes.count - 1)
        if random.chance(50) { bytes[index] = random.pick(noise) } else { bytes.insert(random.pick(noise), at: index) }
      }
      cases.append(
        (String(decoding: bytes, as: UTF8.self), random.chance(80) ? .standard : random.pick([.quartz, .aws])))
    }
    var suggestions = 0
    for (text, dialect) in cases {
      do {
        _ = try CronExpression(text, dialect: dialect, seed: "seed")
      } catch {
        guard let suggestion = error.suggestion else { continue }
        suggestions += 1
        do {
          _ = try CronExpression(mended(text, error), dialect: dialect, seed: "seed")
        } catch let second as CronError {
          // There was another fault, elsewhere.
          let written = error.range.lowerBound..<error.range.lowerBound + suggestion.utf8.count
          #expect(!written.contains(second.range.lowerBound), "\(text): \(error)\n\(second)")
        }
      }
    }
    #expect(suggestions > 1_000)
  }

  @Test("Notations of crontabs and AWS are named as what they are")
  func foreignNotations() throws {
    #expect(try error("CRON_TZ=Asia/Tokyo 0 5 * * *").reason.contains("give Asia/Tokyo as its timezone"))
    for dialect in [CronDialect.standard, .quartz, .aws] {
      #expect(try error("cron(0 10 * * ? *)", dialect).reason.contains("AWS"))
      #expect(try error("rate(5 minutes)", dialect).reason.contains("AWS"))
      #expect(try error("at(2027-01-01T00:00:00)", dialect).reason.contains("AWS"))
    }
    // Suggested only where it is an expression of the dialect that was asked for.
    #expect(try error("cron(0 10 * * ? *)", .aws).suggestion == "0 10 * * ? *")
    #expect(try error("cron(0 10 ? * MON *)", .quartz).suggestion == nil)
    #expect(try error("rate(5 minutes)", .quartz).suggestion == nil)
  }

  @Test("A text of more than 4096 bytes is not read at all")
  func length() throws {
    let long = "0 0 * * " + String(repeating: "1,", count: 2_043) + "1"
    #expect(throws: CronError.self) { try CronExpression(long + ",1") }
    #expect(throws: Never.self) { try CronExpression(long) }
  }
}
