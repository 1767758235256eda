import CivilTime
public import Scheduling
public import ServiceLifecycle

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Keeps a scheduler's jobs as a file says, and follows the file when it is changed, without a restart.
///
/// ```swift
/// let watcher = ScheduleWatcher("schedule.yaml", scheduler: scheduler, bodies: bodies)
/// try await ServiceGroup(services: [scheduler, watcher, app], logger: logger).run()
/// ```
/// The file is read anew on an interval and its text compared, so that it does not matter how it is replaced: in place, by
/// renaming, or by the links of a Kubernetes ConfigMap. A file that is changed is applied whole or not at all
/// (`Scheduler.apply(_:bodies:)`). A bad one changes nothing: the jobs go on as they were, and a
/// `SchedulerEvent.warning` names file, line and key, once. Bodies are bound in code: a job that is new in the file needs
/// one that the code has already, and a job that is taken out of the file leaves its body unused until it is back.
public final class ScheduleWatcher: Service, Sendable {
  /// The file.
  public let file: String
  private let scheduler: Scheduler
  private let bodies: JobBodies
  private let interval: Duration
  private let watch = Lock(ScheduleWatch())

  /// A watcher. It reads nothing before ``run()``.
  /// - Parameters:
  ///   - file: The schedule file, YAML or JSON.
  ///   - scheduler: Whose jobs they are.
  ///   - bodies: What the jobs do.
  ///   - interval: How often the file is read; at least 10 ms; defaults to 5 seconds.
  public init(
    _ file: String, scheduler: Scheduler, bodies: JobBodies, every interval: Duration = .seconds(5)
  ) {
    self.file = file
    self.scheduler = scheduler
    self.bodies = bodies
    self.interval = max(interval, .milliseconds(10))
  }

  /// Applies the file, then follows it until a graceful shutdown or the cancellation of its task.
  /// - Throws: `ScheduleFileError` when the file is bad at the beginning: a service that starts with no
  ///   schedule must not look as if it had one. Later a bad file is reported and changes nothing.
  public func run() async throws {
    _ = try await start()
    try? await cancelWhenGracefulShutdown { [self] in
      while !Task.isCancelled {
        try await Task.sleep(for: interval)
        await poll()
      }
    }
  }

  /// Reads and applies the file for the first time.
  package func start() async throws -> ScheduleChanges {
    let text: String
    switch read() {
    case .success(let read): text = read
    case .failure(let fault): throw ScheduleFileError(file: file, fault.message)
    }
    let changes = try await scheduler.follow(ScheduleFile(yaml: text, file: file), bodies: bodies)
    watch.withLock { $0.didApply(text) }
    return changes
  }

  /// Looks at the file once; the changes when there were any.
  @discardableResult
  package func poll() async -> ScheduleChanges? {
    let content = read()
    switch watch.withLock({ $0.see(content) }) {
    case .rest: return nil
    case .complain(let fault):
      report("\(file): \(fault)")
      return nil
    case .apply(let text):
      do {
        let changes = try await scheduler.follow(ScheduleFile(yaml: text, file: file), bodies: bodies)
        watch.withLock { $0.didApply(text) }
        return changes
      } catch let error as ScheduleFileError {
        watch.withLock { $0.didRefuse(text) }
        report("\(error)")
      } catch {
        // The server, not the file: tried again at the next look.
        report("\(file) was not applied: \(error)")
      }
      return nil
    }
  }

  private func report(_ fault: String) {
    scheduler.publish(.warning("the schedule is as it was, since its file cannot be used: \(fault)"))
  }

  private func read() -> Result<String, ScheduleWatch.Unreadable> {
    do {
      return .success(try ScheduleText.read(file, sizeLimit: ScheduleFile.defaultSizeLimit))
    } catch {
      return .failure(.init(message: error.message))
    }
  }
}
