#if Redis
  /// A number that comes from the server, in the range in which a replica writes it.
  ///
  /// Whoever can write to Redis can write any text; what lies outside of the range is not read, so that the arithmetic
  /// behind it cannot overflow.
  struct ServerNumber: Sendable {
    let range: ClosedRange<Int64>

    /// How often a firing has been tried.
    static let attempt = ServerNumber(range: 0...1_000_000)
    /// How often a firing has crashed.
    static let crashes = ServerNumber(range: 0...1_000)
    /// The slot of a lock.
    static let slot = ServerNumber(range: 0...15)
    /// A version, a fencing token, a number of changes or of instants: scripts count in doubles, which are exact up to here.
    static let count = ServerNumber(range: 0...(1 << 53))
    /// An instant in milliseconds since 1970, within the years that `Instant` reaches.
    static let instant = ServerNumber(range: -9_223_372_036_854...9_223_372_036_854)
    /// A length of time in milliseconds.
    static let duration = ServerNumber(range: 0...9_223_372_036_854)
    /// The server's clock in microseconds since 1970.
    static let stamp = ServerNumber(range: 0...9_223_372_036_854_775)
    /// The schema of a namespace's data; a newer one is refused by its number.
    static let schema = ServerNumber(range: 0...1_000_000)

    /// The number; nil when the text is no number, or one outside of the range.
    func read(_ text: some StringProtocol) -> Int64? {
      guard text.utf8.count <= 20, let number = Int64(text), range.contains(number) else { return nil }
      return number
    }

    /// The number of a reply; nil when it has none, or one outside of the range.
    func read(_ value: RedisValue?) -> Int64? {
      guard let number = value?.integer, range.contains(number) else { return nil }
      return number
    }

    /// The same, as an index or a count of this process.
    func int(_ text: some StringProtocol) -> Int? { read(text).flatMap { Int(exactly: $0) } }
  }
#endif
