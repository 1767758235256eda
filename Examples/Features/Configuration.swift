#if Configuration
  import Configuration
  import Scheduling
  import SchedulingConfiguration

  /// Settings from the environment, a file, or whatever swift-configuration reads. Needs the trait `Configuration` of the
  /// package: `.package(url: …, traits: [.defaults, "Configuration"])`.
  func configuration() async throws {
    func read(_ variables: [String: String]) throws -> SchedulerConfiguration {
      let config = ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: variables))
      return try SchedulerConfiguration(config: config.scoped(to: "scheduler"))
    }
    let settings = try read(["SCHEDULER_INSTANCE": "api-1", "SCHEDULER_DRAIN_TIMEOUT": "25s"])
    try expect(
      settings.instance == "api-1" && settings.drainTimeout == .seconds(25), "SCHEDULER_DRAIN_TIMEOUT=25s is read")
    do {
      _ = try read(["SCHEDULER_LEASE": "0s", "SCHEDULER_STORE_WINDOW": "many"])
      try expect(false, "settings that cannot be used are refused")
    } catch let error as ConfigurationError {
      try expect(error.faults.count == 2, "all faults at once: \(error)")
    }
  }
#endif
