import Scheduling

/// From the start of the process to the first run: prints the wall clock in nanoseconds when the body begins.
@main
enum StartRow {
  static func main() async throws {
    let scheduler = Scheduler()
    let (first, began) = AsyncStream<Int64>.makeStream()
    try await scheduler.add("first", .startup) { _ in began.yield(SystemClock().now().nanosecondsSince1970) }
    let task = Task { try await scheduler.run() }
    for await instant in first.prefix(1) { print(instant) }
    task.cancel()
    try await task.value
  }
}
