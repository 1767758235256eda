#if Shell
  import Foundation
  import Logging
  import Scheduling
  import SchedulingShell
  import Synchronization
  import Testing

  /// What was logged.
  final class LogLines: Sendable {
    struct Line: Sendable {
      var text: String
      var metadata: Logger.Metadata
    }

    private let list = Mutex([Line]())
    var lines: [Line] { list.withLock { $0 } }

    func add(_ line: Line) { list.withLock { $0.append(line) } }

    var logger: Logger {
      var logger = Logger(label: "test") { _ in Handler(lines: self) }
      logger.logLevel = .info
      return logger
    }

    private struct Handler: LogHandler {
      let lines: LogLines
      var logLevel = Logger.Level.info
      var metadata: Logger.Metadata = [:]

      subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
      }

      func log(event: LogEvent) {
        lines.add(Line(text: event.message.description, metadata: metadata.merging(event.metadata ?? [:]) { $1 }))
      }
    }
  }

  struct NotEnded: Error {}

  /// Runs a command once, as a job, and returns its row of history with what was logged.
  func runOnce(_ shell: Shell, timeout: Duration? = nil) async throws -> (RunRecord, LogLines) {
    let log = LogLines()
    let scheduler = Scheduler(logger: log.logger)
    var options = JobOptions()
    options.timeout = timeout
    try await scheduler.add("command", .every(.hours(24)), options: options, shell.body)
    let record = try await whileRunning(scheduler) {
      try await ended(try await scheduler.runNow("command"), in: scheduler)
    }
    return (record, log)
  }

  func ended(_ run: RunID, in scheduler: Scheduler) async throws -> RunRecord {
    let limit = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < limit {
      if let record = scheduler.localHistory(of: "command").first(where: { $0.runID == run }) { return record }
      try await Task.sleep(for: .milliseconds(5))
    }
    throw NotEnded()
  }

  func whileRunning<Result: Sendable>(
    _ scheduler: Scheduler, _ body: @Sendable () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      let result: Swift.Result<Result, any Error>
      do { result = .success(try await body()) } catch { result = .failure(error) }
      group.cancelAll()
      return try result.get()
    }
  }

  struct TemporaryFolder {
    let path: String

    init() throws {
      path = FileManager.default.temporaryDirectory.appendingPathComponent("shell-\(UUID())").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func size(_ name: String) -> Int? {
      (try? FileManager.default.attributesOfItem(atPath: path + "/" + name))?[.size] as? Int
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
  }
#endif
