#if Redis
  import Scheduling

  /// One attempt to connect: the socket, then the greeting. Runs, blocking, on a thread of its own, so that a slow name
  /// server does not keep the connection's thread from its deadlines.
  struct Connector: Sendable {
    let configuration: RedisConfiguration
    let clientName: String

    struct Connected: Sendable {
      var socket: HiredisSocket
      var facts: RedisServerFacts
      var warnings: [String]
    }

    func connect() throws(RedisError) -> Connected {
      let endpoint = try (configuration.resolver ?? FixedEndpoint(fixed: configuration.endpoint)).endpoint()
      let deadline = MonotonicTime.now() + configuration.connectTimeout
      let socket = try HiredisSocket(
        endpoint: endpoint, tls: configuration.tls, timeout: configuration.connectTimeout,
        maximumReplyBytes: configuration.maximumReplyBytes,
        maximumReplyElements: configuration.maximumReplyElements)

      if let credentials = configuration.credentials {
        var words = ["AUTH"]
        if let username = credentials.username { words.append(username) }
        words.append(credentials.password)
        try authenticated(try ask(words, on: socket, until: deadline), server: socket.server)
      }
      if configuration.database != 0 {
        try check(try ask(["SELECT", "\(configuration.database)"], on: socket, until: deadline), socket.server)
      }
      // Only a help to readers of CLIENT LIST, so a user without the permission goes without it.
      _ = try ask(["CLIENT", "SETNAME", clientName], on: socket, until: deadline)

      let info = try ask(["INFO"], on: socket, until: deadline)
      if case .error(let line) = info {
        let error = ServerErrorReply(line).error(server: socket.server)
        guard error.code == .noPermission else { throw refused(error) }
      }
      let facts = RedisServerFacts(endpoint: endpoint, info: info.string)
      if facts.isTooOld {
        throw RedisError(
          .unsupportedServer, .notSent,
          "Redis \(facts.version ?? "") at \(socket.server) is too old; version 6.0 or later is needed.",
          server: socket.server)
      }
      return Connected(socket: socket, facts: facts, warnings: Self.warnings(of: facts))
    }

    /// What is wrong with a server that can be used nevertheless.
    static func warnings(of facts: RedisServerFacts) -> [String] {
      var warnings: [String] = []
      if facts.version == nil {
        warnings.append(
          "The Redis user may not run INFO, so the server's version, role and eviction policy go unchecked, and a restart "
            + "of the server goes unnoticed until its data is missing; allow it with ACL SETUSER \u{2026} +info.")
      }
      if let warning = facts.evictionWarning { warnings.append(warning) }
      return warnings
    }

    private func ask(
      _ words: [String], on socket: HiredisSocket, until deadline: MonotonicTime
    ) throws(RedisError) -> RedisValue {
      do throws(RedisError) {
        try socket.append(CommandEncoding.encode(words))
        var flushed = try socket.flush()
        while true {
          if let reply = try socket.nextReply() { return reply }
          let left = (deadline - .now()).nanoseconds / 1_000_000
          guard left > 0 else {
            throw RedisError(
              .timedOut, .notSent,
              "\(socket.server) accepted the connection but did not answer within "
                + "\(configuration.connectTimeout); it may be frozen or overloaded.", server: socket.server)
          }
          let ready = Posix.wait(
            socket: socket.descriptor, forWriting: !flushed, wake: nil, milliseconds: Int32(clamping: left))
          if !flushed { flushed = try socket.flush() }
          if ready.readable { _ = try socket.receive() }
        }
      } catch {
        throw refused(error)
      }
    }

    private func check(_ reply: RedisValue, _ server: String) throws(RedisError) {
      if case .error(let line) = reply { throw refused(ServerErrorReply(line).error(server: server)) }
    }

    /// The server's own words are not shown here: an odd server could repeat the password in them.
    private func authenticated(_ reply: RedisValue, server: String) throws(RedisError) {
      guard case .error(let line) = reply else { return }
      let code = ServerErrorReply(line).code
      let message =
        line.contains("without any password")
        ? "the server has no password set for its default user; take it out of the URL, or set it on the server."
        : "the server refused the user name or password (\(code)); check them, and that the user is enabled."
      throw RedisError(.wrongPassword, .notSent, message, serverCode: code, server: server)
    }

    /// Nothing that a caller asked for had been sent yet, whatever went wrong in the greeting.
    private func refused(_ error: RedisError) -> RedisError {
      var error = error
      error.delivery = .notSent
      return error
    }
  }
#endif
