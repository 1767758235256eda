import CivilTime

/// What `SchedulingTesting` needs to drive a scheduler without sleeping.
extension Scheduler {
  /// Returns when the scheduler has decided everything that is due by its clock, nothing is on its way to the claims or
  /// to a carrier, and at most `running` runs are going on beside those that `asleep` counts: bodies that wait for the
  /// clock of a test.
  package func settle(running: Int = 0, asleep: @escaping @Sendable () -> Int = { 0 }) async {
    await withUnsafeContinuation { continuation in
      core.change { machine, context in
        if machine.phase == .stopped {
          context.effects.resumes.append(continuation)
        } else {
          machine.settlers.append(
            .init(since: context.now.monotonic, running: running, asleep: asleep, continuation: continuation))
          context.wakeLoop()
        }
      }
    }
  }

  /// The wall time of the next moment at which the scheduler has something to do; nil when there is none.
  package var nextWake: Instant? { nextWake(besideRoutineHeartbeats: false) }

  /// As ``nextWake``; may leave out heartbeats that are due for no other reason than the time.
  package func nextWake(besideRoutineHeartbeats: Bool) -> Instant? {
    core.look { machine, now in
      let wake = machine.nextWake(besideRoutineHeartbeats: besideRoutineHeartbeats)
      let monotonic = wake.monotonic.map { now.wall + ($0 - now.monotonic) }
      return [wake.wall, monotonic].compactMap { $0 }.min()
    }
  }

  /// What is wrong with the scheduler's own state; nil when nothing is.
  package var internalFault: String? { core.look { machine, _ in machine.eventFault } }

  /// Begins a graceful shutdown, as a service group does.
  package func beginShutdown() {
    core.change { machine, context in machine.beginDrain(&context) }
  }

  /// Between the start of `run()` and the beginning of a shutdown.
  package var isRunning: Bool { core.look { machine, _ in machine.phase == .running } }
}
