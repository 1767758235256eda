#if Redis
  import Testing

  /// Asks until the answer is yes. For what comes about in its own time; the bound only ends a test that has failed.
  func eventually(
    _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
  ) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if (try? await condition()) == true { return }
      try await Task.sleep(for: .milliseconds(5))
    }
    let last = try await condition()
    #expect(last, comment, sourceLocation: sourceLocation)
  }
#endif
