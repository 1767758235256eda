#if Redis
  import CivilTime
  import Scheduling

  /// Redis's scripts count in doubles, which hold whole milliseconds exactly; finer instants would be another's there.
  enum Milliseconds {
    static func text(_ instant: Instant) -> String { "\(instant.millisecondsSince1970)" }

    /// An instant that names a firing: whole milliseconds or refused.
    static func exact(_ instant: Instant, of job: JobID) throws(ClaimsUnavailable) -> Int64 {
      guard instant.nanosecondsSince1970 % 1_000_000 == 0 else {
        throw ClaimsUnavailable(
          "job \(job): an instant finer than a millisecond cannot be shared by a fleet; let its trigger name whole "
            + "milliseconds.", needsOperator: true)
      }
      return instant.millisecondsSince1970
    }

    /// A length of time, at least one.
    static func atLeastOne(_ duration: Duration) -> Int64 { max(1, duration.nanoseconds / 1_000_000) }

    /// How long a lock is kept after its run, as `finish` wants it; empty for not at all.
    static func hold(until: Instant, atMost most: Duration) -> String {
      if most <= .zero { return "" }
      return "\(max(0, until.millisecondsSince1970))|\(max(0, most.nanoseconds / 1_000_000))"
    }

    static func duration(_ value: RedisValue?) -> Duration? {
      ServerNumber.duration.read(value).map { .milliseconds($0) }
    }

    static func instant(_ value: RedisValue?) -> Instant? {
      ServerNumber.instant.read(value).map { Instant(millisecondsSince1970: $0) }
    }

    /// The score of a sorted set, which the server writes as a double.
    static func place(_ score: RedisValue?) -> Instant? {
      guard let text = score?.string, text.utf8.count <= 32, let number = Double(text) else { return nil }
      return Int64(exactly: number.rounded()).flatMap { ServerNumber.instant.range.contains($0) ? $0 : nil }
        .map { Instant(millisecondsSince1970: $0) }
    }

    static func instant(_ text: some StringProtocol) -> Instant? {
      ServerNumber.instant.read(text).map { Instant(millisecondsSince1970: $0) }
    }
  }
#endif
