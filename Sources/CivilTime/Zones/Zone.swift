/// A time zone: which offset from UTC its clocks show at every instant, from the system's tz database to the year 2200.
///
/// A zone is an immutable snapshot. It is read by this library's own reader: Foundation's knows no zone at all in a
/// statically linked program, silently.
public struct Zone: Sendable {
  package let rules: ZoneRules

  package init(rules: ZoneRules) { self.rules = rules }

  /// Coordinated Universal Time; needs no tz database.
  public static let utc = Zone(
    rules: ZoneRules(identifier: "UTC", periods: [.init(start: .min, offset: 0)], fingerprint: 0))

  /// A zone of the tz database by its name, "Europe/Berlin".
  ///
  /// Searched are the directory in the environment variable `TZDIR` and then the places where systems keep the
  /// database. Zones are cached for the process; at most once a day an updated file is noticed.
  /// "UTC" is always there, with or without a database.
  ///
  /// - Throws: ``ZoneError``, which names the zone, the places searched and the package to install. There is no
  ///   fallback to UTC.
  public init(named name: String) throws(ZoneError) { self = try ZoneCache.shared.zone(named: name) }

  /// A zone of the tz database by its name; the same as `Zone(named:)`.
  public static func named(_ name: String) throws(ZoneError) -> Zone { try Zone(named: name) }

  /// The zone's name, "Europe/Berlin".
  public var identifier: String { rules.identifier }

  /// Seconds east of UTC at an instant; 3,600 in Berlin's winter.
  public func offset(at instant: Instant) -> Int {
    rules[rules.index(at: instant.secondsSince1970)].offsetSeconds
  }

  /// What the zone's clocks show at an instant.
  public func localTime(at instant: Instant) -> CivilDateTime {
    let seconds = instant.secondsSince1970 + Int64(offset(at: instant))
    // Every instant, shifted by any offset, lies within the years 1 to 9999.
    return CivilDateTime(secondsSince1970: seconds, nanosecond: instant.nanosecondOfSecond) ?? .epoch
  }

  /// A number that differs when two copies of this zone follow different rules, so that a fleet can notice that its
  /// replicas have different tz databases. 0 for ``utc``.
  public var fingerprint: UInt64 { rules.fingerprint }
}

extension Zone: Hashable {
  /// Zones are equal when name and rules are.
  public static func == (a: Zone, b: Zone) -> Bool {
    a.rules === b.rules || (a.identifier == b.identifier && a.fingerprint == b.fingerprint)
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}

extension Zone: CustomStringConvertible {
  /// The zone's name.
  public var description: String { identifier }
}

extension CivilDateTime {
  static let epoch = CivilDateTime(unchecked: 1970)

  private init(unchecked year: Int) {
    date = CivilDate(unchecked: year)
    (hour, minute, second, nanosecond) = (0, 0, 0, 0)
  }
}

extension CivilDate {
  fileprivate init(unchecked year: Int) { (self.year, month, day) = (year, 1, 1) }
}
