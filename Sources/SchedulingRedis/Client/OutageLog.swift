#if Redis
  import Logging

  /// Logs an outage once, and its end; the attempts between are for debugging.
  struct OutageLog {
    private var isOut = false
    private var attempts = 0

    mutating func began(_ error: RedisError, _ connection: RedisConnection) {
      attempts += 1
      connection.logger?.log(
        level: isOut ? .debug : .warning, "Redis is out of reach",
        metadata: [
          "redis.role": "\(connection.role.rawValue)", "redis.attempt": "\(attempts)", "error": "\(error)",
        ])
      isOut = true
    }

    mutating func ended(_ connected: Connector.Connected, _ connection: RedisConnection) {
      let facts = connected.facts
      connection.logger?.log(
        level: isOut ? .info : .debug, "Redis is connected",
        metadata: [
          "redis.role": "\(connection.role.rawValue)", "redis.server": "\(facts.endpoint)",
          "redis.version": "\(facts.version ?? "unknown")", "redis.failed_attempts": "\(attempts)",
        ])
      if connection.role == .commands {
        for warning in connected.warnings { connection.logger?.warning("\(warning)") }
      }
      isOut = false
      attempts = 0
    }
  }
#endif
