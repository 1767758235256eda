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

  @Test("Suggestions of the parser are themselves valid, where they are a field")
  func suggestions() throws {
    for text in ["5/15 * * * *", "/20 * * * *", "0 22-2 * * *", "0 0 * FEB-JAN *", "0 22-2/3 * * *", "0 0 ?/2 * *"] {
      let error = try error(text)
      let suggestion = try #require(error.suggestion)
      var bytes = Array(text.utf8)
      bytes.replaceSubrange(error.range, with: suggestion.utf8)
      #expect(throws: Never.self, "\(suggestion)") { try CronExpression(String(decoding: bytes, as: UTF8.self)) }
    }
  }
}
