import CivilTime
import Metrics

/// The scheduler's metrics. Names are dotted; a name has one type and one set of labels; nothing here is unbounded but
/// the jobs' ids.
final class SchedulerMetrics: Sendable {
  private struct FiringKey: Hashable {
    var job: JobID
    var outcome: RunOutcome
  }

  private struct Made {
    var firings: [FiringKey: Counter] = [:]
    var durations: [JobID: Timer] = [:]
    var latencies: [String: Timer] = [:]
    var claims: [String: Counter] = [:]
    var states: [StateKey: Gauge] = [:]
    var reachable: Gauge?
  }

  private struct StateKey: Hashable {
    var label: String
    var job: JobID
  }

  private let made = Lock(Made())
  private let lateness: Timer
  private let lockLost: Counter
  private let retries: Counter
  private let active: Gauge
  private let queued: Gauge
  private let jobs: Gauge
  private let loopLag: Timer
  private let clockOffset: Gauge

  private let factory: any MetricsFactory

  init(factory: any MetricsFactory) {
    self.factory = factory
    lateness = Timer(label: "scheduler.lateness", factory: factory)
    retries = Counter(label: "scheduler.retries", factory: factory)
    lockLost = Counter(label: "scheduler.lock.lost", factory: factory)
    active = Gauge(label: "scheduler.runs.active", factory: factory)
    queued = Gauge(label: "scheduler.runs.queued", factory: factory)
    jobs = Gauge(label: "scheduler.jobs", factory: factory)
    loopLag = Timer(label: "scheduler.loop.lag", factory: factory)
    clockOffset = Gauge(label: "scheduler.clock.offset", factory: factory)
  }

  /// Nil where the host has not bootstrapped a metrics back end: then nothing is counted and nothing is spent.
  static func ifBootstrapped() -> SchedulerMetrics? {
    let factory = MetricsSystem.factory
    return factory is NOOPMetricsHandler ? nil : SchedulerMetrics(factory: factory)
  }

  func count(_ event: SchedulerEvent) {
    switch event {
    case .ended(let record) where record.isDryRun: break
    case .ended(let record):
      firings(record.job, record.outcome).increment(by: record.count)
      if let duration = record.duration { self.duration(record.job).recordNanoseconds(duration.nanoseconds) }
    // A retry's backoff and a requested run's delay are not the scheduler's lateness.
    case .runStarted(let firing, _, let attempt, let late) where attempt == 1 && firing.cause == .scheduled:
      lateness.recordNanoseconds(late.nanoseconds)
    case .retrying: retries.increment()
    case .leaseLost: lockLost.increment()
    case .overdue(let job, _, _): state("scheduler.job.overdue", job).record(1)
    case .overdueEnded(let job): state("scheduler.job.overdue", job).record(0)
    case .circuitOpened(let job, _, _): state("scheduler.breaker.open", job).record(1)
    case .circuitClosed(let job): state("scheduler.breaker.open", job).record(0)
    case .claimsConnected: record(reachable: true)
    case .claimsUnavailable, .claimsOutage: record(reachable: false)
    case .jobRemoved(let job): forget(job)
    default: break
    }
  }

  func count(_ verdicts: [ClaimVerdict]) {
    for verdict in verdicts {
      let result = verdict.name
      let counter = made.withLock { made in
        if let counter = made.claims[result] { return counter }
        let counter = Counter(label: "scheduler.claims", dimensions: [("result", result)], factory: factory)
        made.claims[result] = counter
        return counter
      }
      counter.increment()
    }
  }

  func storeLatency(_ operation: String, _ duration: Duration) {
    let timer = made.withLock { made in
      if let timer = made.latencies[operation] { return timer }
      let timer = Timer(label: "scheduler.store.latency", dimensions: [("operation", operation)], factory: factory)
      made.latencies[operation] = timer
      return timer
    }
    timer.recordNanoseconds(duration.nanoseconds)
  }

  func record(jobs: Int, active: Int, queued: Int, lag: Duration, offset: Duration?) {
    self.jobs.record(jobs)
    self.active.record(active)
    self.queued.record(queued)
    loopLag.recordNanoseconds(lag.nanoseconds)
    if let offset { clockOffset.record(Double(offset.nanoseconds) / 1e9) }
  }

  /// Made with the first answer or the first outage: a back end shows a gauge that was only made as 0, and a scheduler whose
  /// claims are local has none that could be out of reach.
  private func record(reachable: Bool) {
    let gauge = made.withLock { made in
      let gauge = made.reachable ?? Gauge(label: "scheduler.claims.reachable", factory: factory)
      made.reachable = gauge
      return gauge
    }
    gauge.record(reachable ? 1 : 0)
  }

  /// 1 while a job is in the state, 0 after it has left it; absent for one that has never been in it.
  private func state(_ label: String, _ job: JobID) -> Gauge {
    made.withLock { made in
      let key = StateKey(label: label, job: job)
      if let gauge = made.states[key] { return gauge }
      let gauge = Gauge(label: label, dimensions: [("job", job.rawValue)], factory: factory)
      made.states[key] = gauge
      return gauge
    }
  }

  private func firings(_ job: JobID, _ outcome: RunOutcome) -> Counter {
    made.withLock { made in
      let key = FiringKey(job: job, outcome: outcome)
      if let counter = made.firings[key] { return counter }
      let counter = Counter(
        label: "scheduler.firings", dimensions: [("job", job.rawValue), ("outcome", outcome.description)],
        factory: factory)
      made.firings[key] = counter
      return counter
    }
  }

  private func duration(_ job: JobID) -> Timer {
    made.withLock { made in
      if let timer = made.durations[job] { return timer }
      let timer = Timer(label: "scheduler.run.duration", dimensions: [("job", job.rawValue)], factory: factory)
      made.durations[job] = timer
      return timer
    }
  }

  /// A removed job's metrics are destroyed, so that a host that adds and removes jobs does not collect them.
  private func forget(_ job: JobID) {
    let (counters, timer, gauges) = made.withLock { made in
      let keys = made.firings.keys.filter { $0.job == job }
      let states = made.states.keys.filter { $0.job == job }
      return (
        keys.compactMap { made.firings.removeValue(forKey: $0) }, made.durations.removeValue(forKey: job),
        states.compactMap { made.states.removeValue(forKey: $0) }
      )
    }
    for counter in counters { counter.destroy() }
    for gauge in gauges { gauge.destroy() }
    timer?.destroy()
  }
}
