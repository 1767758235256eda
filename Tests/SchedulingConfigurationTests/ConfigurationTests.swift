#if Configuration
  import Configuration
  import Scheduling
  import SchedulingConfiguration
  import SchedulingRedis
  import Testing

  @Suite("Settings from swift-configuration")
  struct ConfigurationTests {
    private func environment(_ variables: [String: String], _ scope: ConfigKey) -> ConfigReader {
      ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: variables)).scoped(to: scope)
    }

    private func scheduler(_ variables: [String: String]) throws -> SchedulerConfiguration {
      try SchedulerConfiguration(config: environment(variables, "scheduler"))
    }

    @Test("Without a key the defaults hold")
    func defaults() throws {
      let read = try scheduler([:])
      #expect(read.lease == SchedulerConfiguration().lease)
      #expect(read.historyAge == .days(30))
      #expect(read.queues == nil)
    }

    @Test("Every key of the table sets its setting")
    func keys() throws {
      let read = try scheduler([
        "SCHEDULER_INSTANCE": "api-1", "SCHEDULER_LEASE": "45s", "SCHEDULER_DRAIN_TIMEOUT": "2m",
        "SCHEDULER_STUCK_AFTER": "500ms", "SCHEDULER_STORE_WINDOW": "64", "SCHEDULER_QUEUES": "imports,mail",
        "SCHEDULER_MAX_CONCURRENT_RUNS": "8", "SCHEDULER_DEAD_LETTERS": "9", "SCHEDULER_HISTORY_PER_JOB": "10",
        "SCHEDULER_HISTORY_TOTAL": "11", "SCHEDULER_HISTORY_AGE": "none", "SCHEDULER_EVENT_BUFFER": "12",
        "SCHEDULER_SECRET_KEYS": "iban",
      ])
      #expect(read.instance == "api-1")
      #expect(read.lease == .seconds(45))
      #expect(read.drainTimeout == .minutes(2))
      #expect(read.stuckAfter == .milliseconds(500))
      #expect(read.storeWindow == 64)
      #expect(read.queues == ["imports", "mail"])
      #expect(read.maxConcurrentRuns == 8)
      #expect(read.deadLetters == 9)
      #expect(read.historyPerJob == 10)
      #expect(read.historyTotal == 11)
      #expect(read.historyAge == nil)
      #expect(read.eventBuffer == 12)
      #expect(read.redaction.hides("iban") && read.redaction.hides("password"))
    }

    @Test("All faults are reported at once, each with its key and what is allowed")
    func faults() throws {
      let error = #expect(throws: ConfigurationError.self) {
        try scheduler([
          "SCHEDULER_LEASE": "2d", "SCHEDULER_DRAIN_TIMEOUT": "30", "SCHEDULER_STORE_WINDOW": "3",
          "SCHEDULER_MAX_CONCURRENT_RUNS": "many",
        ])
      }
      #expect(
        error?.faults.map(\.description) == [
          "drainTimeout must be a whole number and a unit (ms, s, m, h, d) such as 15s",
          "storeWindow is 16 to 1000000; this one is 3",
          "maxConcurrentRuns must be a whole number, 1 or more",
          "lease is 1 second to 1 day; this one is 172800.0 seconds",
        ])
      #expect(error?.kind == .misconfigured)
    }

    @Test("A value of the wrong type is a fault, not a missing value")
    func types() throws {
      let provider = InMemoryProvider(values: [
        "lease": ConfigValue(30, isSecret: false), "storeWindow": ConfigValue("large", isSecret: false),
      ])
      let error = #expect(throws: ConfigurationError.self) {
        try SchedulerConfiguration(config: ConfigReader(provider: provider))
      }
      #expect(
        error?.faults.map(\.description) == [
          "lease must be a text", "storeWindow must be a whole number, 16 to 1000000",
        ])
    }

    #if Redis
      private func redis(_ variables: [String: String]) throws -> RedisConfiguration {
        try RedisConfiguration(config: environment(variables, "redis"))
      }

      @Test("Redis has its URL, and a password that need not be part of it")
      func redisKeys() throws {
        let read = try redis([
          "REDIS_URL": "redis://scheduler.example:6380/2", "REDIS_USERNAME": "jobs", "REDIS_PASSWORD": "s3cret",
          "REDIS_CLIENT_NAME": "api", "REDIS_CONNECT_TIMEOUT": "1s", "REDIS_COMMAND_TIMEOUT": "700ms",
          "REDIS_MAXIMUM_REPLY_BYTES": "8000000", "REDIS_MAXIMUM_REPLY_ELEMENTS": "5000",
          "REDIS_MAXIMUM_VALUE_BYTES": "2048", "REDIS_MAXIMUM_PENDING_COMMANDS": "7",
        ])
        #expect(read.endpoint == .tcp(host: "scheduler.example", port: 6_380))
        #expect(read.database == 2)
        #expect(read.credentials == RedisCredentials(username: "jobs", password: "s3cret"))
        #expect(read.clientName == "api")
        #expect(read.connectTimeout == .seconds(1))
        #expect(read.commandTimeout == .milliseconds(700))
        #expect(read.maximumReplyBytes == 8_000_000)
        #expect(read.maximumReplyElements == 5_000)
        #expect(read.maximumValueBytes == 2_048)
        #expect(read.maximumPendingCommands == 7)
      }

      @Test("Redis's faults are reported at once, and show neither URL nor password")
      func redisFaults() throws {
        let error = #expect(throws: ConfigurationError.self) {
          try redis([
            "REDIS_URL": "http://user:s3cret@host", "REDIS_USERNAME": "jobs", "REDIS_COMMAND_TIMEOUT": "2h",
            "REDIS_MAXIMUM_VALUE_BYTES": "1", "REDIS_TLS_KEY_FILE": "/key.pem",
          ])
        }
        #expect(
          error?.faults.map(\.key) == ["url", "username", "commandTimeout", "maximumValueBytes", "tls.keyFile"])
        #expect(error?.description.contains("s3cret") == false)
        let missing = #expect(throws: ConfigurationError.self) { try redis([:]) }
        #expect(missing?.faults.map(\.key) == ["url"])
      }
    #endif
  }
#endif
