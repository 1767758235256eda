/// The fields of an expression's text by their places, for pointing at them.
struct FieldMap {
  let text: [UInt8]
  private var ranges: [CronField: Range<Int>] = [:]

  init(_ expression: CronExpression) {
    text = Array(expression.text.utf8)
    let parts = text.indices.split { text[$0] == 32 || text[$0] == 9 }.compactMap { indices in
      indices.first.map { $0..<indices.endIndex }
    }
    let fields: [CronField]
    switch (expression.dialect, parts.count) {
    case (.standard, 5): fields = [.minute, .hour, .dayOfMonth, .month, .dayOfWeek]
    case (.standard, 6...7), (.quartz, 6...7):
      fields = [.second, .minute, .hour, .dayOfMonth, .month, .dayOfWeek, .year]
    case (.aws, 6): fields = [.minute, .hour, .dayOfMonth, .month, .dayOfWeek, .year]
    default: fields = []
    }
    for (field, range) in zip(fields, parts) { ranges[field] = range }
  }

  /// The whole text.
  var whole: Range<Int> { 0..<text.count }

  /// A field's place; the whole text where fields have none of their own, as in macros.
  func range(_ field: CronField) -> Range<Int> { ranges[field] ?? whole }

  /// From one field to another.
  func range(_ first: CronField, through last: CronField) -> Range<Int> {
    range(first).lowerBound..<max(range(last).upperBound, range(first).upperBound)
  }

  /// A field as it is written; nil where it is not.
  func written(_ field: CronField) -> String? {
    ranges[field].map { String(decoding: text[$0], as: UTF8.self) }
  }

  /// The text with something in place of a part.
  func replacing(_ range: Range<Int>, with replacement: String) -> String {
    String(decoding: text[..<range.lowerBound], as: UTF8.self) + replacement
      + String(decoding: text[range.upperBound...], as: UTF8.self)
  }
}
