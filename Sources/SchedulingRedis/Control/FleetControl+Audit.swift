#if Redis
  public import Scheduling

  /// Who did what.
  extension FleetControl {
    /// The newest entries of the fleet's audit trail, newest first: what went through the management API and through
    /// controls like this one.
    public func audit(limit: Int = 100) async throws(ClaimsUnavailable) -> [AuditEntry] {
      try await session.audit(before: nil, limit: limit)
    }

    /// What the fleet keeps beside its claims.
    package var archive: any FleetArchive { claims }

    /// Keeps an entry about something that was done. It stays done when this throws.
    func record(
      _ action: String, job: JobID? = nil, target: String? = nil, request: FleetRequest.ID? = nil,
      result: String = "done", note: String = "", after: JobArguments? = nil
    ) async throws(ClaimsUnavailable) {
      let entry = AuditEntry(
        at: claims.fleetTime(at: .now()) ?? SystemClock().now(), by: by, via: via,
        instance: SchedulerConfiguration().instance, action: action, job: job, target: target,
        request: request?.description, result: result, detail: note.isEmpty ? nil : note, after: after)
      do throws(ClaimsUnavailable) {
        try await claims.keep(entry)
      } catch {
        throw ClaimsUnavailable(
          "it was done, and the audit trail did not take it: \(error.message)", needsOperator: error.needsOperator)
      }
    }
  }
#endif
