import CivilTime
import HTTPTypes
import Scheduling

/// Giving stored jobs another trigger.
extension Steering {
  /// Only of jobs that are data: a trigger in code, or in a schedule file that replicas read, would come back with the
  /// next start, and until then each replica would have its own.
  private func trigger(_ wish: Wish) throws(Refusal) -> (job: JobID, trigger: any Trigger) {
    guard let job = wish.job, let keys = wish.order.trigger else { throw .noJob }
    guard scheduler.hasDurableStore else {
      throw .conflict(
        "the job's trigger is in the code or the schedule file of its replicas, which would set it again: change it there. "
          + "Only a job of a durable store can be rescheduled here")
    }
    if let origin = scheduler.origin(of: job) {
      let name = origin.file.isEmpty ? "a schedule file" : origin.file
      throw .conflict("the job's trigger is in \(name), which would set it again when it is applied: change it there")
    }
    do throws(ScheduleFileError) {
      return (job, try scheduler.trigger(of: job, written: keys))
    } catch {
      // It was sent by somebody who may change the job, and is escaped as every text of an answer.
      throw .outOfRange("the trigger cannot be used: \(error.description)")
    }
  }

  /// When the job would run.
  func preview(_ wish: Wish, _ picture: Picture) throws(Refusal) -> (HTTPResponse, [UInt8]) {
    let (job, trigger) = try trigger(wish)
    return Answer.json([
      "job": .text(job.rawValue), "schedule": .text(trigger.description), "trigger": .text(trigger.expression),
      "time_zone": JSON(trigger.timeZoneName),
      "next": .list(scheduler.instants(of: trigger, limit: 10).map { JSON($0) }),
      "view": picture.view,
    ])
  }

  func reschedule(_ wish: Wish, _ request: ControlRequest, _ origin: Origin) async throws(Refusal) -> ControlRequest {
    let (job, trigger) = try trigger(wish)
    let before: any Trigger
    do {
      guard let stored = try await scheduler.storedJob(job) else { throw Refusal.noJob }
      before = stored.trigger
      _ = try await scheduler.reschedule(job, trigger, expectedVersion: wish.expectedVersion)
    } catch let refusal as Refusal {
      throw refusal
    } catch let error as SchedulerError {
      throw Refusal(error)
    } catch {
      throw .outOfRange("the trigger cannot be used: \(error)")
    }
    let done = done(request)
    func words(_ trigger: any Trigger) -> JobArguments {
      ["trigger": .string(trigger.expression), "schedule": .string(trigger.description)]
    }
    await audit(wish, done, origin, before: words(before), after: words(trigger))
    return done
  }
}
