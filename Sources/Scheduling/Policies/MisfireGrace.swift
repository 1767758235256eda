/// How late a firing may start. Lateness counts from the nominal instant plus the job's jitter.
///
/// A scheduler wakes a moment after an instant, never before it, so that every firing is late by a little. A grace of less
/// than a second, zero included, therefore counts as one second.
public struct MisfireGrace: Sendable, Hashable {
  /// The limit in nanoseconds; `Int64.max` for none.
  let nanoseconds: Int64

  /// Any lateness will do.
  public static let unlimited = MisfireGrace(nanoseconds: .max)

  /// A firing that would start later than this is recorded as missed(grace) and not run. Zero or more; less than a second
  /// counts as one second.
  public static func within(_ duration: Duration) -> MisfireGrace {
    let nanoseconds = duration.nanoseconds
    // A negative one is refused with its job.
    return MisfireGrace(nanoseconds: (0..<1_000_000_000).contains(nanoseconds) ? 1_000_000_000 : nanoseconds)
  }

  /// Within so many seconds.
  public static func seconds(_ seconds: Int) -> MisfireGrace { .within(.seconds(seconds)) }

  /// Within so many minutes.
  public static func minutes(_ minutes: Int) -> MisfireGrace { .within(.minutes(minutes)) }

  /// Within so many hours.
  public static func hours(_ hours: Int) -> MisfireGrace { .within(.hours(hours)) }

  /// Within so many milliseconds.
  public static func milliseconds(_ milliseconds: Int) -> MisfireGrace { .within(.milliseconds(milliseconds)) }

  /// The limit, at least one second; nil for none.
  public var duration: Duration? { nanoseconds == .max ? nil : .nanoseconds(nanoseconds) }
}

extension MisfireGrace: Codable, LosslessStringConvertible {
  /// A duration such as `60s`, or `none` for no limit.
  public var description: String { duration.map { CodedDuration($0).description } ?? "none" }

  /// Reads what ``description`` gives; nil for anything else.
  public init?(_ description: String) {
    if description == "none" {
      self = .unlimited
    } else if let coded = CodedDuration(description) {
      self = .within(coded.duration)
    } else {
      return nil
    }
  }

  /// Reads its description.
  public init(from decoder: any Decoder) throws { self = try decoder.policy(Self.self) }
  /// Writes its description.
  public func encode(to encoder: any Encoder) throws { try encoder.policy(self) }
}
