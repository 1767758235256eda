import CivilTime

/// The thin shell between the machine's window and a durable job store: asks what the machine wants to know, and reads
/// definitions outside the machine's lock.
extension SchedulerCore {
  func askStore(_ effects: Effects) {
    guard let service = store.service else { return }
    if let question = effects.head {
      ask("head") { () async throws(ClaimsUnavailable) in
        try await service.head(question)
      } answered: { machine, head, context in
        machine.receiveHead(head, &context)
      } failed: { machine, error, context in
        machine.headFailed(error, &context)
      }
    }
    if !effects.misplaced.isEmpty {
      let places = effects.misplaced
      // Tidiness alone: a failure harms nobody, and the next look finds the same.
      Task(executorPreference: loopThread) {
        for start in stride(from: 0, to: places.count, by: 100) {
          try? await service.place(Array(places[start..<min(start + 100, places.count)]))
        }
      }
    }
    if let until = effects.overdueUntil {
      let question = StoreHeadQuestion(changes: "", wantsEntries: true, limit: 1_000, until: until)
      ask("head") { () async throws(ClaimsUnavailable) in
        try await service.head(question)
      } answered: { machine, head, context in
        machine.receiveOverdue(head, limit: question.limit, &context)
      } failed: { machine, error, context in
        machine.overdueFailed(error, &context)
      }
    }
    for questions in effects.loads {
      ask("load") { [self] () async throws(ClaimsUnavailable) in
        try await load(questions)
      } answered: { machine, found, context in
        machine.loaded(found, &context)
      } failed: { machine, error, context in
        machine.loadFailed(questions, error, &context)
      }
    }
  }

  /// Stored jobs, their definitions read.
  func load(_ questions: [StoredJobQuestion]) async throws(ClaimsUnavailable) -> [LoadedJob] {
    guard let service = store.service else { return [] }
    let found = try await service.load(questions)
    var loaded: [LoadedJob] = []
    for (question, job) in zip(questions, found) {
      guard let job else {
        loaded.append(.gone(question.id))
        continue
      }
      guard let text = job.definition else {
        loaded.append(.unchanged(job))
        continue
      }
      loaded.append(.read(definition(of: job, text), job))
    }
    return loaded
  }

  /// What a store has of a job, as this replica can use it.
  func definition(of job: StoredJob, _ text: String) -> JobDefinition {
    do {
      if let fault = job.fault { throw TriggerCodingError.malformed(reason: fault) }
      let read = try StoredDefinition(json: text, coding: store.triggers)
      try configuration.triggerLimits.checkStored(read.trigger, for: job.id, at: now().wall)
      // Whoever can write to the store can write what `add` refuses.
      try read.validate(job.id)
      return definition(of: job.id, version: job.version, read)
    } catch {
      let reason = job.fault ?? error.oneLine.cut(toBytes: 500)
      let handler = StoredDefinition.handler(ofUnreadable: text) ?? ""
      return JobDefinition(
        id: job.id, trigger: UnreadableTrigger(reason: reason, fingerprint: job.fingerprint), options: JobOptions(),
        stored: StoredOrigin(version: job.version, handler: handler, hold: .unreadable(reason)), handler: handler,
        body: { _ in })
    }
  }

  func definition(of id: JobID, version: Int64, _ read: StoredDefinition) -> JobDefinition {
    var origin = StoredOrigin(version: version, handler: read.handler)
    let code = handlers.withLock { $0.code(read.handler) }
    if code == nil {
      origin.hold = .noHandler
    } else if let queues = configuration.queues, !queues.contains(read.options.queue) {
      origin.hold = .otherQueue(read.options.queue)
    } else if !configuration.hasExecutor(read.options.executor) {
      origin.hold = .noExecutor(read.options.executor)
    }
    let options = recentOptions.withLock { $0.shared(read.options) }
    return JobDefinition(
      id: id, trigger: read.trigger, options: options, stored: origin, handler: read.handler,
      body: code?.body ?? { @Sendable _ in }, retryIf: code?.retryIf)
  }
}

extension SchedulerConfiguration {
  fileprivate func hasExecutor(_ name: String) -> Bool {
    name == JobOptions.defaultExecutor || executors[name] != nil
  }
}
