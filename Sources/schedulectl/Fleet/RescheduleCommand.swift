#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  /// `schedulectl reschedule`.
  struct RescheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reschedule",
      abstract: "Gives a job of a fleet's durable store another trigger, on every replica.",
      discussion: """
        Only jobs that are data: the trigger of a job that is in code or in a schedule file would be set again by its replicas, \
        and is changed there.

        EXAMPLE
          schedulectl reschedule tenant-42-report '30 6 * * mon-fri' --tz Europe/Berlin --namespace shop
        """)
    @Argument(help: "The job.")
    var job: String
    @Argument(help: "An expression, or a duration such as 15m.")
    var expression: String
    @Flag(help: "Show when it would run, and change nothing.")
    var preview = false
    @OptionGroup var schedule: ScheduleOptions
    @OptionGroup var fleet: FleetOptions

    func run() async throws {
      var options = schedule
      // `H` is hashed from the job's id, as in a scheduler.
      options.seed = options.seed ?? job
      let trigger: any Trigger
      do {
        trigger = try options.trigger(expression)
      } catch let error as ValidationError {
        throw error
      } catch {
        Terminal.writeError("\(error)")
        throw Exit.invalid
      }
      if preview { return show(trigger) }
      try await fleet.with { control in
        do {
          _ = try await control.reschedule(JobID(job), trigger)
        } catch let error as SchedulerError where error.code == .unknownJob {
          Terminal.writeError("\(error.message)")
          throw Exit.nothingFound
        }
        show(trigger)
      }
    }

    private func show(_ trigger: any Trigger) {
      var next: [Instant] = []
      var last = SystemClock().now()
      while next.count < 3, let instant = trigger.next(after: last) {
        next.append(instant)
        last = instant
      }
      let zone = (try? schedule.zone()) ?? .utc
      fleet.show(
        ["job", "schedule", "next"],
        [
          [
            .string(job), .string(trigger.description),
            .string(next.map { $0.rfc3339(in: zone) }.joined(separator: ", ")),
          ]
        ], none: "")
    }
  }
#endif
