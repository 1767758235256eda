import CivilTime
import RedisServerTestSupport
import Scheduling
import Testing

#if Redis
  import SchedulingRedis
#endif

/// The stores that have to behave alike.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case memory
  #if Redis
    case redis
  #endif

  var testDescription: String { rawValue }
}

/// What a test keeps jobs in: memory that ends with the scheduler, or a redis-server of its own.
final class StoreUnderTest: Sendable {
  let kind: StoreKind
  #if Redis
    let server: RedisServer?
  #endif

  init(_ kind: StoreKind) throws {
    self.kind = kind
    #if Redis
      server = kind == .redis ? try RedisServer.start() : nil
    #endif
  }

  /// Makes a scheduler, runs it while `body` goes on, and shuts it down.
  @discardableResult
  func run<Result: Sendable>(
    _ instance: String = "a", handlers: [any JobHandler] = [],
    _ change: (inout SchedulerConfiguration) -> Void = { _ in },
    _ body: @Sendable (Scheduler) async throws -> Result
  ) async throws -> Result {
    var configuration = SchedulerConfiguration(instance: instance)
    configuration.drainTimeout = .seconds(2)
    change(&configuration)
    var store = JobStore.memory
    #if Redis
      let client = try server.map { try RedisClient(url: $0.url) }
      defer { client?.close() }
      if let client { store = .redis(client, namespace: "test") }
    #endif
    let scheduler = Scheduler(store: store, handlers: handlers, configuration: configuration)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.status.isRunning { await Task.yield() }
      let outcome: Swift.Result<Result, any Error>
      do { outcome = .success(try await body(scheduler)) } catch { outcome = .failure(error) }
      group.cancelAll()
      try await group.waitForAll()
      return try outcome.get()
    }
  }
}

/// Writes down what it was told.
struct Note: JobHandler {
  static let name = "test.note"
  struct Arguments: Codable, Sendable {
    var text: String?
    var number: Int?
  }
  let notes: Notes
  func run(_ arguments: Arguments, _ run: RunContext) async throws {
    notes.append(.init(job: run.job, instant: run.firing.instant, text: arguments.text, instance: run.instance))
  }
}

/// Takes a while, and counts how many of it there are at once.
struct Measured: JobHandler {
  static let name = "test.measured"
  struct Arguments: Codable, Sendable {}
  let concurrency: Concurrency
  func run(_ arguments: Arguments, _ run: RunContext) async throws {
    concurrency.enter()
    defer { concurrency.leave() }
    try await Task.sleep(for: .milliseconds(30))
  }
}

final class Concurrency: Sendable {
  private let counts = Lock<(now: Int, most: Int)>((0, 0))

  var most: Int { counts.withLock { $0.most } }
  func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
  func leave() { counts.withLock { $0.now -= 1 } }
}

/// Writes arguments that it does not read again, as a release does whose predecessor wrote others.
struct Picky: JobHandler {
  static let name = "test.picky"
  struct Arguments: Codable, Sendable {
    var value: Int
    private enum Key: String, CodingKey { case written, wanted }

    init(value: Int) { self.value = value }
    init(from decoder: any Decoder) throws {
      value = try decoder.container(keyedBy: Key.self).decode(Int.self, forKey: .wanted)
    }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(value, forKey: .written)
    }
  }
  func run(_ arguments: Arguments, _ run: RunContext) async throws { Issue.record("the body was started") }
}

final class Notes: Sendable {
  struct Entry: Sendable, Hashable {
    var job: JobID
    var instant: Instant
    var text: String?
    var instance: String
  }

  private let entries = Lock<[Entry]>([])

  func append(_ entry: Entry) { entries.withLock { $0.append(entry) } }
  var all: [Entry] { entries.withLock { $0 } }
  func of(_ job: JobID) -> [Entry] { all.filter { $0.job == job } }
  /// The instants of a job that were started twice, by whomever.
  var twice: [String] {
    Dictionary(grouping: all) { "\($0.job) at \($0.instant)" }.filter { $0.value.count > 1 }
      .map { "\($0.key) on \($0.value.map(\.instance))" }.sorted()
  }
}
