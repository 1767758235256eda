/// Which of the runs that wait for an executor goes first: the one with the higher priority, among equals the one that
/// was due first. It does not stop a run that goes on.
public struct JobPriority: Sendable, Hashable, Comparable, ExpressibleByIntegerLiteral {
  /// −1,000 to 1,000; higher goes first.
  public let value: Int

  /// A priority of one's own.
  public init(_ value: Int) { self.value = value }

  /// A number written in code.
  public init(integerLiteral value: Int) { self.value = value }

  /// After the others: −10.
  public static let low = JobPriority(-10)
  /// 0, unless a job says otherwise.
  public static let medium = JobPriority(0)
  /// Before the others: 10.
  public static let high = JobPriority(10)

  /// By value.
  public static func < (a: JobPriority, b: JobPriority) -> Bool { a.value < b.value }
}

extension JobPriority: Codable {
  /// Reads the number alone.
  public init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(Int.self) }

  /// Writes the number alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}
