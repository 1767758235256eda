/// Gives values the numbers that stand for them in the model.
struct Names<Value: Hashable & Sendable>: Sendable {
  private(set) var values: [Value]
  private var numbers: [Value: Int]

  init(_ values: [Value] = []) {
    self.values = values
    numbers = Dictionary(values.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The number of a value, a new one where it has none yet.
  mutating func number(of value: Value) -> Int {
    if let known = numbers[value] { return known }
    numbers[value] = values.count
    values.append(value)
    return values.count - 1
  }

  func known(_ value: Value) -> Int? { numbers[value] }

  subscript(number: Int) -> Value { values[number] }
}
