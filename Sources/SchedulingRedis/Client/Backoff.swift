#if Redis
  /// Full-jitter backoff: each wait is drawn between zero and a ceiling that doubles up to a limit.
  ///
  /// Drawing the whole wait, rather than adding a little noise, spreads a fleet that lost its server at one moment.
  package struct Backoff: Sendable {
    /// The first ceiling.
    package var initial: Duration
    /// The last ceiling.
    package var limit: Duration
    /// How often it has failed in a row.
    package private(set) var failures = 0

    package init(initial: Duration = .milliseconds(30), limit: Duration = .seconds(1)) {
      self.initial = initial
      self.limit = limit
    }

    /// The longest that the next wait can be.
    package var ceiling: Duration {
      failures >= 20 ? limit : min(limit, initial * (1 << failures))
    }

    /// The next wait, for a random number from 0 up to 1.
    package mutating func next(random: Double) -> Duration {
      let wait = ceiling * Swift.min(Swift.max(random, 0), 1)
      if failures < 20 { failures += 1 }
      return wait
    }

    /// It worked: the next wait is short again.
    package mutating func reset() { failures = 0 }
  }
#endif
