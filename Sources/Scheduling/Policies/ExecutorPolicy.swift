/// What carries the runs of the jobs that name it.
///
/// ```swift
/// configuration.executors["reports"] = .blocking(threads: 2)
/// ```
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum ExecutorPolicy: Sendable, Hashable {
  /// Swift's own threads; so many runs at once, at least 1. Bodies must not block a thread for long.
  case async(limit: Int)
  /// Threads of its own, as many as runs at once, 1 to 1,000: for bodies that block.
  case blocking(threads: Int)

  /// How many runs may go on at once.
  var limit: Int {
    switch self {
    case .async(let limit): limit
    case .blocking(let threads): threads
    }
  }
}
