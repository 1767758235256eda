import FleetLog
import Scheduling

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the jobs of a worker do: write down that they begin, each effect, and that they end.
struct WorkerBody: Sendable {
  let log: FleetLog
  let crash: CrashPoint
  let wallOffset: Int64

  func run(_ job: FleetPlan.Job, _ context: RunContext) async throws {
    if crash.hits(.afterClaim) { crashNow() }
    write(.start, context)
    if job.kills { crashNow() }
    var hasLeft = job.work
    repeat {
      do {
        // As a careful body does: it stops when told to, and looks before each effect.
        if hasLeft > .zero { try await Task.sleep(for: min(hasLeft, .milliseconds(50))) }
        try context.checkLease()
      } catch {
        write(.cancelled, context)
        throw error
      }
      if crash.hits(.inBody) { crashNow() }
      write(.effect, context)
      hasLeft -= .milliseconds(50)
    } while hasLeft > .zero
    write(.end, context)
    if crash.hits(.afterBody) { crashNow() }
  }

  private func write(_ kind: FleetLine.BodyStep.Kind, _ context: RunContext) {
    let now = FleetClock.continuous
    log.append(
      .body(
        .init(
          kind, job: context.job.rawValue, instant: context.firing.instant.millisecondsSince1970,
          fence: context.fencingToken ?? 0, attempt: context.attempt, at: now, pid: getpid(), wall: now + wallOffset)))
  }

  private func crashNow() {
    log.append(.fault(.init(.kill, pid: getpid(), from: FleetClock.continuous, to: FleetClock.continuous)))
    kill(getpid(), SIGKILL)
  }
}
