/// The zones this process has read. A zone asked for again is looked at on disk at most once a day.
final class ZoneCache: Sendable {
  static let shared = ZoneCache(database: .system(), now: SystemFile.monotonicSeconds)

  private struct Cached {
    var entry: ZoneDatabase.Entry
    var checkedAt: Int
  }

  static let secondsBetweenChecks = 86_400

  private let database: ZoneDatabase
  private let now: @Sendable () -> Int
  private let cached = Lock<[String: Cached]>([:])

  init(database: ZoneDatabase, now: @escaping @Sendable () -> Int) {
    self.database = database
    self.now = now
  }

  /// The zone of a name, as its file was when last looked at.
  ///
  /// An updated file that cannot be read does not take a working zone away: the rules read before stay, and the next
  /// look is a day later.
  func zone(named name: String) throws(ZoneError) -> Zone {
    let now = now()
    let known = cached.withLock { $0[name] }
    if let known, now - known.checkedAt < Self.secondsBetweenChecks { return Zone(rules: known.entry.rules) }
    if name == "UTC", known == nil { return .utc }
    let entry: ZoneDatabase.Entry
    if let known {
      let unchanged = SystemFile.stamp(known.entry.path) == known.entry.stamp
      entry = unchanged ? known.entry : (try? database.load(name)) ?? known.entry
    } else {
      entry = try database.load(name)
    }
    cached.withLock { $0[name] = Cached(entry: entry, checkedAt: now) }
    return Zone(rules: entry.rules)
  }
}

extension Zone {
  /// This zone by the tz database as it is now: itself, unless its file was updated since it was read.
  ///
  /// The files are looked at on disk at most once a day, so that this may be asked before every computation. A zone
  /// that the database no longer has stays as it is.
  public func refreshed() -> Zone {
    guard rules.fingerprint != 0, let zone = try? ZoneCache.shared.zone(named: identifier) else { return self }
    return zone.fingerprint == fingerprint ? self : zone
  }

  /// The release of the system's tz database, "2026f", where it states one; for logs and for comparing replicas.
  public static func databaseVersion() -> String? { ZoneDatabase.system().version() }
}
