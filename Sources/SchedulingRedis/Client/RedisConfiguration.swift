#if Redis
  /// Where and how to reach Redis.
  public struct RedisConfiguration: Sendable, CustomStringConvertible {
    /// Where the server listens.
    public var endpoint: RedisEndpoint
    /// The user and password, if the server asks for them.
    public var credentials: RedisCredentials?
    /// How TLS is spoken, to a server on TCP; nil for none. Needs the package trait `TLS`.
    public var tls: RedisTLS?
    /// The number of the database, chosen with `SELECT`. Default 0.
    public var database: Int
    /// The name shown by `CLIENT LIST`, extended by the connection's role. Spaces and control characters become `-`.
    public var clientName: String
    /// How long one attempt to connect, with its greeting, may take. At least 1 ms; default 2 s.
    public var connectTimeout: Duration
    /// How long a command may take from the call to its reply. At least 1 ms; default 2 s.
    ///
    /// A command that takes longer closes its connection, and the outcome is unknown.
    public var commandTimeout: Duration
    /// The largest reply accepted, in bytes on the wire. Default 16 MiB.
    public var maximumReplyBytes: Int
    /// The most elements of lists in one reply, those of lists in lists included. Default 100,000.
    public var maximumReplyElements: Int
    /// The largest definition, arguments or request that is stored in Redis, in bytes of JSON: defaults to 256 KiB, at
    /// most 1 MiB. A note of a pause has a sixty-fourth of it at most. Larger ones are refused before anything is stored.
    public var maximumValueBytes: Int
    /// How many commands may wait at once, on one connection, before more are refused. Default 100,000.
    public var maximumPendingCommands: Int
    package var resolver: (any RedisEndpointResolver)?

    /// A configuration with the defaults above.
    public init(endpoint: RedisEndpoint, credentials: RedisCredentials? = nil, database: Int = 0) {
      self.endpoint = endpoint
      self.credentials = credentials
      self.database = database
      self.clientName = "swift-scheduling"
      self.connectTimeout = .seconds(2)
      self.commandTimeout = .seconds(2)
      self.maximumReplyBytes = 16 << 20
      self.maximumReplyElements = 100_000
      self.maximumValueBytes = 256 << 10
      self.maximumPendingCommands = 100_000
    }

    /// Endpoint, user and database, without the password.
    public var description: String {
      let user = credentials.map { "\($0.username ?? "default")@" } ?? ""
      return "\(user)\(endpoint)/\(database)"
    }
  }

  /// A user name and a password that does not print itself.
  public struct RedisCredentials: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
  {
    /// The ACL user; `nil` is the server's default user.
    public var username: String?
    /// The password. Printing, logging or dumping the credentials does not show it.
    public var password: String

    /// Credentials for an ACL user, or without a name for the default user.
    public init(username: String? = nil, password: String) {
      self.username = username
      self.password = password
    }

    /// The user's name only.
    public var description: String { "\(username ?? "default") (password not shown)" }
    /// The user's name only.
    public var debugDescription: String { description }
    /// The user's name only.
    public var customMirror: Mirror { Mirror(self, children: ["username": username as Any]) }
  }
#endif
