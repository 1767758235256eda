public import CivilTime

extension Pipeline {
  /// One named step of a ``Pipeline``.
  public struct Stage: Sendable {
    /// The name: what checkpoints, records, events and schedule files call it.
    public let name: String
    let body: @Sendable (StagePlace) async throws -> Void

    /// A stage that is done as a whole or begun again.
    public init(_ name: String, _ body: @escaping @Sendable (StageContext<Never>) async throws -> Void) {
      self.init(name, checkpoint: Never.self, body)
    }

    /// A stage that keeps how far it has come.
    /// - Parameters:
    ///   - name: 1 to 100 bytes without control characters; unique in its pipeline.
    ///   - checkpoint: what is kept. It is stored as JSON: a later version of the type should read an earlier one's.
    ///   - body: what the stage does.
    public init<Checkpoint: Codable & Sendable>(
      _ name: String, checkpoint: Checkpoint.Type,
      _ body: @escaping @Sendable (StageContext<Checkpoint>) async throws -> Void
    ) {
      self.name = name
      self.body = { place in try await body(StageContext(place)) }
    }

    var fault: String? {
      if name.isEmpty { return "a stage needs a name" }
      if name.utf8.count > 100 { return "a stage's name has at most 100 bytes; '\(name.cut(toBytes: 40))…' has more" }
      if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
        return "a stage's name must not contain control characters"
      }
      return nil
    }
  }
}

/// What a job with a pipeline throws when a stage does: it names the stage, in the record's message too. Within
/// ``Permanent`` where the stage threw a ``PermanentError``, so that it is not tried again.
public struct StageFailure: SchedulingError {
  /// The stage that failed.
  public var stage: StagePosition
  /// What it threw.
  public var underlying: any Error

  /// That of the error that the stage threw, or `failed` where it is not one of this package.
  public var kind: SchedulingErrorKind { (underlying as? any SchedulingError)?.kind ?? .failed }

  /// As in `stage 'email' (3 of 4) failed: connection refused`.
  public var description: String {
    underlying is CancellationError ? "\(stage) was cancelled" : "\(stage) failed: \(underlying)"
  }
}
