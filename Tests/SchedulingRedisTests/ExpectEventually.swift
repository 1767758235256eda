#if Redis
  import RedisServerTestSupport
  import Testing

  /// Asks until the answer is yes. What the question throws is a no, until the end.
  func expectEventually(
    _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
  ) async throws {
    if await eventually({ (try? await condition()) == true }) { return }
    let last = try await condition()
    #expect(last, comment, sourceLocation: sourceLocation)
  }
#endif
