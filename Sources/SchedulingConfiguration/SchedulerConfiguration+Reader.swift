#if Configuration
  public import Configuration
  public import Scheduling

  extension SchedulerConfiguration {
    /// Reads the settings of a scheduler, for example from environment variables:
    ///
    /// ```swift
    /// let config = ConfigReader(provider: EnvironmentVariablesProvider())
    /// let configuration = try SchedulerConfiguration(config: config.scoped(to: "scheduler"))
    /// ```
    ///
    /// | key | environment, scoped to `scheduler` | value | default |
    /// |---|---|---|---|
    /// | `instance` | `SCHEDULER_INSTANCE` | 1 to 200 bytes | host name and process id |
    /// | `lease` | `SCHEDULER_LEASE` | a duration, 1s to 1d | 30s |
    /// | `drainTimeout` | `SCHEDULER_DRAIN_TIMEOUT` | a duration | 30s |
    /// | `stuckAfter` | `SCHEDULER_STUCK_AFTER` | a duration, more than 0s | 10s |
    /// | `storeWindow` | `SCHEDULER_STORE_WINDOW` | 16 to 1,000,000 | 2,000 |
    /// | `queues` | `SCHEDULER_QUEUES` | names, separated by commas in the environment | all |
    /// | `maxConcurrentRuns` | `SCHEDULER_MAX_CONCURRENT_RUNS` | 1 or more | 1,000 |
    /// | `deadLetters` | `SCHEDULER_DEAD_LETTERS` | 0 or more | 1,000 |
    /// | `historyPerJob` | `SCHEDULER_HISTORY_PER_JOB` | 0 or more | 100 |
    /// | `historyTotal` | `SCHEDULER_HISTORY_TOTAL` | 0 or more | 10,000 |
    /// | `historyAge` | `SCHEDULER_HISTORY_AGE` | a duration, or `none` for no limit | 30d |
    /// | `eventBuffer` | `SCHEDULER_EVENT_BUFFER` | 1 or more | 1,024 |
    /// | `secretKeys` | `SCHEDULER_SECRET_KEYS` | names whose values are hidden, beside the usual ones | none |
    ///
    /// A duration is a whole number and a unit (ms, s, m, h, d), such as `30s`. What has no key, ``executors`` for example, is
    /// set in the code.
    /// - Parameter config: Holds the keys of the table; scope it to where they are.
    /// - Throws: ``ConfigurationError`` with every setting that cannot be used.
    public init(config: ConfigReader) throws(ConfigurationError) {
      self.init()
      var settings = SettingsReader(config)
      if let value = settings.text("instance") { instance = value }
      if let value = settings.duration("lease") { lease = value }
      if let value = settings.duration("drainTimeout") { drainTimeout = value }
      if let value = settings.duration("stuckAfter") { stuckAfter = value }
      if let value = settings.number("storeWindow", 16...1_000_000) { storeWindow = value }
      if let value = settings.texts("queues") { queues = Set(value) }
      if let value = settings.number("maxConcurrentRuns", 1...(.max)) { maxConcurrentRuns = value }
      if let value = settings.number("deadLetters", 0...(.max)) { deadLetters = value }
      if let value = settings.number("historyPerJob", 0...(.max)) { historyPerJob = value }
      if let value = settings.number("historyTotal", 0...(.max)) { historyTotal = value }
      if config.string(forKey: "historyAge") == "none" {
        historyAge = nil
      } else if let value = settings.duration("historyAge") {
        historyAge = value
      }
      if let value = settings.number("eventBuffer", 1...(.max)) { eventBuffer = value }
      if let value = settings.texts("secretKeys") { redaction.secretKeys.formUnion(value) }
      for fault in faults { settings.refuse(fault.setting, fault.message) }
      try settings.finish()
    }
  }
#endif
