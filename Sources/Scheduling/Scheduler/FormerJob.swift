/// A job as it was before a change of several, to be restored if one of them fails.
enum FormerJob: Sendable {
  case inMemory(JobDefinition)
  /// A durable store's, with the code that this process had for it, and the note of its pause.
  case stored(StoredDefinition, code: HandlerRegistry.Code?, pauseNote: String?)
}

extension Scheduler {
  /// Jobs as they are; those of a durable store as the store has them, however far away their next instants are.
  func formerJobs(_ ids: [JobID]) async throws(SchedulerError) -> [JobID: FormerJob] {
    var former: [JobID: FormerJob] = [:]
    guard let editor = StoreEditor(core) else {
      core.look { machine, _ in
        for id in ids {
          guard let slot = machine.jobs.slot(id), let definition = machine.jobs[slot]?.definition else { continue }
          former[id] = .inMemory(definition)
        }
      }
      return former
    }
    for id in ids {
      // One that only a newer version can read is left alone by every change.
      guard let definition = try await editor.find(id)?.definition else { continue }
      former[id] = .stored(
        definition, code: core.handlers.withLock { $0.code(id.rawValue) },
        pauseNote: core.look { machine, _ in machine.pauses.jobs[id] })
    }
    return former
  }

  /// Makes a job what it was; nil for one that was not there. A warning among the events names what a store
  /// out of reach did not take back.
  func putBack(_ id: JobID, _ former: FormerJob?) async {
    do {
      switch former {
      case nil: try await remove(id)
      case .inMemory(let definition):
        _ = try await add(
          id, definition.trigger.base, definition.options, handler: definition.handler, ifExists: .replaceIfChanged,
          expectedVersion: nil, retryIf: definition.retryIf, definition.body)
      case .stored(let definition, let code, let pauseNote):
        if let code { core.handlers.withLock { $0.keep(code, of: id) } }
        _ = try await StoreEditor(core)?.put(id, definition, ifExists: .replaceIfChanged, expectedVersion: nil)
        // Where the job had been removed, its pause went with it.
        if let pauseNote, core.look({ machine, _ in machine.pauses.jobs[id] != pauseNote }) {
          try await setPause(id, PauseNote(stored: pauseNote))
        }
      }
    } catch {
      if case nil = former, (error as? SchedulerError)?.code == .unknownJob { return }
      core.hub.publish([
        .warning("job \(id) could not be made what it was before a change of the schedule that failed: \(error)")
      ])
    }
  }
}
