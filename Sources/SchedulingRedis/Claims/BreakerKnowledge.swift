#if Redis
  import Scheduling

  /// What a replica knows of a job's circuit breaker: its rule, and its state as the fleet answered last.
  struct BreakerKnowledge: Sendable, Equatable {
    /// Failures in a row that open it, and its cool-down in ms, as `failures|cool-down`.
    private(set) var rule: String
    /// Failures in a row.
    private(set) var failures: Int64 = 0
    /// Until when an open breaker refuses firings, in ms of Redis's clock.
    private(set) var openUntil: Int64?

    /// A rule as the job's hash has it; nil for a job without a breaker.
    init?(rule: String) {
      let parts = rule.split(separator: "|", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ ServerNumber.count.read($0) != nil }) else { return nil }
      self.rule = rule
    }

    /// As ``init(rule:)``; the state stays where the rule has not changed.
    static func with(rule: String, after known: BreakerKnowledge?) -> BreakerKnowledge? {
      known?.rule == rule ? known : BreakerKnowledge(rule: rule)
    }

    /// The state as a script answers it: `failures|until`.
    mutating func saw(state: String) {
      let parts = state.split(separator: "|", omittingEmptySubsequences: false)
      guard parts.count == 2, let failures = ServerNumber.count.read(parts[0]) else { return }
      self.failures = failures
      openUntil = ServerNumber.instant.read(parts[1])
    }

    mutating func saw(openUntil: Int64) { self.openUntil = openUntil }

    /// As `merge` reads it: `failures|cool-down|failures in a row|until`.
    var text: String { "\(rule)|\(failures == 0 ? "" : "\(failures)")|\(openUntil.map { "\($0)" } ?? "")" }
  }
#endif
