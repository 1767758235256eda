#if Redis
  public import Logging
  public import ServiceLifecycle
  import CivilTime

  /// A client for one Redis server: what the scheduler's claims, locks and stores need, and ``command(_:)-(String...)`` for the
  /// host.
  ///
  /// It connects with the first command and reconnects by itself. Commands sent at the same time share a connection and
  /// travel together. ``run()`` closes the client at a graceful shutdown; commands work before and without it.
  public final class RedisClient: Service, Sendable {
    /// What the client was made with.
    public let configuration: RedisConfiguration
    let logger: Logger?
    let commands: RedisConnection
    let renewals: RedisConnection
    let watchers = ConnectionWatchers()
    private let closing = Lock<(isClosed: Bool, actions: [@Sendable () -> Void])>((false, []))

    /// A client for a server's address; see ``RedisConfiguration/init(url:)``.
    /// - Throws: ``RedisError`` when the address is not valid. A server that cannot be reached shows with the commands.
    public convenience init(url: String, logger: Logger? = nil) throws(RedisError) {
      try self.init(configuration: RedisConfiguration(url: url), logger: logger)
    }

    /// A client for a configuration.
    /// - Throws: ``RedisError`` with ``RedisError/Code/systemResources`` when the process is out of file descriptors, and
    ///   ``RedisError/Code/invalidURL`` for TLS over a unix domain socket.
    public init(configuration: RedisConfiguration, logger: Logger? = nil) throws(RedisError) {
      if configuration.tls != nil, case .unix = configuration.endpoint { throw .tlsOverUnixSocket }
      self.configuration = configuration
      self.logger = logger
      commands = try RedisConnection(
        role: .commands, configuration: configuration, logger: logger, watchers: watchers)
      renewals = try RedisConnection(
        role: .renewals, configuration: configuration, logger: logger, watchers: watchers)
    }

    deinit { close(patience: .zero) }

    /// Sends one command and waits for its reply: `try await redis.command("SET", "greeting", "hello", "EX", "60")`.
    ///
    /// Do not send what blocks the connection (`BLPOP`, `SUBSCRIBE`, `MULTI`, `MONITOR`): it is shared.
    /// - Throws: ``RedisError``. Its ``RedisError/delivery`` says whether the command can have had an effect.
    @discardableResult
    public func command(_ words: String...) async throws(RedisError) -> RedisValue {
      try await command(words)
    }

    /// As ``command(_:)-(String...)``, with the words in an array. An empty array is refused.
    @discardableResult
    public func command(_ words: [String]) async throws(RedisError) -> RedisValue {
      guard !words.isEmpty else { throw RedisError(.server, .notSent, "a command has at least one word.") }
      return try await send(words, on: commands)
    }

    /// What the server said about itself when the connection was last made; `nil` before the first one.
    package var server: RedisServerFacts? {
      commands.latestFacts.withLock { $0 } ?? renewals.latestFacts.withLock { $0 }
    }

    /// Stays until the service group shuts down gracefully, or the task is cancelled, then closes the client.
    ///
    /// Put the client before what uses it in the list of services: a group shuts down in reverse order.
    public func run() async throws {
      defer { close() }
      try await gracefulShutdown()
    }

    /// Answers what was sent, within the command time-out, then disconnects. Commands sent later are refused.
    public func close() { close(patience: configuration.commandTimeout) }

    var isClosed: Bool { closing.withLock { $0.isClosed } }

    /// `action` is called when the client is closed; at once where it is closed already.
    func onClose(_ action: @escaping @Sendable () -> Void) {
      let isLate = closing.withLock { closing in
        if !closing.isClosed { closing.actions.append(action) }
        return closing.isClosed
      }
      if isLate { action() }
    }

    private func close(patience: Duration) {
      let actions = closing.withLock { closing in
        closing.isClosed = true
        defer { closing.actions = [] }
        return closing.actions
      }
      for action in actions { action() }
      commands.close(patience: patience)
      renewals.close(patience: patience)
    }

    /// Asks the server anew what it is: its replication id can change while the connection stands.
    func refreshFacts() async throws(RedisError) -> RedisServerFacts? {
      do {
        let info = try await send(["INFO"], on: commands)
        return commands.latestFacts.withLock { facts in
          if let endpoint = facts?.endpoint { facts = RedisServerFacts(endpoint: endpoint, info: info.string) }
          return facts
        }
      } catch {
        guard error.code == .noPermission else { throw error }
        return server
      }
    }

    func send(
      _ words: [String], on connection: RedisConnection, timeout: Duration? = nil, runID: String? = nil
    ) async throws(RedisError) -> RedisValue {
      try await send(CommandEncoding.encode(words), on: connection, timeout: timeout, runID: runID)
    }

    /// Sends a command that is encoded already.
    func send(
      _ command: [UInt8], on connection: RedisConnection, timeout: Duration? = nil, runID: String? = nil
    ) async throws(RedisError) -> RedisValue {
      let reply = try await connection.send(command, timeout: timeout, runID: runID)
      if case .error(let line) = reply {
        throw ServerErrorReply(line).error(server: configuration.endpoint.description)
      }
      return reply
    }
  }
#endif
