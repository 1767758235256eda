#if Redis
  import CivilTime
  package import Scheduling

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// Checkpoints in Redis: a pipeline goes on where it stopped, on whichever replica its next run is, after a crash too.
  ///
  /// `Claims.redis` brings one with the same client and namespace. Beside local claims it makes a single service resume
  /// after a restart:
  /// ```swift
  /// let scheduler = Scheduler(checkpoints: .redis(redis, namespace: "orders"))
  /// ```
  /// Each job has one hash, `{namespace}:checkpoint:<job>`, written by scripts that compare the run and its fencing
  /// token: a run that was held up cannot overwrite what a newer one has written. When Redis loses its data, pipelines
  /// begin at their first stage.
  package struct RedisCheckpoints: CheckpointStore {
    /// True: every replica with the same Redis and namespace sees them.
    package var isShared: Bool { true }

    private let client: RedisClient
    private let keys: Keys
    private let timeToLive: String
    private let fault: String?

    /// Checkpoints in a namespace of a Redis server.
    /// - Parameters:
    ///   - client: The client. It is shared, not owned: close it after the scheduler has stopped.
    ///   - namespace: The fleet's name.
    ///   - keptFor: Progress that nobody has written to for so long is forgotten: defaults to 30 days, a second at
    ///     least.
    package init(_ client: RedisClient, namespace: String, keptFor: Duration = .seconds(30 * 86_400)) {
      self.client = client
      fault = Namespace.fault(namespace)
      keys = Keys(namespace: namespace)
      timeToLive = "\(Milliseconds.atLeastOne(max(keptFor, .seconds(1))))"
    }

    /// Takes a job's progress over for a run.
    package func begin(_ job: JobID, writer: CheckpointWriter) async throws(CheckpointError) -> PipelineProgress? {
      let values = try await ask(.beginCheckpoints, job, writer)
      guard let text = values.first?.string else { return nil }
      return try read(text, of: job)
    }

    /// Keeps a job's progress, or forgets it.
    package func save(
      _ progress: PipelineProgress?, of job: JobID, writer: CheckpointWriter
    ) async throws(CheckpointError) {
      var text = ""
      if let progress {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
          text = String(decoding: try encoder.encode(progress), as: UTF8.self)
        } catch {
          throw CheckpointError(.unwritable, "the progress of job \(job) cannot be written as JSON: \(error)")
        }
      }
      _ = try await ask(.saveCheckpoints, job, writer, ["\(progress?.revision ?? 0)", text])
    }

    /// A job's progress.
    package func progress(of job: JobID) async throws(CheckpointError) -> PipelineProgress? {
      let value = try await command(["HGET", key(job), "progress"])
      guard let text = value.string else { return nil }
      return try read(text, of: job)
    }

    /// Forgets a job's progress; the last run and its fencing token stay, so that an older one cannot come back.
    package func clear(_ job: JobID) async throws(CheckpointError) {
      _ = try await command(["HDEL", key(job), "progress", "revision"])
    }

    private func key(_ job: JobID) -> String { keys.checkpoint(PercentEncoding.encode(job.rawValue)) }

    private func ask(
      _ script: RedisScript, _ job: JobID, _ writer: CheckpointWriter, _ more: [String] = []
    ) async throws(CheckpointError) -> ArraySlice<RedisValue> {
      if let fault { throw CheckpointError(.unavailable, fault) }
      let call = ScriptCall(
        keys: [key(job)],
        arguments: [writer.run.description, writer.fencingToken.map(String.init) ?? "", timeToLive] + more)
      let reply: RedisValue
      do {
        reply = try await client.run(script, call, on: client.commands)
      } catch {
        throw Self.unavailable(error)
      }
      let values = reply.array ?? []
      switch values.dropFirst().first?.string {
      case "OK": return values.dropFirst(2)
      case "OVERTAKEN": throw .overtaken(writer.run)
      default: throw CheckpointError(.unavailable, FleetSession.unexpected(reply).message)
      }
    }

    private func command(_ words: [String]) async throws(CheckpointError) -> RedisValue {
      if let fault { throw CheckpointError(.unavailable, fault) }
      do {
        return try await client.send(words, on: client.commands)
      } catch {
        throw Self.unavailable(error)
      }
    }

    private static func unavailable(_ error: RedisError) -> CheckpointError {
      CheckpointError(.unavailable, "checkpoints cannot be reached: \(error)")
    }

    private func read(_ text: String, of job: JobID) throws(CheckpointError) -> PipelineProgress {
      do {
        return try JSONDecoder().decode(PipelineProgress.self, from: Data(text.utf8))
      } catch {
        throw CheckpointError(
          .unreadable,
          "the progress of job \(job) in \(key(job)) was not written by this version (\(error)); "
            + "Scheduler.clearCheckpoints(of:) lets the job begin anew")
      }
    }
  }
#endif
