/// Where the system keeps its tz database, and how a zone is read from it.
struct ZoneDatabase: Sendable {
  /// The directories searched, in order.
  let directories: [String]

  /// `TZDIR`, then where Linux, BSD, Solaris and macOS keep the database.
  static func system() -> ZoneDatabase {
    let places = [
      "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
      "/var/db/timezone/zoneinfo",
    ]
    guard let own = SystemFile.environment("TZDIR"), own.hasPrefix("/") else {
      return ZoneDatabase(directories: places)
    }
    return ZoneDatabase(directories: [own] + places)
  }

  /// A zone's rules with what shows whether its file has changed since.
  struct Entry: Sendable {
    let rules: ZoneRules
    let path: String
    let stamp: SystemFile.Stamp?
  }

  /// Whether a name stays inside the database: relative, of the characters zones are named with, without `..`.
  static func isValid(_ name: String) -> Bool {
    guard !name.isEmpty, name.utf8.count <= 128, name.utf8.first != UInt8(ascii: "/") else { return false }
    let allowed = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "/"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    // Links that name no zone but what this machine happens to have.
    guard !["localtime", "posixrules"].contains(name.split(separator: "/").last) else { return false }
    return allowed
      && !name.split(separator: "/", omittingEmptySubsequences: false).contains { $0.isEmpty || $0.first == "." }
  }

  /// Reads a zone by its name.
  func load(_ name: String) throws(ZoneError) -> Entry {
    guard Self.isValid(name) else { throw .invalidName(name, suggestion: nearest(name)) }
    for directory in directories {
      let path = "\(directory)/\(name)"
      guard let stamp = SystemFile.stamp(path) else { continue }
      return Entry(rules: try Self.rules(identifier: name, path: path), path: path, stamp: stamp)
    }
    throw .notFound(name: name, searched: directories, suggestion: nearest(name))
  }

  /// The zone that a name was meant to be: the same in other case, with blanks, or its last part alone; nil where there
  /// is none, or not one of them.
  private func nearest(_ name: String) -> String? {
    guard (1...64).contains(name.utf8.count) else { return nil }
    let wanted = Self.folded(name).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for directory in directories {
      if let found = match(wanted[...], in: directory) { return found }
      // Berlin, for Europe/Berlin: one level down, and where it is clear which.
      guard wanted.count == 1, let areas = SystemFile.entries(directory) else { continue }
      let found = areas.filter { !Self.copies.contains($0) }
        .compactMap { area in match(wanted[...], in: "\(directory)/\(area)").map { "\(area)/\($0)" } }
      if found.count == 1 { return found[0] }
    }
    return nil
  }

  /// Whole copies of the database within it.
  private static let copies = ["posix", "right"]

  private static func folded(_ text: String) -> String {
    String(
      decoding: text.utf8.map { $0 == 32 ? UInt8(ascii: "_") : $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }, as: UTF8.self)
  }

  private func match(_ wanted: ArraySlice<String>, in directory: String) -> String? {
    guard let first = wanted.first, let entries = SystemFile.entries(directory) else { return nil }
    for entry in entries where Self.folded(entry) == first && Self.isValid(entry) {
      if wanted.count == 1 { return SystemFile.stamp("\(directory)/\(entry)") == nil ? nil : entry }
      if let rest = match(wanted.dropFirst(), in: "\(directory)/\(entry)") { return "\(entry)/\(rest)" }
    }
    return nil
  }

  /// Reads a zone from a file.
  static func rules(identifier: String, path: String) throws(ZoneError) -> ZoneRules {
    let bytes: [UInt8]
    do {
      bytes = try SystemFile.read(path, limit: TZif.largestFile)
    } catch {
      switch error {
      case .missing: throw .unreadable(name: identifier, path: path, reason: "it is gone")
      case .refused(let reason): throw .unreadable(name: identifier, path: path, reason: reason)
      }
    }
    do {
      return try ZoneRules(identifier: identifier, tzif: bytes)
    } catch {
      throw .unreadable(name: identifier, path: path, reason: error.reason)
    }
  }

  /// The release of the database, "2026f", where one of its directories states it.
  func version() -> String? {
    for directory in directories {
      for file in ["+VERSION", "version"] {
        guard let bytes = try? SystemFile.read("\(directory)/\(file)", limit: 64) else { continue }
        return bytes.prefix { $0 > 32 }.isEmpty ? nil : String(decoding: bytes.prefix { $0 > 32 }, as: UTF8.self)
      }
      // Its first line is "# version 2026f"; the rest is the whole database as text.
      guard let bytes = try? SystemFile.read("\(directory)/tzdata.zi", limit: 1 << 20) else { continue }
      let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }.prefix(80), as: UTF8.self)
      if let version = line.split(separator: " ").last, line.hasPrefix("# version ") { return String(version) }
    }
    return nil
  }
}

extension ZoneRules {
  /// The rules of a TZif file's bytes.
  convenience init(identifier: String, tzif bytes: [UInt8]) throws(TZif.Failure) {
    let periods = try TZif.periods(bytes)
    // FNV-1a, eight bytes at a time would be faster; a zone has 3 KB and this runs once.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    self.init(identifier: identifier, periods: periods, fingerprint: hash | 1)
  }
}
