/// Why a zone could not be had, and what to do about it. There is no fallback to UTC.
public enum ZoneError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No directory of the tz database holds a zone of this name.
  case notFound(name: String, searched: [String])
  /// The name is empty, absolute, or leads out of the database (`..`).
  case invalidName(String)
  /// The zone's file is there and cannot be used.
  case unreadable(name: String, path: String, reason: String)
  /// The system does not say which zone is local.
  case noLocalZone(reason: String)

  /// What went wrong and what to do about it.
  public var description: String {
    switch self {
    case .notFound(let name, let searched):
      "no time zone '\(name)' in \(searched.joined(separator: ", ")): check the spelling (zones are named like "
        + "Europe/Berlin), and install the package tzdata if the database is missing, or set TZDIR to where it is"
    case .invalidName(let name):
      "'\(name.prefix(64))' is not a time zone's name: write one of the tz database, like Europe/Berlin or UTC"
    case .unreadable(let name, let path, let reason):
      "time zone '\(name)' cannot be read from \(path): \(reason); reinstall the package tzdata"
    case .noLocalZone(let reason):
      "the local time zone is not known: \(reason); set TZ to a zone's name, like Europe/Berlin or UTC"
    }
  }
}
