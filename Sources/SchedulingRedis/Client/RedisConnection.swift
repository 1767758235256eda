#if Redis
  import Logging
  import Scheduling
  import CivilTime

  /// One connection and its thread. Connects when the first command comes, and anew when there is need.
  final class RedisConnection: Sendable {
    /// What a connection is for. Renewals have their own, so that no batch of claims delays them.
    enum Role: String, Sendable { case commands, renewals }

    let role: Role
    let configuration: RedisConfiguration
    let logger: Logger?
    let wake: WakeDescriptor
    let mailbox = Lock(Mailbox())
    let latestFacts = Lock<RedisServerFacts?>(nil)
    let watchers: ConnectionWatchers

    init(
      role: Role, configuration: RedisConfiguration, logger: Logger?,
      watchers: ConnectionWatchers
    ) throws(RedisError) {
      self.role = role
      self.configuration = configuration
      self.logger = logger
      self.watchers = watchers
      self.wake = try WakeDescriptor()
    }

    /// Sends a command and waits for its reply. An error reply is returned as `.error`.
    func send(_ bytes: [UInt8], timeout: Duration?, runID: String? = nil) async throws(RedisError) -> RedisValue {
      let patience = max(timeout ?? configuration.commandTimeout, .milliseconds(1))
      let command = PendingReply(bytes: bytes, deadline: .now() + patience, runID: runID)
      let admission = mailbox.withLock { $0.admit(command, limit: configuration.maximumPendingCommands) }
      switch admission {
      case .accepted(let mustWake, let mustStart):
        if mustStart { startThread() }
        if mustWake { wake.signal() }
      case .closed:
        throw RedisError(.closed, .notSent, "the Redis client was closed; nothing can be sent after its shutdown.")
      case .full:
        throw RedisError(
          .overloaded, .notSent,
          "\(configuration.maximumPendingCommands) commands wait already; the server is slow or out of reach.")
      }
      return try await command.wait().get()
    }

    /// Answers what was left until `patience` is over, then ends. What comes later is refused.
    func close(patience: Duration) {
      let mustWake = mailbox.withLock { mailbox in
        if mailbox.closing == nil { mailbox.closing = .now() + patience }
        defer { mailbox.isAsleep = false }
        return mailbox.isAsleep
      }
      if mustWake { wake.signal() }
    }

    /// Tries to connect on a thread of its own and leaves the result in the mailbox.
    func startAttempt() {
      let connector = Connector(
        configuration: configuration, clientName: Self.clientName(configuration.clientName, role.rawValue))
      do {
        try Posix.startThread("redis-connect") { [self] in
          leave(Result { () throws(RedisError) in try connector.connect() })
        }
      } catch {
        leave(.failure(error))
      }
    }

    private func leave(_ attempt: Result<Connector.Connected, RedisError>) {
      let mustWake = mailbox.withLock { mailbox in
        mailbox.attempt = attempt
        defer { mailbox.isAsleep = false }
        return mailbox.isAsleep
      }
      if mustWake { wake.signal() }
    }

    private func startThread() {
      do {
        try Posix.startThread("redis-\(role.rawValue)") { [self] in
          var loop = ConnectionLoop(connection: self)
          loop.run()
        }
      } catch {
        let commands = mailbox.withLock { mailbox in
          mailbox.hasThread = false
          defer { mailbox.commands = [] }
          return mailbox.commands
        }
        for command in commands { command.finish(.failure(error)) }
      }
    }

    static func clientName(_ name: String, _ role: String) -> String {
      String(decoding: name.utf8.map { $0 > 32 && $0 < 127 ? $0 : UInt8(ascii: "-") }, as: UTF8.self) + "/"
        + role
    }
  }
#endif
