import Logging
import Testing

@testable import Scheduling

@Suite struct RedactionTests {
  private let redaction = Redaction.standard

  @Test(arguments: [
    ("login failed: password=hunter2 for bob", "login failed: password=[redacted] for bob"),
    ("DB_PASSWORD='hunter2 and more', host=a", "DB_PASSWORD=[redacted], host=a"),
    (#"{"user": "bob", "apiKey": "abc\"def", "n": 1}"#, #"{"user": "bob", "apiKey": [redacted], "n": 1}"#),
    (#""{\"api_token\": \"abc\", \"n\": 1}""#, #""{\"api_token\": [redacted], \"n\": 1}""#),
    (
      #"Login(user: "bob", pass: "x", password: Optional("hun, ter"))"#,
      #"Login(user: "bob", pass: "x", password: [redacted])"#
    ),
    ("credentials: Pair(name: bob, pass: x), next", "credentials: [redacted], next"),
    ("GET /x Authorization: Bearer eyJhbGci.x.y failed", "GET /x Authorization: [redacted] failed"),
    ("sent Bearer eyJhbGci.x.y", "sent Bearer [redacted]"),
    ("mysqldump --password hunter2 --host db", "mysqldump --password [redacted] --host db"),
    ("https://a/b?token=abc&page=2", "https://a/b?token=[redacted]&page=2"),
    ("cannot reach redis://bob:s3cret@host:6379/0", "cannot reach redis://[redacted]@host:6379/0"),
    ("cannot reach redis://:pa/s@host/0", "cannot reach redis://[redacted]@host/0"),
    ("x-api-key=abc", "x-api-key=[redacted]"),
    ("password: Optional(\"unclosed", "password: [redacted]"),
  ])
  func secretsInMessagesAreHidden(_ text: String, _ expected: String) {
    let once = redaction.message(text)
    #expect(once == expected)
    #expect(redaction.message(once) == once)
  }

  @Test(arguments: [
    "no order with the key: 23", "monkey=1", "the password is wrong", "https://registry/@scope/name",
    "redis://127.0.0.1:6379 refused", "password: nil", "password=", "token", "count=3, supplier: 7", "=", ":", "\"",
    "\\",
    "://", "key", "--token", "keyboard: de",
  ])
  func ordinaryTextStays(_ text: String) { #expect(redaction.message(text) == text) }

  @Test func valuesOfSecretArgumentsAreHiddenWhereverTheyStand() {
    let arguments: JobArguments = [
      "supplier": "acme", "api-key": "k-123456", "login": ["password": ["first-secret", 7]], "pin": "12",
    ]
    let message = redaction.message("acme refused k-123456 and first-secret and 12", arguments: arguments)
    #expect(message == "acme refused [redacted] and [redacted] and 12")
  }

  @Test func argumentsToShowKeepTheirNames() {
    let arguments: JobArguments = [
      "supplier": 23, "apiKey": "abc", "nested": ["token": ["a", "b"], "rows": [["secret": 1], "x"]],
      "url": "postgres://bob:pw@db/shop", "cookie": nil,
    ]
    #expect(
      redaction.arguments(arguments) == [
        "supplier": 23, "apiKey": "[redacted]",
        "nested": ["token": "[redacted]", "rows": [["secret": "[redacted]"], "x"]],
        "url": "postgres://[redacted]@db/shop", "cookie": nil,
      ])
    #expect(Redaction.off.arguments(arguments) == arguments)
  }

  @Test func aSecretHandlerIsHiddenWhole() {
    var redaction = Redaction()
    redaction.secretHandlers = ["payroll"]
    #expect(
      redaction.arguments(["amount": 1, "to": "x"], handler: "payroll") == ["amount": "[redacted]", "to": "[redacted]"])
    #expect(redaction.arguments(["amount": 1], handler: "other") == ["amount": 1])
    #expect(redaction.message("paid 1 to x", handler: "payroll") == "[redacted]")
  }

  @Test func theHostAddsNamesAndAHook() {
    var redaction = Redaction { $0.replacing("Bob", with: "a customer") }
    redaction.secretKeys.insert("IBAN")
    #expect(redaction.message("Bob: customer-iban=DE12 failed") == "a customer: customer-iban=[redacted] failed")
    #expect(redaction.hides("customerIban") && !redaction.hides("urban"))
  }

  @Test func aLongTextTakesTimeInProportionToItsLength() {
    // Each of these begins something at every place whose end would be looked for to the end of the text.
    for piece in ["://", "key=[redacted]", "key ", "\"", "password=(", "\\\"", "a.", "token:", "--key "] {
      let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
      #expect(redaction.message(text).utf8.count > 0)
    }
  }

  @Test func anArgumentsDescriptionHasNoValue() {
    let arguments: JobArguments = ["supplier": 23, "who": "hunter2", "more": ["deep": ["hunter2": true]], "n": nil]
    #expect("\(arguments)" == "{more: {deep: object}, n: null, supplier: number, who: text}")
    var options = JobOptions()
    options.arguments = arguments
    #expect(!"\(options)".contains("hunter2"))
  }

  @Test func aHandlerThatCannotReadItsArgumentsNamesFieldsAndTypes() throws {
    enum Colour: String, Codable { case red }
    struct Wanted: Codable {
      var supplier: Int
      var colour: Colour?
      var rows: [Int]?
    }
    struct Refusing: Codable {
      init() {}
      init(from decoder: any Decoder) throws { throw Reason(text: "hunter2") }
    }
    struct Reason: Error { var text: String }
    func reason<Value: Codable>(_ type: Value.Type, _ arguments: JobArguments?) -> String {
      let value = arguments ?? .object([:])
      guard let error = #expect(throws: (any Error).self, performing: { try value.decode(type) }) else { return "" }
      return UnreadableArguments(error, handler: "import", arguments: arguments).description
    }
    let cases: [(String, String)] = [
      (reason(Wanted.self, ["supplier": "hunter2"]), "'supplier' is a text, and Int is required"),
      (reason(Wanted.self, ["colour": "red"]), "'supplier' is missing"),
      (
        reason(Wanted.self, ["supplier": 1, "colour": "hunter2"]),
        "'colour', a text, is not a value that its type accepts"
      ),
      (reason(Wanted.self, ["supplier": 1, "rows": [1, "hunter2"]]), "'rows.1' is a text"),
      (reason(Wanted.self, ["supplier": nil]), "'supplier' is null, and Int is required"),
      (reason(Wanted.self, ["supplier": 1.5]), "is not a value that its type accepts"),
      (reason(Refusing.self, ["x": "hunter2"]), "its type threw Reason"),
      (reason(Wanted.self, nil), "there are none"),
    ]
    for (text, expected) in cases {
      #expect(text.contains(expected))
      #expect(!text.contains("hunter2"))
    }
  }

  @Test func decodingErrorsOfArgumentsHaveNoValue() {
    enum Colour: String, Codable { case red }
    let arguments: JobArguments = ["colour": "hunter2"]
    do {
      _ = try arguments.decode([String: Colour].self)
      Issue.record("it was read")
    } catch { #expect(!"\(error)".contains("hunter2")) }
  }
}
