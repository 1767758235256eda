#if Redis
  /// Which keys of a fleet may stay for ever: the library's table of every field, as the soak, which is a package of its
  /// own, can see it. A test compares the two.
  package enum FleetKeyKind: Sendable, Hashable {
    /// What is in it is bounded.
    case bounded
    /// It has a time to live.
    case expires
    /// The hash of a job: it expires, but for a stored job.
    case expiresUnlessStored

    package static let boundedKeys: Set<String> = [
      "audit", "control", "crashed", "dead", "dead:letters", "due", "ended", "hist", "jobs", "locks",
      "members", "members:facts", "meta", "open", "requests", "runs", "unreadable",
    ]
    package static let expiringKeys: Set<String> = ["control:idle", "removed"]
    package static let expiringBeginnings: Set<String> = ["answer:", "checkpoint:", "evidence:", "held:", "lock:"]

    /// The kind of a key, without its namespace; nil for one that the library does not write.
    package init?(_ key: String) {
      if Self.boundedKeys.contains(key) {
        self = .bounded
      } else if Self.expiringKeys.contains(key) || Self.expiringBeginnings.contains(where: { key.hasPrefix($0) }) {
        self = .expires
      } else if key.hasPrefix("job:") {
        self = .expiresUnlessStored
      } else {
        return nil
      }
    }
  }
#endif
