import CivilTime

/// Turns events into alerts and hands them to the sinks. Nothing here waits.
final class AlertDesk: Sendable {
  private struct State {
    var alerts: AlertState
    var awaitsSuccess = false
  }

  private let state: Lock<State>
  private let queues: [AlertQueue]
  private let publish: @Sendable (SchedulerEvent) -> Void

  init(_ sinks: [AlertSink], instance: String, publish: @escaping @Sendable (SchedulerEvent) -> Void) {
    state = Lock(State(alerts: AlertState(instance: instance)))
    queues = sinks.map { AlertQueue($0, publish: publish) }
    self.publish = publish
  }

  /// Takes events in; `source` knows the jobs. While something is open, successes have to be reported as well.
  func hear(_ events: [SchedulerEvent], of source: some AlertSource) {
    var raised: [Scheduler.Alert] = []
    for event in events where Self.isRelevant(event) {
      let now = source.time
      // Asked before the state's lock is taken: two locks are never held at once.
      let options = event.job.flatMap(source.options)
      let (alerts, change) = state.withLock { state in
        let alerts = state.alerts.receive(event, at: now) { _ in options }
        let awaits = state.alerts.awaitsSuccess
        defer { state.awaitsSuccess = awaits }
        return (alerts, awaits == state.awaitsSuccess ? 0 : awaits ? 1 : -1)
      }
      if change != 0 { source.listenersChanged(by: change) }
      raised += alerts
    }
    for alert in raised {
      publish(.alert(alert))
      for queue in queues { queue.add(alert) }
    }
  }

  /// Waits for the sinks at the end of a process, which should not take its last alert with it.
  func settle(within limit: Duration) async {
    await withDiscardingTaskGroup { group in
      for queue in queues { group.addTask { await queue.settle(within: limit) } }
    }
  }

  private static func isRelevant(_ event: SchedulerEvent) -> Bool {
    switch event {
    case .ended, .recoveredElsewhere, .overdue, .overdueEnded, .circuitOpened, .circuitClosed, .deadLettered, .runStuck,
      .claimsOutage, .claimsConnected, .jobRemoved:
      true
    default: false
    }
  }
}

extension SchedulerEvent {
  /// The job that an alert about this event would be about.
  fileprivate var job: JobID? {
    switch self {
    case .ended(let record), .recoveredElsewhere(let record): record.job
    case .overdue(let id, _, _), .overdueEnded(let id), .circuitOpened(let id, _, _), .circuitClosed(let id): id
    case .deadLettered(let letter): letter.job
    case .runStuck(let firing, _, _): firing.job
    default: nil
    }
  }
}

/// The scheduler whose events a desk receives.
protocol AlertSource {
  /// The time as jobs see it.
  var time: Instant { get }
  func options(of job: JobID) -> JobOptions?
  /// While an alert is open, successes have to be reported as well.
  func listenersChanged(by change: Int)
}
