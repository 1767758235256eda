#if Redis
  import Logging
  import Scheduling

  /// Logs an outage once, and its end; the attempts between are for debugging.
  struct OutageLog {
    let role: String
    private let logger: PrintableLog?
    private var isOut = false
    private var attempts = 0

    init(role: String, logger: Logger?) {
      self.role = role
      self.logger = logger.map { PrintableLog($0) }
    }

    mutating func began(_ error: RedisError) {
      attempts += 1
      logger?.log(
        isOut ? .debug : .warning, "Redis is out of reach",
        [
          "redis.role": "\(role)", "redis.attempt": "\(attempts)", "error": "\(error)",
        ])
      isOut = true
    }

    mutating func ended(_ connected: Connector.Connected) {
      let facts = connected.facts
      logger?.log(
        isOut ? .info : .debug, "Redis is connected",
        [
          "redis.role": "\(role)", "redis.server": "\(facts.endpoint)",
          "redis.version": "\(facts.version ?? "unknown")", "redis.failed_attempts": "\(attempts)",
        ])
      if role == RedisConnection.Role.commands.rawValue {
        for warning in connected.warnings { logger?.warning(warning) }
      }
      isOut = false
      attempts = 0
    }
  }
#endif
