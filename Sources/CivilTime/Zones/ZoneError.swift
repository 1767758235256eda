/// Why a zone could not be had, and what to do about it. There is no fallback to UTC.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum ZoneError: SchedulingError, Hashable {
  /// No directory of the tz database holds a zone of this name; the one that was probably meant, where there is one.
  case notFound(name: String, searched: [String], suggestion: String? = nil)
  /// The name is empty, absolute, leads out of the database (`..`), or stands for this machine's own zone (`localtime`).
  case invalidName(String, suggestion: String? = nil)
  /// The zone's file is there and cannot be used.
  case unreadable(name: String, path: String, reason: String)
  /// The system does not say which zone is local.
  case noLocalZone(reason: String)

  /// `invalidInput` for a name that cannot be used, `misconfigured` where the machine's database is at fault.
  public var kind: SchedulingErrorKind {
    switch self {
    case .notFound, .invalidName: .invalidInput
    case .unreadable, .noLocalZone: .misconfigured
    }
  }

  /// What went wrong and what to do about it; names and paths are cut where they are very long.
  public var description: String {
    func hint(_ suggestion: String?) -> String { suggestion.map { "; did you mean \($0)?" } ?? "" }
    switch self {
    case .notFound(let name, let searched, let suggestion):
      if suggestion != nil { return "no time zone '\(name.printable())'\(hint(suggestion))" }
      let places = searched.map { $0.printable() }.joined(separator: ", ")
      return
        "no time zone '\(name.printable())' in \(places): check the spelling (zones are named like Europe/Berlin), and "
        + "install the package tzdata if the database is missing, or set TZDIR to where it is"
    case .invalidName(let name, let suggestion):
      return "'\(name.printable())' is not a time zone's name: write one of the tz database, like Europe/Berlin or UTC"
        + hint(suggestion)
    case .unreadable(let name, let path, let reason):
      let place = name == path ? "" : " from \(path.printable())"
      return "time zone '\(name.printable())' cannot be read\(place): \(reason); reinstall the package tzdata"
    case .noLocalZone(let reason):
      return "the local time zone is not known: \(reason); set TZ to a zone's name, like Europe/Berlin or UTC"
    }
  }
}
