#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Settings of a scheduler. Nothing is read from the environment.
public struct SchedulerConfiguration: Sendable {
  /// Names this replica in records, the status and the log. Defaults to the host's name and the process id.
  public var instance: String
  /// How long a run's lock lives without a renewal, where claims are shared: renewals come three times in
  /// it, heartbeats as often and at least every 5 seconds, and a crashed run is recorded within one more heartbeat. 1 second to 1 day; defaults to 30 seconds.
  public var lease: Duration = .seconds(30)
  /// How long runs may go on after a shutdown began, before they are cancelled. Defaults to 30 seconds.
  public var drainTimeout: Duration = .seconds(30)
  /// A run that goes on so long after it was cancelled is reported as stuck. Defaults to 10 seconds.
  public var stuckAfter: Duration = .seconds(10)
  /// Where jobs are kept by a durable store, how many of those that are due next this replica keeps before it; the others
  /// take no memory here. 16 to 1,000,000; defaults to 2,000.
  public var storeWindow = 2_000
  /// Where jobs are kept by a durable store, the queues that this replica serves; defaults to all.
  public var queues: Set<String>?
  /// How many runs of jobs that name no executor may go on at once; more wait in a queue. At least 1; defaults to 1,000.
  public var maxConcurrentRuns = 1_000
  /// Executors that jobs may name, beside `default`, which takes ``maxConcurrentRuns`` on Swift's own threads.
  public var executors: [String: ExecutorPolicy] = [:]
  /// How large the triggers of jobs may be, and how much work the search for their instants.
  public var triggerLimits = TriggerLimits()
  /// What is hidden of messages before they are kept, and of arguments where they are shown.
  public var redaction = Redaction.standard
  /// How many dead letters are kept, where claims are local. Defaults to 1,000.
  public var deadLetters = 1_000
  /// How many rows of history are kept for a job. Defaults to 100.
  public var historyPerJob = 100
  /// How many rows of history are kept in all. Defaults to 10,000.
  public var historyTotal = 10_000
  /// Rows of history that are older are dropped, however few there are. Defaults to 30 days; nil for no limit.
  public var historyAge: Duration? = .seconds(30 * 86_400)
  /// How many events are kept for a listener that is slower than the scheduler. Defaults to 1,024.
  public var eventBuffer = 1_024

  /// The defaults.
  public init(instance: String? = nil) {
    self.instance = instance ?? "\(Self.hostName)/\(getpid())"
  }

  /// Every setting that is out of its range, with what is allowed.
  package var faults: [(setting: String, message: String)] {
    var faults: [(setting: String, message: String)] = []
    func require(_ setting: String, _ isFine: Bool, _ message: String) {
      if !isFine { faults.append((setting, message)) }
    }
    require("instance", (1...200).contains(instance.utf8.count), "has 1 to 200 bytes")
    require(
      "lease", (.seconds(1) ... .seconds(86_400)).contains(lease), "is 1 second to 1 day; this one is \(lease)")
    require("drainTimeout", drainTimeout >= .zero, "must be zero or more")
    require("stuckAfter", stuckAfter > .zero, "must be more than zero")
    require("storeWindow", (16...1_000_000).contains(storeWindow), "is 16 to 1000000; this one is \(storeWindow)")
    require("queues", queues?.isEmpty != true, "must not be empty; leave it out to serve all")
    require("maxConcurrentRuns", maxConcurrentRuns >= 1, "must be at least 1")
    require("deadLetters", deadLetters >= 0, "must be zero or more")
    require(
      "executors", executors[JobOptions.defaultExecutor] == nil,
      "must not have '\(JobOptions.defaultExecutor)', which is there already: set maxConcurrentRuns for it")
    for (name, executor) in executors.sorted(by: { $0.key < $1.key }) {
      require("executors", !name.isEmpty, "must not have an empty name")
      switch executor {
      case .async(let limit): require("executors", limit >= 1, "'\(name)' takes at least 1 run at once")
      case .blocking(let threads):
        require(
          "executors", (1...1_000).contains(threads), "'\(name)' has 1 to 1000 threads; this one has \(threads)")
      }
    }
    require("historyPerJob", historyPerJob >= 0, "must be zero or more")
    require("historyTotal", historyTotal >= 0, "must be zero or more")
    require("historyAge", historyAge.map { $0 > .zero } ?? true, "must be more than zero; nil is for no limit")
    return faults
  }

  func validate() throws(SchedulerError) {
    let faults = faults
    guard faults.isEmpty else {
      throw SchedulerError(
        .invalidConfiguration, faults.map { "\($0.setting) \($0.message)" }.joined(separator: "; "))
    }
    try triggerLimits.validate()
  }

  private static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, 255) == 0 else { return "localhost" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
