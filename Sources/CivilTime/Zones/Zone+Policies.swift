extension Zone {
  /// A gap of this many seconds or more moves the date line, and its local times are dropped.
  package static let dateLineGap: Int64 = 3 * 3_600

  /// What happens to a local time that the clocks jump over.
  public enum GapPolicy: String, Hashable, Sendable, CaseIterable {
    /// It counts as the moment of the jump. Jumps of three hours or more, which move the date line, drop it.
    case shift
    /// It does not happen.
    case skip
  }

  /// What happens to a local time that the clocks show twice.
  public enum OverlapPolicy: String, Hashable, Sendable, CaseIterable {
    /// It means the earlier instant.
    case first
    /// It means the later instant.
    case last
    /// It means both.
    case both
  }
}
