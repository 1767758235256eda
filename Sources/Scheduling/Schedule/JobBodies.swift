/// What the jobs of a schedule file do, by id.
///
/// ```swift
/// var bodies: JobBodies = ["driver-inactivity-check": { run in … }]
/// bodies["cleanup-expired-sessions"] = { run in … }
/// ```
public struct JobBodies: Sendable, ExpressibleByDictionaryLiteral {
  /// What one job does.
  public typealias Body = @Sendable (RunContext) async throws -> Void

  private(set) var bodies: [JobID: Body] = [:]
  /// The first id that a literal holds twice.
  private(set) var repeated: JobID?

  /// No bodies yet.
  public init() {}

  /// Bodies by id. An id that is there twice is refused when the bodies are bound.
  public init(dictionaryLiteral elements: (JobID, Body)...) {
    for (id, body) in elements {
      if bodies.updateValue(body, forKey: id) != nil { repeated = repeated ?? id }
    }
  }

  /// The body of a job; nil when it has none.
  public subscript(id: JobID) -> Body? {
    get { bodies[id] }
    set { bodies[id] = newValue }
  }
}
