#if Redis
  /// One field of one key, or a key that is no hash: who knows it, what becomes of it when Redis loses its data, and why
  /// it does not grow for ever. Protocol.md has the same table; a test compares the two, and both with what the scripts
  /// write.
  package struct FleetDatum: Sendable, Hashable {
    /// When the key that has the field expires.
    package enum Expiry: Sendable, Hashable {
      /// The key has a time to live from its first write on.
      case always
      /// The hash of a job has one, but for a stored job as long as it is stored.
      case unlessStored
      /// The key stays: what is in it is bounded.
      case never
    }

    /// The key without its namespace; `<…>` stands for a name.
    package var key: String
    /// The fields, in the same way; none for a key that is no hash.
    package var fields: [String]
    /// Who knows it besides Redis.
    package var known: String
    /// How it comes back after a loss of data, or why it may be lost.
    package var afterLoss: String
    /// Its bound or its time to live.
    package var bound: String
    package var expiry: Expiry

    init(_ key: String, _ fields: String..., known: String, afterLoss: String, bound: String, _ expiry: Expiry) {
      (self.key, self.fields, self.known, self.afterLoss) = (key, fields, known, afterLoss)
      (self.bound, self.expiry) = (bound, expiry)
    }

    /// The row of the table in Protocol.md.
    package var markdown: String {
      let names = fields.isEmpty ? "" : fields.map { "`\($0)`" }.joined(separator: " ")
      return "| `\(key)` | \(names) | \(known) | \(afterLoss) | \(bound) |"
    }

    /// The rows for a key, without its namespace: none for one that the library does not write.
    package static func rows(ofKey key: String) -> [FleetDatum] { all.filter { matches(key, $0.key) } }

    /// Whether a row of the key names the field.
    package static func hasRow(key: String, field: String) -> Bool {
      rows(ofKey: key).contains { row in row.fields.contains { matches(field, $0) } }
    }

    /// Compares a name with a pattern. `<slot>` stands for digits, any other `<…>` for one character at least.
    static func matches(_ name: some StringProtocol, _ pattern: some StringProtocol) -> Bool {
      guard let open = pattern.firstIndex(of: "<") else { return name == pattern }
      let head = pattern[..<open]
      guard name.hasPrefix(head), let close = pattern[open...].firstIndex(of: ">") else { return false }
      let isSlot = pattern[open...close] == "<slot>"
      let tail = pattern[pattern.index(after: close)...]
      let rest = name.dropFirst(head.count)
      if tail.isEmpty { return !rest.isEmpty && (!isSlot || rest.allSatisfy(\.isNumber)) }
      guard let separator = tail.first, let end = rest.lastIndex(of: separator), end > rest.startIndex else {
        return false
      }
      return matches(String(rest[end...]), String(tail))
    }
  }
#endif
