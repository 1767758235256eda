#if Redis
  import Scheduling

  /// How often this replica reports, and so how long it can take until every replica has noticed a loss of data: the
  /// quarantine must not end before.
  struct HeartbeatRhythm {
    private var last: MonotonicTime?
    private var longest: Int64?

    mutating func beat(_ now: MonotonicTime) {
      if let last {
        let milliseconds = (now - last).nanoseconds / 1_000_000
        // Slowly forgotten, so that one hiccup does not count for ever.
        longest = max(milliseconds, (longest ?? 0) * 9 / 10)
      }
      last = now
    }

    /// At least this long; the cap of the script, where nothing is known yet.
    var quarantineMilliseconds: Int64 { longest.map { $0 + $0 / 5 + 200 } ?? 60_000 }
  }
#endif
