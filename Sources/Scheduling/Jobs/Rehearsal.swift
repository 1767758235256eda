/// Runs before the bodies of a scheduler's jobs, so that a test can let them fail.
package struct Rehearsal: Sendable {
  let rehearse: @Sendable (RunContext) async throws -> Void

  /// The body with the rehearsal before it.
  func before(_ body: @escaping JobBody) -> JobBody {
    { [rehearse] run in
      try await rehearse(run)
      try await body(run)
    }
  }
}
