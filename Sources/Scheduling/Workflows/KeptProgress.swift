import CivilTime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The progress of one run: as the stages see it, and kept in a store where there is one.
final class KeptProgress: Sendable {
  private let job: JobID
  private let writer: CheckpointWriter
  /// Nil where nothing is kept after the run.
  private let store: (any CheckpointStore)?
  private let progress: Lock<PipelineProgress>
  let passInstant: Instant

  init(_ progress: PipelineProgress, of job: JobID, writer: CheckpointWriter, store: (any CheckpointStore)?) {
    self.job = job
    self.writer = writer
    self.store = store
    self.passInstant = progress.passInstant
    self.progress = Lock(progress)
  }

  func checkpoint<Value: Decodable>(of stage: String, as type: Value.Type) throws(CheckpointError) -> Value? {
    guard let text = progress.withLock({ $0.checkpoints[stage] }) else { return nil }
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw CheckpointError(
        .unreadable,
        "the checkpoint of stage '\(stage)' is not a \(type) (\(error)). Make the type read it, or let the job begin "
          + "anew with Scheduler.clearCheckpoints(of:)")
    }
  }

  func save(_ checkpoint: some Encodable, of stage: String) async throws(CheckpointError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text: String
    do {
      text = String(decoding: try encoder.encode(checkpoint), as: UTF8.self)
    } catch {
      throw CheckpointError(.unwritable, "the checkpoint of stage '\(stage)' cannot be written as JSON: \(error)")
    }
    let progress = try progress.withLock { (progress) throws(CheckpointError) in
      try progress.keep(text, of: stage)
      return progress
    }
    try await store?.save(progress, of: job, writer: writer)
  }

  /// A stage has succeeded. Kept even when the run was cancelled meanwhile: what is done must not be done again.
  func complete(_ stage: String, next: String?) async throws(CheckpointError) {
    let progress: PipelineProgress? = progress.withLock { progress in
      guard let next else { return nil }
      progress.complete(stage, next: next)
      return progress
    }
    guard let store else { return }
    let (job, writer) = (job, writer)
    let fault = await Task { () -> CheckpointError? in
      do throws(CheckpointError) {
        try await store.save(progress, of: job, writer: writer)
        return nil
      } catch {
        return error
      }
    }.value
    if let fault { throw fault }
  }
}
