public import CivilTime

/// The zone in which a trigger is evaluated: by its name, as in `"Europe/Berlin"`, ``utc``, ``current``, or a zone at hand.
public struct TriggerTimeZone: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  private enum Content: Hashable { case named(String), current, zone(Zone) }
  private let content: Content

  /// Coordinated universal time, the default everywhere.
  public static let utc = TriggerTimeZone("UTC")

  /// The zone of this process (`TZ`, or /etc/localtime). Replicas in different zones then disagree: name the zone
  /// where there is more than one.
  public static let current = TriggerTimeZone(content: .current)

  private init(content: Content) { self.content = content }

  /// A zone by its name in the IANA time zone database, such as `Europe/Berlin`.
  public init(_ name: String) { content = .named(name) }

  /// A zone that is at hand, whether or not it has a name in the database.
  public init(_ zone: Zone) { content = .zone(zone) }

  /// A zone by its name.
  public init(stringLiteral value: String) { self.init(value) }

  /// The zone's name.
  public var description: String {
    switch content {
    case .named(let name): name
    case .current: "current"
    case .zone(let zone): zone.identifier
    }
  }

  /// The zone's rules.
  /// - Throws: `ZoneError`, which names the zone, the places searched and the package to install.
  public func load() throws(ZoneError) -> Zone {
    switch content {
    case .named(let name): try Zone(named: name)
    case .current: try Zone.current()
    case .zone(let zone): zone
    }
  }
}
