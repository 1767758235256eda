import Scheduling
import Testing

/// A system that gives no more threads (`ulimit -u`, a limit of the container) is an error of `run()`, which names what has
/// none, and not a scheduler that stands still.
@Suite struct MissingThreadTests {
  private func failure(without thread: String) async -> SchedulerError? {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.executors["reports"] = .blocking(threads: 2)
    let scheduler = Scheduling.Thread.$refused.withValue([thread]) { Scheduler(configuration: configuration) }
    return await #expect(throws: SchedulerError.self) { try await scheduler.run() }
  }

  @Test func theSchedulersOwn() async {
    let error = await failure(without: "scheduler-loop")
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message == "the system has no thread left for the scheduler itself: raise its limit of threads")
  }

  @Test func anExecutors() async {
    let error = await failure(without: "job-reports")
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message == "the system has no thread left for the executor 'reports': raise its limit of threads")
  }
}
