import Scheduling

/// Ends the `run()` of schedulers and returns what the test returned. Time goes on meanwhile: a body that waits for the
/// clock, or a replica that waits for an answer, would otherwise keep the test from ending.
func end<Result>(
  _ group: inout ThrowingTaskGroup<Void, any Error>, on clock: ManualClock, _ outcome: Swift.Result<Result, any Error>
) async throws -> Result {
  group.cancelAll()
  let pump = Task {
    while !Task.isCancelled {
      clock.advance(by: .milliseconds(500))
      await Task.yield()
    }
  }
  defer { pump.cancel() }
  do {
    try await group.waitForAll()
  } catch {
    // What the test itself found is the better news.
    _ = try outcome.get()
    throw error
  }
  return try outcome.get()
}
