import FleetLog
import Foundation
import Scheduling
import ServiceLifecycle

/// Bodies that write down that they begin and that they end.
struct Journal: Sendable {
  let log: FleetLog

  var bodies: JobBodies {
    var bodies = JobBodies()
    for id in ["tick-200ms", "tick-250ms", "tick-second"] { bodies[JobID(id)] = body(lasting: .zero) }
    bodies["long"] = body(lasting: .milliseconds(1_200))
    return bodies
  }

  private func body(lasting duration: Duration) -> JobBodies.Body {
    { run in
      log.append(.start(entry(run)))
      if duration > .zero { try await Task.sleep(for: duration) }
      log.append(.end(entry(run)))
    }
  }

  private func entry(_ run: RunContext) -> JournalRun {
    JournalRun(
      job: run.job.rawValue, instant: run.firing.instant.millisecondsSince1970,
      at: SystemClock().now().millisecondsSince1970, pid: ProcessInfo.processInfo.processIdentifier,
      fence: run.fencingToken ?? 0)
  }
}

/// Writes down what was decided without a start, and the runs of others that were found dead.
struct EventJournal: Service {
  let log: FleetLog
  let events: SchedulerEvents

  func run() async throws {
    for await event in events.cancelOnGracefulShutdown() {
      switch event {
      case .ended(let record) where !record.outcome.didRun || record.outcome == .crashed:
        log.append(
          .outcome(
            FleetOutcome(
              job: record.job.rawValue, from: record.firstInstant.millisecondsSince1970,
              to: record.instant.millisecondsSince1970, count: record.count,
              pid: ProcessInfo.processInfo.processIdentifier, word: record.outcome.description)))
      case .dropped:
        // A log with holes proves nothing.
        exit(4)
      default: break
      }
    }
  }
}
