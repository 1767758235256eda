extension Zone {
  /// The zone the process's environment calls local: the variable `TZ`, or else the file /etc/localtime.
  ///
  /// `TZ` may be a zone's name, with or without a colon before it, a file's absolute path, or a POSIX rule such as
  /// `CET-1CEST,M3.5.0,M10.5.0/3`; set and empty it means UTC.
  ///
  /// - Throws: ``ZoneError``. There is no fallback to UTC: a container without `TZ` and without /etc/localtime does
  ///   not say which zone is meant.
  public static func current() throws(ZoneError) -> Zone {
    try current(TZ: SystemFile.environment("TZ"), localtime: "/etc/localtime")
  }

  static func current(TZ variable: String?, localtime: String) throws(ZoneError) -> Zone {
    guard let variable else { return try local(file: localtime) }
    let name = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
    if name.isEmpty { return .utc }
    if name.hasPrefix("/") { return Zone(rules: try ZoneDatabase.rules(identifier: name, path: name)) }
    do {
      return try Zone(named: name)
    } catch {
      // The digits of its offset distinguish a rule from a name.
      guard let rule = POSIXRule(name) else { throw error }
      var periods = [ZoneRules.Period(start: .min, offset: rule.standard)]
      rule.extend(&periods)
      return Zone(rules: ZoneRules(identifier: name, periods: periods, fingerprint: 0))
    }
  }

  private static func local(file path: String) throws(ZoneError) -> Zone {
    if let target = SystemFile.linkTarget(path) {
      // The link says the name, which logs and replicas can share; a copied file has none.
      let parts = target.split(separator: "/")
      if let root = parts.lastIndex(of: "zoneinfo") {
        let name = parts[(root + 1)...].joined(separator: "/")
        if let zone = try? Zone(named: name) { return zone }
      }
    }
    guard SystemFile.stamp(path) != nil else {
      throw .noLocalZone(reason: "TZ is not set and there is no \(path)")
    }
    return Zone(rules: try ZoneDatabase.rules(identifier: path, path: path))
  }
}
