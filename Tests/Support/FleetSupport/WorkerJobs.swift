#if Redis
  import Scheduling

  /// The jobs of a plan, as a worker adds them.
  struct WorkerJobs: Sendable {
    let options: WorkerOptions
    let body: WorkerBody

    /// Adds them all, as closures or, where Redis keeps them, as data.
    func add(to scheduler: Scheduler) async throws {
      guard options.backend != .store else { return }
      for job in FleetPlan.named(options.plan) {
        let arguments = FleetArguments(job: job.name, filler: job.filler)
        if options.backend == .storeAdding {
          let trigger: any Trigger
          if let cron = job.cron {
            trigger = try CronTrigger.cron(cron)
          } else {
            trigger = try IntervalTrigger.every(.milliseconds(job.period))
          }
          try await scheduler.add(
            JobID(job.name), trigger, options: policies(job), ifExists: .replaceIfChanged, handler: FleetJob.self,
            arguments: arguments)
          continue
        }
        var policies = policies(job)
        policies.arguments = try arguments.coded()
        let run = { @Sendable (context: RunContext) in
          try await body.run(job, try? context.arguments?.decode(FleetArguments.self), context)
        }
        if let cron = job.cron {
          try await scheduler.add(JobID(job.name), .cron(cron), options: policies, run)
        } else {
          try await scheduler.add(JobID(job.name), .every(.milliseconds(job.period)), options: policies, run)
        }
      }
    }

    private func policies(_ job: FleetPlan.Job) -> JobOptions {
      var policies = JobOptions()
      policies.misfireGrace = .milliseconds(Int(options.grace))
      policies.recovery = job.reruns ? .rerun : .record
      if job.runsAll { policies.coalesce = .all(limit: 1_000) }
      // One attempt: a firing that fails becomes a dead letter at once.
      if job.fails { policies.retry = Retry(attempts: 1) }
      if job.hasOtherPolicies {
        policies.overlap = job.work > .zero ? .queueOne : .queueAll(limit: 100)
        policies.priority = .high
        policies.lease = .milliseconds(options.lease + 500)
        policies.description = "of the next version"
      }
      return policies
    }
  }
#endif
