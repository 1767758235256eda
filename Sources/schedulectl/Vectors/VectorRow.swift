/// A row of the oracle's data, as far as an answer needs it.
struct VectorRow: Decodable {
  var id: Name?
  var dialect: String?
  var expr: String?
  var fields: [String: Name]?
  var rrule: String?
  var dtstart: String?
  var tz: String?
  var after: String?
  var seed: String?
  var count: Int?
  /// Only how many there are.
  var next: [String?]?

  /// How many instants are asked for.
  var wanted: Int { count ?? next?.count ?? 0 }

  /// A text, or a number that stands for one.
  struct Name: Decodable {
    var text: String

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let number = try? value.decode(Int.self) {
        text = "\(number)"
      } else {
        text = try value.decode(String.self)
      }
    }
  }
}
