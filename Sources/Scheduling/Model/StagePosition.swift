/// Which stage of how many: what messages and events say.
public struct StagePosition: Sendable, Hashable, CustomStringConvertible {
  /// The stage's name.
  public var name: String
  /// Counted from 1.
  public var number: Int
  /// How many stages the pipeline has.
  public var count: Int

  /// A position.
  package init(name: String, number: Int, count: Int) {
    self.name = name
    self.number = number
    self.count = count
  }

  /// As in `stage 'email' (3 of 4)`.
  public var description: String { "stage '\(name)' (\(number) of \(count))" }
}
