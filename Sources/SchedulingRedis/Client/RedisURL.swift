#if Redis
  extension RedisConfiguration {
    /// Reads `redis://[user:password@]host[:port][/database]`, `rediss://` with the same parts for TLS, or
    /// `unix://[user:password@]/path[?db=number]`.
    ///
    /// User and password may be percent-encoded. The port is 6379 if none is given.
    /// - Throws: ``RedisError`` with the code ``RedisError/Code/invalidURL``, or ``RedisError/Code/tlsUnavailable`` for
    ///   `rediss://` in a build without the package trait `TLS`.
    public init(url: String) throws(RedisError) {
      guard let separator = url.firstRange(of: "://") else {
        throw .url("there is no scheme; write redis://host:6379/0 or unix:///path/to/redis.sock.")
      }
      var rest = url[separator.upperBound...]
      let scheme = url[..<separator.lowerBound].lowercased()
      switch scheme {
      case "redis", "unix": break
      case "rediss": if !TLSHandshake.isAvailable { throw .tlsUnavailable }
      // What stands there is not shown: of `user:secret://host` it would be a password.
      default: throw .url("the scheme must be redis, rediss or unix; it is what stands before ://.")
      }

      var credentials: RedisCredentials?
      let authorityEnd = rest.firstIndex(of: "/") ?? rest.endIndex
      if let at = rest[..<authorityEnd].lastIndex(of: "@") {
        credentials = try Self.credentials(rest[..<at])
        rest = rest[rest.index(after: at)...]
      }
      if scheme == "unix" {
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, !path.isEmpty else { throw .url("the path of the socket is missing.") }
        var database = 0
        if parts.count > 1 {
          guard parts[1].hasPrefix("db=") else { throw .url("after the path only ?db=number is understood.") }
          database = try Self.database(parts[1].dropFirst(3))
        }
        self.init(endpoint: .unix(path: try Self.decoded(path)), credentials: credentials, database: database)
      } else {
        let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let endpoint = try Self.endpoint(parts.first ?? "")
        let number = parts.count > 1 ? parts[1] : ""
        self.init(
          endpoint: endpoint, credentials: credentials, database: number.isEmpty ? 0 : try Self.database(number))
        if scheme == "rediss" { tls = RedisTLS() }
      }
    }

    private static func credentials(_ text: Substring) throws(RedisError) -> RedisCredentials {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .url("before the @ write user:password, or :password for the default user.") }
      let username = try decoded(parts[0])
      return RedisCredentials(username: username.isEmpty ? nil : username, password: try decoded(parts[1]))
    }

    private static func endpoint(_ text: Substring) throws(RedisError) -> RedisEndpoint {
      var host = text
      var port: Substring?
      if text.first == "[" {
        guard let close = text.firstIndex(of: "]") else { throw .url("the ] after the IPv6 address is missing.") }
        host = text[text.index(after: text.startIndex)..<close]
        let after = text[text.index(after: close)...]
        guard after.isEmpty || after.first == ":" else { throw .url("after the ] only :port can follow.") }
        port = after.isEmpty ? nil : after.dropFirst()
      } else if let colon = text.firstIndex(of: ":") {
        host = text[..<colon]
        port = text[text.index(after: colon)...]
      }
      guard !host.isEmpty else { throw .url("the host is missing.") }
      guard let port else { return .tcp(host: String(host), port: 6379) }
      guard let number = UInt16(port), number > 0 else { throw .url("the port must be a number from 1 to 65535.") }
      return .tcp(host: String(host), port: number)
    }

    private static func database(_ text: Substring) throws(RedisError) -> Int {
      guard let number = Int(text), number >= 0 else {
        throw .url("the database must be a whole number, as in redis://host:6379/0.")
      }
      return number
    }

    private static func decoded(_ text: Substring) throws(RedisError) -> String {
      guard let decoded = PercentEncoding.decode(text) else {
        throw .url("a % must be followed by two hexadecimal digits, and the result be UTF-8.")
      }
      return decoded
    }
  }

  extension RedisError {
    // The URL itself is not shown: it may hold a password.
    fileprivate static func url(_ reason: String) -> RedisError {
      RedisError(.invalidURL, .notSent, "the Redis URL is not valid: \(reason)")
    }
  }
#endif
