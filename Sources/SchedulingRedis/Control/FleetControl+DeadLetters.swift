#if Redis
  public import Scheduling

  /// Firings that were given up.
  extension FleetControl {
    /// Dead letters of the fleet, newest first: of one job, or of all when it is nil.
    public func deadLetters(of job: JobID? = nil, limit: Int = 100) async throws(ClaimsUnavailable) -> [DeadLetter] {
      try await requireFleet()
      let letters = try await claims.deadLetters(limit: job == nil ? limit : .max)
      return Array(letters.lazy.filter { job == nil || $0.job == job }.prefix(max(0, limit)))
    }

    /// Asks for a run of a dead letter's firing, under its own instant and the job's lock; where the job is running it
    /// waits for that run. Asked twice, also by two people, it runs once.
    /// - Returns: the request, whose id is the letter's; nil when the letter is not there any more.
    @discardableResult
    public func requeue(_ id: DeadLetter.ID) async throws(ClaimsUnavailable) -> FleetRequest.ID? {
      try await requireFleet()
      guard let letter = try await claims.deadLetter(id), let request = FleetRequest.ID(id.description)
      else { return nil }
      // In this order: a caller that is cut off in between leaves a request and a letter, never neither.
      try await submit(
        .requeue(letter.job, instant: letter.instant, arguments: letter.arguments, requestedBy: by, id: request))
      _ = try await claims.takeDeadLetter(id)
      return request
    }

    /// Throws a dead letter away; false when it is not there any more.
    public func discardDeadLetter(_ id: DeadLetter.ID) async throws(ClaimsUnavailable) -> Bool {
      try await requireFleet()
      guard let letter = try await claims.takeDeadLetter(id) else { return false }
      try await record("discard", job: letter.job, target: id.description)
      return true
    }
  }
#endif
