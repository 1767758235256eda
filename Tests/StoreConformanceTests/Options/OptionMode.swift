import CivilTime
import RedisServerTestSupport
import Scheduling
import Testing

#if Redis
  import SchedulingRedis
#endif

/// What decides who runs a firing: the process alone, claims that a fleet shares, or a durable store.
enum OptionMode: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case memory
  #if Redis
    case claims
    case store
  #endif

  var testDescription: String { rawValue }
  var isShared: Bool { self != .memory }
}

/// The ground on which one option is tried in one mode: a server of its own where one is needed, and what the bodies have
/// written down.
final class OptionBench: Sendable {
  let mode: OptionMode
  let deeds = Deeds()
  let alerts = Alerts()
  private let configure: @Sendable (inout SchedulerConfiguration) -> Void
  #if Redis
    let server: RedisServer?
  #endif

  init(_ mode: OptionMode, _ configure: @escaping @Sendable (inout SchedulerConfiguration) -> Void = { _ in }) throws {
    self.mode = mode
    self.configure = configure
    #if Redis
      server = mode.isShared ? try RedisServer.start() : nil
    #endif
  }

  /// A replica, and how it ends.
  final class Member: Sendable {
    let scheduler: Scheduler
    let clock: SteppedClock
    private let running = Lock<Task<Void, any Error>?>(nil)
    private let close: @Sendable () -> Void

    init(_ scheduler: Scheduler, _ clock: SteppedClock, close: @escaping @Sendable () -> Void) {
      (self.scheduler, self.clock, self.close) = (scheduler, clock, close)
    }

    func start() async {
      running.withLock { [scheduler] running in running = Task { try await scheduler.run() } }
      while !scheduler.status.isRunning { await Task.yield() }
    }

    func stop() async throws {
      let running = running.withLock { $0 }
      running?.cancel()
      try await running?.value
      close()
    }

    /// From one moment to the next nothing of it reaches the fleet: its runs are left behind.
    func crash() async throws {
      close()
      try await stop()
    }
  }

  /// A replica of the mode that does not run yet; `change` comes after the bench's own configuration.
  func member(
    _ name: String = "a", _ change: (inout SchedulerConfiguration) -> Void = { _ in }
  ) throws -> Member {
    var configuration = SchedulerConfiguration(instance: name)
    configuration.drainTimeout = .milliseconds(100)
    configuration.historyPerJob = 1_000
    configure(&configuration)
    change(&configuration)
    let clock = SteppedClock()
    let handlers: [any JobHandler] = [Deed(deeds: deeds)]
    let sink = AlertSink.closure { [alerts] alert in alerts.append(alert) }
    #if Redis
      if let server {
        var redis = try RedisConfiguration(url: server.url)
        redis.commandTimeout = .seconds(1)
        let client = try RedisClient(configuration: redis)
        let scheduler =
          mode == .store
          ? Scheduler(
            store: .redis(client, namespace: "test", afterDataLoss: .resumeImmediately), handlers: handlers,
            alerts: [sink], configuration: configuration, clock: clock)
          : Scheduler(
            claims: .redis(client, namespace: "test", afterDataLoss: .resumeImmediately), handlers: handlers,
            alerts: [sink], configuration: configuration, clock: clock)
        return Member(scheduler, clock) { client.close() }
      }
    #endif
    let scheduler = Scheduler(handlers: handlers, alerts: [sink], configuration: configuration, clock: clock)
    return Member(scheduler, clock) {}
  }

  /// Runs a replica while `body` goes on.
  func run(
    _ name: String = "a", _ change: (inout SchedulerConfiguration) -> Void = { _ in },
    _ body: (Member) async throws -> Void
  ) async throws {
    let member = try member(name, change)
    await member.start()
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(member)) } catch { outcome = .failure(error) }
    try await member.stop()
    try outcome.get()
  }

  #if Redis
    func redis(_ words: String...) async throws -> RedisValue {
      let client = try RedisClient(url: server?.url ?? "")
      defer { client.close() }
      return try await client.command(words)
    }
  #endif
}

/// The alerts that were delivered.
final class Alerts: Sendable {
  private let list = Lock<[Scheduler.Alert]>([])
  func append(_ alert: Scheduler.Alert) { list.withLock { $0.append(alert) } }
  var all: [Scheduler.Alert] { list.withLock { $0 } }
}

/// A wall clock that can be set; the continuous one is the machine's.
final class SteppedClock: SchedulerClock {
  private let offset = Lock(Duration.zero)
  func step(by step: Duration) { offset.withLock { $0 += step } }
  func now() -> Instant { SystemClock().now() + offset.withLock { $0 } }
  func monotonic() -> MonotonicTime { .now() }
  func delay(until deadline: MonotonicTime) -> Duration? { deadline - .now() }
}
