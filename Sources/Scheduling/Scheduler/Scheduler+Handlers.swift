extension Scheduler {
  /// Adds a job that names its code and carries its arguments, so that any replica with the handler can run it.
  ///
  /// ```swift
  /// try await scheduler.add("import-23", .cron("5 * * * *"), handler: ImportStock.self, arguments: .init(supplier: 23))
  /// ```
  /// With a durable store it returns when the store has the job. Code that every replica runs at its start adds with
  /// `ifExists: .replaceIfChanged`.
  /// - Parameters:
  ///   - id: the job's name, 1 to 200 bytes.
  ///   - trigger: says when it is due.
  ///   - timeout: how long a run may take; see ``JobOptions/timeout``.
  ///   - options: the other policies; a `timeout` passed as a parameter wins, and so do `arguments`.
  ///   - ifExists: what to do when there is a job with this id: defaults to refusing it.
  ///   - expectedVersion: the version that is to be replaced, as it was read: a change in between is refused.
  ///   - handler: one of the handlers that the scheduler was made with. Which errors are worth another attempt is part of
  ///     its code: see ``PermanentError``.
  ///   - arguments: the arguments of its runs; a ``runNow(_:arguments:overlap:dryRun:)`` may bring others.
  /// - Returns: the job with its next instant and its version.
  /// - Throws: ``SchedulerError``: what ``add(_:_:timeout:options:ifExists:expectedVersion:retryIf:_:)`` throws; `unknownHandler`;
  ///   `invalidOption` for arguments that JSON cannot hold; `versionConflict`; `claimsUnavailable` when a durable store
  ///   does not answer within 5 seconds.
  @discardableResult
  public func add<Handler: JobHandler>(
    _ id: JobID, _ trigger: some Trigger, timeout: Duration? = nil, options: JobOptions = JobOptions(),
    ifExists: IfExists = .refuse, expectedVersion: Int64? = nil, handler: Handler.Type, arguments: Handler.Arguments
  ) async throws -> JobInfo {
    guard let code = core.handlers.withLock({ $0.hasHandler(Handler.name) ? $0.code(Handler.name) : nil }) else {
      let known = core.handlers.withLock { $0.names }
      throw SchedulerError(
        .unknownHandler,
        "this scheduler was made without the handler '\(Handler.name)'; it has \(known.isEmpty ? "none" : "\(known)")",
        job: id)
    }
    var options = options.with(timeout: timeout)
    do {
      options.arguments = try JobArguments(arguments)
    } catch {
      throw SchedulerError(
        .invalidOption, "the arguments for '\(Handler.name)' cannot be stored as JSON: \(error.oneLine)",
        job: id)
    }
    return try await add(
      id, trigger, options, handler: Handler.name, ifExists: ifExists, expectedVersion: expectedVersion, code.body)
  }
}
