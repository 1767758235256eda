public import CivilTime
import Synchronization

/// How a scheduler is doing, at one moment: what the health endpoint tells.
public struct SchedulerStatus: Sendable {
  /// The verdict.
  public enum Health: String, Sendable, Hashable, Codable {
    /// All is well.
    case ok
    /// Something wants attention, but what is due runs, here or elsewhere in the fleet.
    case degraded
    /// What is due does not run.
    case unhealthy
  }

  /// The verdict.
  public var health: Health
  /// Why it is not ok, in words, the worst first; then what is worth a look although it is.
  public var reasons: [String]
  /// Between the start of `run()` and the beginning of a shutdown.
  public var isRunning: Bool
  /// The loop has not come round for 5 seconds: nothing starts, and only a new process helps.
  public var isStalled: Bool
  /// The replica's name.
  public var instance: String
  /// When `run()` was called; nil before.
  public var startedAt: Instant?
  /// All jobs, by id.
  public var jobs: [JobInfo]
  /// Runs going on.
  public var running: Int
  /// Runs that wait for a carrier.
  public var queued: Int
  /// How late the last 512 runs started: the median; nil before the first run.
  public var latenessMedian: Duration?
  /// How late the last 512 runs started: the 99th percentile; nil before the first run.
  public var latenessP99: Duration?
  /// Where claims are kept.
  public var claims: ClaimsStatus
  /// The replicas that the fleet knows of; empty where claims are local.
  public var fleet: [FleetMember]
  /// The note of the switch that pauses everything; nil when it is off.
  public var pauseNote: String?

  /// Where claims are kept, and how they are doing.
  public struct ClaimsStatus: Sendable, Hashable {
    /// `memory`, or the shared service's kind.
    public var kind: String
    /// Whether it answers. Always true in memory.
    public var isConnected: Bool
    /// The fleet's clock less this machine's; nil in memory or before it is known.
    public var clockOffset: Duration?
    /// What the service said of its server: role, version and so on.
    public var facts: [String: String]
    /// The last error, while it does not answer.
    public var error: String?
  }
}

extension Scheduler {
  /// How the scheduler is doing. Synchronous: reading it waits for nothing but the scheduler's lock.
  public var status: SchedulerStatus { core.status() }
}

extension SchedulerCore {
  /// A loop that has not passed for so long has stalled.
  private static let stallAfter = Duration.seconds(5)

  func status() -> SchedulerStatus {
    return look { machine, now in
      let lastPass = MonotonicTime(nanoseconds: lastPass.load(ordering: .relaxed))
      let isStalled = clock.delay(until: .now()) != nil && MonotonicTime.now() - lastPass > Self.stallAfter
      let lateness = machine.lateness.percentiles([0.5, 0.99])
      let shared = machine.shared
      let jobs = machine.jobs.compactMap { $0 }.filter { !$0.isRemoved }.map { machine.info(of: $0, now) }
        .sorted { $0.id < $1.id }
      var verdict = StatusVerdict()
      verdict.judge(machine, jobs, now, isStalled: isStalled)
      return SchedulerStatus(
        health: verdict.health, reasons: verdict.reasons, isRunning: machine.phase == .running,
        isStalled: isStalled && machine.phase == .running,
        instance: machine.settings.instance, startedAt: machine.startedAt, jobs: jobs,
        running: machine.activeRuns - machine.queuedRuns - machine.backingOff, queued: machine.queuedRuns,
        latenessMedian: lateness[0], latenessP99: lateness[1],
        claims: .init(
          kind: claims?.kind ?? "memory", isConnected: shared?.isConnected ?? true, clockOffset: shared?.clockOffset,
          facts: shared?.facts ?? [:], error: shared?.reach.error?.message),
        fleet: (shared?.members ?? []).map { $0.shown(at: now.wall) }, pauseNote: machine.pauses.everything)
    }
  }
}

/// Collects reasons; the worst decides.
private struct StatusVerdict {
  private var unhealthy: [String] = []
  private var degraded: [String] = []
  private var notes: [String] = []

  /// Of many that have the same fault the first are named, and the rest are counted.
  private static let mostNamed = 5

  var health: SchedulerStatus.Health { !unhealthy.isEmpty ? .unhealthy : !degraded.isEmpty ? .degraded : .ok }
  var reasons: [String] { unhealthy + degraded + notes }

  mutating func judge(
    _ machine: borrowing SchedulerStateMachine, _ jobs: [JobInfo], _ now: Now, isStalled: Bool
  ) {
    switch machine.phase {
    case .idle: unhealthy.append("run() has not been called")
    case .draining: unhealthy.append("draining: a shutdown is under way")
    case .stopped: unhealthy.append("stopped")
    case .running: if isStalled { unhealthy.append("the loop has stalled") }
    }
    for job in jobs where job.isOverdue {
      let due = job.nextRun.map { "; its next firing is due at \($0)" } ?? ""
      let last = job.lastSuccess.map { "its last success ended at \($0)" } ?? "no run has succeeded since the start"
      unhealthy.append("job \(job.id) is overdue: \(last)\(due)")
    }
    for run in machine.runs {
      guard let run else { continue }
      if run.stop == .cancelled(.leaseLost) { unhealthy.append("run \(run.id) of \(run.definition.id) lost its lease") }
      if run.isReportedStuck { degraded.append("run \(run.id) of \(run.definition.id) ignores its cancellation") }
    }
    if let unreadable = machine.store?.unreadable {
      for (id, reason) in unreadable.first(Self.mostNamed) {
        degraded.append("job \(id) is left to replicas of another version: \(reason)")
      }
      if unreadable.count > Self.mostNamed {
        degraded.append("\(unreadable.count - Self.mostNamed) more stored jobs cannot be read by this version")
      }
    }
    for case let job? in machine.jobs where !job.isRemoved {
      if let hold = job.hold { degraded.append("job \(job.definition.id) is held: \(hold)") }
    }
    if let reason = machine.clockReason(now) { degraded.append(reason) }
    guard let shared = machine.shared else { return }
    for (id, reason) in shared.unreadable.sorted(by: { $0.key < $1.key }).prefix(Self.mostNamed) {
      degraded.append("job \(id) does not run: \(reason)")
    }
    if shared.unreadable.count > Self.mostNamed {
      degraded.append("\(shared.unreadable.count - Self.mostNamed) more jobs do not run: their data cannot be read")
    }
    if let error = shared.reach.error {
      let since = shared.reach.outage?.lowerBound ?? now.wall
      let isLong = now.wall - since > shared.lease + shared.lease
      let text = "claims cannot be reached since \(since): \(error.message)"
      if isLong { unhealthy.append(text) } else { degraded.append(text) }
    } else if !shared.isConnected, machine.phase == .running {
      degraded.append("claims have not been reached yet")
    }
    if let reason = shared.clockWatch.reason {
      if shared.clockWatch.level == .degraded { degraded.append(reason) } else { notes.append(reason) }
    }
    notes.append(contentsOf: shared.notes)
    for (job, until) in shared.ahead.sorted(by: { $0.key < $1.key }) where until > now.wall {
      degraded.append("job \(job) has a cursor in the future and does not run until \(until): a clock was wrong")
    }
    degraded.append(contentsOf: shared.warnings)
    let versions = Set(shared.members.compactMap(\.timeZoneData))
    if versions.count > 1 {
      degraded.append("the fleet has different time zone data: \(versions.sorted().joined(separator: ", "))")
    }
  }
}
