#if Redis
  /// Ranges of instants that nobody has decided behind a job's cursor, as the scripts answer them. A replica keeps the words
  /// and reports them as they are.
  enum UndecidedRanges {
    /// Eight ranges at most.
    private static let longest = 1_000

    /// Empty for none, and for what no script answers.
    static func text(_ value: RedisValue?) -> String {
      guard let text = value?.string, text.utf8.count <= longest else { return "" }
      return text
    }
  }
#endif
