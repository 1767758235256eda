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

  /// Why a scheduled run of a job that leaves dead letters ends.
  struct Failure: Error {}

  func run(_ job: FleetPlan.Job, _ arguments: FleetArguments?, _ context: RunContext) async throws {
    if crash.hits(.afterClaim) { crashNow() }
    let origin = FleetLine.Origin(
      cause: context.firing.cause.rawValue, arguments: arguments?.hash ?? FleetLine.Origin.none,
      requester: context.requestedBy?.replacing(" ", with: "_") ?? FleetLine.Origin.none, run: context.id.description)
    func write(_ kind: FleetLine.BodyStep.Kind) {
      let now = FleetClock.continuous
      log.append(
        .body(
          .init(
            kind, job: context.job.rawValue, instant: context.firing.instant.millisecondsSince1970,
            fence: context.fencingToken ?? 0, attempt: context.attempt, at: now, pid: getpid(), wall: now + wallOffset,
            origin: origin)))
    }
    write(.start)
    if job.kills { crashNow() }
    var hasLeft = job.work
    repeat {
      do {
        // As a careful body does: it stops when it is cancelled, and checks its lease before each effect.
        if hasLeft > .zero { try await Task.sleep(for: min(hasLeft, .milliseconds(50))) }
        try context.checkLease()
      } catch {
        write(.cancelled)
        throw error
      }
      if crash.hits(.inBody) { crashNow() }
      write(.effect)
      hasLeft -= .milliseconds(50)
    } while hasLeft > .zero
    if job.fails, context.firing.cause == .scheduled {
      write(.failed)
      throw Failure()
    }
    write(.end)
    if crash.hits(.afterBody) { crashNow() }
  }

  private func crashNow() {
    log.append(.fault(.init(.kill, pid: getpid(), from: FleetClock.continuous, to: FleetClock.continuous)))
    kill(getpid(), SIGKILL)
  }
}
