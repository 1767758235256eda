import CivilTime

/// Checkpoints in memory: a retry and the next run of this process resume, a new process begins anew.
package final class MemoryCheckpoints: CheckpointStore {
  private struct Entry: Sendable {
    var writer: CheckpointWriter
    var progress: PipelineProgress?
  }

  /// Whether several schedulers were given this one store.
  package let isShared: Bool
  private let entries = Lock([JobID: Entry]())

  /// A store of its own. `isShared` is for tests in which the replicas of a fleet are schedulers of one process.
  package init(isShared: Bool = false) { self.isShared = isShared }

  /// Takes a job's progress over.
  package func begin(_ job: JobID, writer: CheckpointWriter) async throws(CheckpointError) -> PipelineProgress? {
    try entries.withLock { (entries) throws(CheckpointError) in
      let last = entries[job]
      if let own = writer.fencingToken, let known = last?.writer.fencingToken, own < known {
        throw CheckpointError.overtaken(writer.run)
      }
      entries[job] = Entry(writer: writer, progress: last?.progress)
      return last?.progress
    }
  }

  /// Keeps a job's progress.
  package func save(
    _ progress: PipelineProgress?, of job: JobID, writer: CheckpointWriter
  ) async throws(CheckpointError) {
    try entries.withLock { (entries) throws(CheckpointError) in
      if let last = entries[job] {
        guard last.writer.run == writer.run else { throw CheckpointError.overtaken(writer.run) }
        if let new = progress?.revision, let old = last.progress?.revision, new < old { return }
      }
      entries[job] = Entry(writer: writer, progress: progress)
    }
  }

  /// A job's progress.
  package func progress(of job: JobID) async -> PipelineProgress? { entries.withLock { $0[job]?.progress } }

  /// Forgets a job's progress. The last writer is kept in mind: an older one must not come back.
  package func clear(_ job: JobID) async { entries.withLock { $0[job]?.progress = nil } }
}
