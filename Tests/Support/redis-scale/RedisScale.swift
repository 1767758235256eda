import ArgumentParser
import CivilTime
import Foundation
import RedisServerTestSupport
import Scheduling
import SchedulingRedis

/// What stored jobs cost Redis, and how many firings a second come through.
@main
struct RedisScale: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redis-scale",
    abstract: "Measures durable jobs on a redis-server of its own. Prints one line of JSON for each measurement.")

  @Option(help: "How many jobs are stored beside those that run.")
  var jobs = 1_000_000
  @Option(help: "How many jobs fire each second in the measurement of throughput.")
  var rate = 20_000
  @Option(help: "How many replicas, all in this process, wake on the same instants.")
  var replicas = 100
  @Option(help: "How long each measurement takes.")
  var seconds = 10

  @Option(help: "How many jobs a replica reports after a loss of data.")
  var known = 100_000
  @Option(help: "How many definitions cannot be read.")
  var unreadable = 30_000

  @Option(help: "Which measurements: \(Part.allCases.map(\.rawValue).joined(separator: ", ")).")
  var only: [Part] = Part.allCases

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case few, burst, idle, crowd, throughput, many, merge, unreadable
  }

  func run() async throws {
    for part in only {
      let measurement = try await Measurement()
      switch part {
      case .few:
        try await measurement.put(100)
        try await measurement.fire("firing beside 100 jobs", jobs: 100, replicas: 1, seconds: seconds)
      case .burst:
        try await measurement.fire("all on the same instant", jobs: rate / 2, replicas: 1, seconds: seconds)
      case .idle:
        try await measurement.fire("idle, \(replicas) replicas", jobs: 0, replicas: replicas, seconds: seconds)
      case .crowd:
        for (jobs, interval) in [(100, 1), (1_000, 10)] {
          let measurement = try await Measurement()
          try await measurement.fire(
            "\(jobs) jobs every \(interval) s, all at once", jobs: jobs, interval: interval, replicas: replicas,
            seconds: max(seconds, 2 * interval))
          measurement.stop()
        }
      case .throughput:
        try await measurement.fire(
          "throughput, spread over the second", jobs: rate, perSecond: 20, replicas: 1, seconds: seconds)
      case .merge: try await measurement.merge(known)
      case .unreadable: try await measurement.unreadable(unreadable)
      case .many:
        try await measurement.store(jobs)
        try await measurement.fire("firing beside \(jobs) jobs", jobs: 100, replicas: 1, seconds: seconds)
      }
      measurement.stop()
    }
  }
}

/// At once, also into a pipe.
func tell(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// A job without a body to speak of.
struct Tick: JobHandler {
  static let name = "scale.tick"
  struct Arguments: Codable, Sendable { var number: Int }
  func run(_ arguments: Arguments, _ run: RunContext) async throws {}
}

/// One redis-server and what is measured on it.
final class Measurement: Sendable {
  let server: RedisServer
  let client: RedisClient

  init() async throws {
    server = try RedisServer.start()
    client = try RedisClient(url: server.url)
    _ = try await client.command("PING")
  }

  func stop() {
    client.close()
    server.stop()
  }

  /// Stores jobs that are not due, and tells what they take.
  func store(_ count: Int) async throws {
    let before = try await memory()
    let began = ContinuousClock.now
    try await put(count)
    let took = ContinuousClock.now - began
    let bytes = try await memory() - before
    tell(
      #"{"measurement":"store","jobs":\#(count),"bytesPerJob":\#(bytes / count),"#
        + #""perSecond":\#(Int(Double(count) / seconds(took)))}"#)
  }

  func put(_ count: Int) async throws {
    let never = try CronTrigger.cron("0 0 29 2 *")
    try await put(count, prefix: "far") { _ in never }
  }

  private func put<T: Trigger>(
    _ count: Int, prefix: String, _ trigger: @escaping @Sendable (Int) throws -> T
  ) async throws {
    let scheduler = Scheduler(store: .redis(client, namespace: "scale"), handlers: [Tick()])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<64 {
        group.addTask {
          for number in stride(from: worker, to: count, by: 64) {
            try await scheduler.add(
              JobID("\(prefix)-\(number)"), trigger(number), handler: Tick.self, arguments: .init(number: number))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Lets each job fire every so many seconds, all on so many different instants of one, and tells what that cost.
  func fire(
    _ name: String, jobs: Int, interval: Int = 1, perSecond instants: Int = 1, replicas: Int, seconds: Int
  ) async throws {
    try await put(jobs, prefix: "tick") { number in
      try IntervalTrigger(
        .seconds(interval), anchor: .epoch + .milliseconds(Int64(number % instants * 1_000 / instants)))
    }
    var clients: [RedisClient] = []
    var schedulers: [Scheduler] = []
    for replica in 0..<replicas {
      let client = try RedisClient(url: server.url)
      var configuration = SchedulerConfiguration(instance: "replica-\(replica)")
      configuration.storeWindow = max(2_000, 2 * jobs)
      configuration.historyTotal = 1_000
      clients.append(client)
      schedulers.append(
        Scheduler(store: .redis(client, namespace: "scale"), handlers: [Tick()], configuration: configuration))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for scheduler in schedulers { group.addTask { try await scheduler.run() } }
      // Until every replica has its window, and a first firing is behind it.
      try await Task.sleep(for: .seconds(5))
      let before = schedulers.map(runs).reduce(0, +)
      _ = try await client.command("CONFIG", "RESETSTAT")
      let used = try await processor()
      let machine = ProcessorTimes()
      try await Task.sleep(for: .seconds(seconds))
      let calls = try await scriptCalls()
      let stolen = machine.stolenPercent(until: ProcessorTimes())
      let microseconds = Int((try await processor() - used) * 1e6)
      let firings = schedulers.map(runs).reduce(0, +) - before
      let lateness = schedulers.compactMap { $0.status.latenessP99 }.max() ?? .zero
      tell(
        #"{"measurement":"\#(name)","replicas":\#(replicas),"firings":\#(firings),"#
          + #""perSecond":\#(firings / seconds),"#
          + #""redisMicrosecondsPerFiring":\#(firings == 0 ? 0 : microseconds / firings),"#
          + #""redisMicrosecondsPerSecond":\#(microseconds / seconds),"#
          + #""redisCallsPerSecond":\#(calls / seconds),"latenessP99ms":\#(lateness.nanoseconds / 1_000_000),"#
          + #""stolenPercent":\#(stolen)}"#)
      group.cancelAll()
      try await group.waitForAll()
    }
    for client in clients { client.close() }
  }

  private func runs(_ scheduler: Scheduler) -> Int { scheduler.jobs.map(\.accounting.succeeded).reduce(0, +) }

  private func memory() async throws -> Int { Int(try await number("used_memory", in: "memory")) }

  /// The processor time of Redis in seconds: unlike what it says of each command, nothing else on the machine adds to it.
  private func processor() async throws -> Double {
    try await number("used_cpu_user", in: "cpu") + number("used_cpu_sys", in: "cpu")
  }

  private func number(_ name: String, in section: String) async throws -> Double {
    let info = try await client.command("INFO", section).string ?? ""
    let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix(name + ":") }
    return line.flatMap { Double($0.dropFirst(name.count + 1)) } ?? 0
  }

  func scriptCalls() async throws -> Int {
    let info = try await client.command("INFO", "commandstats").string ?? ""
    return info.split(whereSeparator: \.isNewline)
      .filter { $0.hasPrefix("cmdstat_evalsha:") || $0.hasPrefix("cmdstat_eval:") }
      .compactMap {
        $0.split(separator: ":")[1].split(separator: ",")[0].split(separator: "=").last.flatMap { Int($0) }
      }
      .reduce(0, +)
  }

  private func seconds(_ duration: Duration) -> Double { Double(duration.nanoseconds) / 1e9 }
}

extension Duration {
  var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
