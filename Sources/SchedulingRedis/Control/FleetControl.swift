#if Redis
  public import CivilTime
  public import Scheduling

  /// A fleet as an operator sees and steers it, from a process that has no scheduler and none of the fleet's jobs.
  ///
  /// ```swift
  /// let fleet = FleetControl(redis, namespace: "orders", by: "ada")
  /// try await fleet.pause("daily-stats", note: "until the disk is replaced")
  /// let request = try await fleet.runNow("reindex")
  /// print(try await fleet.wait(for: request, atMost: .seconds(10)))
  /// ```
  /// It is no way round the claims: what it asks for is decided by a replica, under the job's lock. Every method throws
  /// `ClaimsUnavailable`, with what happened and what to do.
  public final class FleetControl: Sendable {
    let session: FleetSession
    let claims: RedisClaims
    private let namespace: String
    let by: String
    let via: String

    /// A fleet's namespace on a Redis server. Reaches no server yet.
    /// - Parameters:
    ///   - client: The client; it is shared, not owned.
    ///   - namespace: That of the fleet's claims.
    ///   - by: Who asks, for the requests, the history and the audit trail.
    ///   - via: What the caller uses, for the audit trail.
    public init(_ client: RedisClient, namespace: String, by: String = "operator", via: String = "control") {
      claims = RedisClaims(client, namespace: namespace)
      session = claims.session
      self.namespace = namespace
      self.by = by
      self.via = via
    }

    /// The fleet of a replica's claims.
    init(_ claims: RedisClaims, by: String = "operator") {
      self.claims = claims
      session = claims.session
      namespace = claims.session.namespace
      self.by = by
      via = "control"
    }

    // MARK: Steering

    /// Pauses a job until it is resumed or a time has come: see `Scheduler.pause(_:note:until:)`.
    public func pause(_ job: JobID, note: String = "", until: Instant? = nil) async throws(ClaimsUnavailable) {
      try await setPause(job, note: note, until: until)
    }

    /// Pauses every job of the fleet with one switch: see `Scheduler.pauseAll(note:until:)`.
    public func pauseAll(note: String = "", until: Instant? = nil) async throws(ClaimsUnavailable) {
      try await setPause(nil, note: note, until: until)
    }

    /// Sets the pause switch of a job, or of everything when `job` is nil.
    package func setPause(_ job: JobID?, note: String = "", until: Instant? = nil) async throws(ClaimsUnavailable) {
      try await requireFleet()
      let pause = PauseNote(note: note, by: by, since: SystemClock().now(), until: until)
      try await session.setSwitch(job, note: pause.stored)
      let end: JobArguments? = until.map { ["until": .string($0.rfc3339)] }
      try await record("pause", job: job, note: note, after: end)
    }

    /// Resumes a job.
    public func resume(_ job: JobID) async throws(ClaimsUnavailable) { try await clearPause(job) }

    /// Clears the switch of ``pauseAll(note:until:)``; jobs that are paused one by one stay paused.
    public func resumeAll() async throws(ClaimsUnavailable) { try await clearPause(nil) }

    /// Clears the pause switch of a job, or of everything when `job` is nil.
    package func clearPause(_ job: JobID?) async throws(ClaimsUnavailable) {
      try await requireFleet()
      try await session.setSwitch(job, note: nil)
      try await record("resume", job: job)
    }

    /// Asks for a run of a job, on whichever replica has it.
    /// - Parameters:
    ///   - job: The job.
    ///   - arguments: Arguments that replace the job's own for this run.
    ///   - overlap: Another overlap policy than the job's.
    ///   - patience: After so long without a replica that starts it the request ends as missed.
    @discardableResult
    public func runNow(
      _ job: JobID, arguments: JobArguments? = nil, overlap: Overlap? = nil, patience: Duration = .seconds(60)
    ) async throws(ClaimsUnavailable) -> FleetRequest.ID {
      try await submit(.runNow(job, arguments: arguments, overlap: overlap, requestedBy: by, patience: patience))
    }

    /// Asks for a run of a job for each of its past instants in a range, one after the other, also of those that ran.
    /// Instants after this moment are the schedule's.
    @discardableResult
    public func backfill(
      _ job: JobID, from: Instant, through: Instant, overlap: Overlap? = nil, patience: Duration = .seconds(86_400)
    ) async throws(ClaimsUnavailable) -> FleetRequest.ID {
      try await submit(
        .backfill(job, from: from, through: through, overlap: overlap, requestedBy: by, patience: patience))
    }

    /// Leaves a request for whichever replica can serve it.
    @discardableResult
    public func submit(_ request: FleetRequest) async throws(ClaimsUnavailable) -> FleetRequest.ID {
      try await requireFleet()
      try await session.submit(request)
      let action = request.cause == .runNow ? "run" : request.cause.rawValue
      try await record(action, job: request.job, request: request.id, result: "asked")
      return request.id
    }

    /// Ends a request that waits; false when it does not wait. Runs that it has started go on.
    public func withdraw(_ request: FleetRequest.ID) async throws(ClaimsUnavailable) -> Bool {
      let isWithdrawn = try await session.withdraw(request, owner: PercentEncoding.encode(by), historyBound: "10000")
      if isWithdrawn { try await record("withdraw", request: request) }
      return isWithdrawn
    }

    /// Stops a run; false when no such run is going on. A replica that listens receives the request at once, any other
    /// with its next renewal.
    public func cancel(_ run: RunID) async throws(ClaimsUnavailable) -> Bool {
      let isAsked = try await session.cancel(run)
      if isAsked { try await record("cancel", target: run.description, result: "asked") }
      return isAsked
    }

    // MARK: Looking

    /// What became of a request. An answer is kept for an hour.
    public func answer(to request: FleetRequest.ID) async throws(ClaimsUnavailable) -> FleetAnswer {
      try await session.answer(to: request)
    }

    /// Waits until a request has been served or has ended; the last answer when that takes longer. A cancelled task
    /// waits no more.
    public func wait(
      for request: FleetRequest.ID, atMost patience: Duration
    ) async throws(ClaimsUnavailable) -> FleetAnswer {
      let end = MonotonicTime.now() + patience
      var pause = Duration.milliseconds(20)
      while true {
        let answer = try await answer(to: request)
        guard case .waiting = answer, MonotonicTime.now() + pause < end else { return answer }
        do { try await Task.sleep(for: pause) } catch { return answer }
        pause = min(pause * 2, .seconds(1))
      }
    }

    /// The fleet at this moment; nil when nothing has ever registered in the namespace, or its data was lost.
    public func fleet() async throws(ClaimsUnavailable) -> FleetView? {
      var view = try await view()
      if let pauses = view?.pauses { view?.pauses = pauses.withNotesAlone }
      return view
    }

    /// The fleet at this moment, its pauses as they are kept.
    func view() async throws(ClaimsUnavailable) -> FleetView? {
      let keys = session.keys
      let answer = Array(
        try await session.run(
          .view,
          ScriptCall(keys: [
            keys.meta, keys.members, keys.memberFacts, keys.control, keys.requests, keys.open, keys.runs,
          ])))
      guard answer.count == 6, let now = Milliseconds.instant(answer[0]), let meta = answer[1].array,
        let members = answer[2].array, let control = answer[3].array, let requests = answer[4].array,
        let open = answer[5].array
      else { throw FleetSession.unexpected(.array(answer)) }
      guard let epoch = meta.first?.string else { return nil }
      if let schema = meta.last, ServerNumber.schema.read(schema) ?? 1 > FleetSession.schema {
        throw session.schemaTooNew(schema)
      }
      return FleetView(
        now: now, epoch: epoch, born: meta.count > 1 ? Milliseconds.instant(meta[1]) ?? now : now,
        members: FleetReading.members(members).map { $0.shown(at: now) }, pauses: FleetReading.pauses(control),
        runs: FleetReading.triples(open).compactMap { RunCoding.run(token: $0, leaseEnds: $1, $2) },
        requests: FleetReading.requests(requests))
    }

    /// The newest rows of the fleet's history, newest first: of one job, or of all when it is nil.
    public func history(of job: JobID? = nil, limit: Int = 100) async throws(ClaimsUnavailable) -> [RunRecord] {
      try await session.history(of: job, limit: limit)
    }

    func requireFleet() async throws(ClaimsUnavailable) {
      let schema = try await session.command(["HGET", session.keys.meta, "schema"])
      if let number = ServerNumber.schema.read(schema) {
        if number > FleetSession.schema { throw session.schemaTooNew(schema) }
        return
      }
      throw ClaimsUnavailable(
        "there is no fleet in the namespace '\(namespace)' of this Redis, or its data was lost and no replica is alive to "
          + "restore it; check the namespace, the server and the database number.", needsOperator: true)
    }
  }
#endif
