#if Redis
  public import Scheduling

  extension FleetControl {
    /// Gives a job of the fleet's durable store another trigger, on every replica. It begins now: what the old trigger left
    /// undecided is recorded as missed. A job whose trigger is in code cannot be changed from outside: its replicas would set
    /// it again.
    /// - Throws: `SchedulerError` with the code `unknownJob` for a job that is not in the store, and what
    ///   `Scheduler.reschedule(_:_:expectedVersion:)` throws.
    @discardableResult
    public func reschedule(_ job: JobID, _ trigger: some Trigger) async throws -> JobInfo {
      try await requireFleet()
      // It never runs: it has no job, and takes no part in the fleet.
      let editor = Scheduler(store: JobStore(claims), configuration: SchedulerConfiguration(instance: by))
      guard let before = try await editor.storedJob(job) else {
        throw SchedulerError(
          .unknownJob,
          "the fleet's durable store has no such job; the trigger of a job of the code is changed in the code", job: job
        )
      }
      let changed = try await editor.reschedule(job, trigger, expectedVersion: before.version)
      try await record(
        "reschedule", job: job,
        after: ["trigger": .string(changed.trigger.expression), "before": .string(before.trigger.expression)])
      return changed
    }
  }
#endif
