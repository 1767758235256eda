import ClaimsModel

/// The breakers as they must be, by the ends that the fleet has acknowledged and by what replicas have reported since data was
/// lost.
extension Judge {
  mutating func breakerSaw(_ job: Int, _ outcome: ModelReport.Outcome?, now: Int) {
    guard var breaker = breakers[job] else { return }
    switch outcome {
    case .failed:
      let wasOpen = breaker.openUntil != ModelRedis.none
      breaker.failures = max(breaker.failures, 0) + 1
      if wasOpen || breaker.failures >= breaker.most { breaker.openUntil = now + breaker.coolDown }
    case .succeeded: (breaker.failures, breaker.openUntil) = (ModelRedis.none, ModelRedis.none)
    case .neither, nil: break
    }
    breakers[job] = breaker
  }

  /// A firing of the schedule starts: none may while the breaker is open, and one that starts after that is the probe.
  mutating func breakerLetsThrough(_ question: ModelQuestion, now: Int) {
    guard question.kind == .start, question.cause == 0, let breaker = breakers[question.job],
      breaker.openUntil != ModelRedis.none
    else { return }
    if now < breaker.openUntil {
      report(
        .breakerHolds, "job \(question.job) @\(question.instant) starts at \(now), open until \(breaker.openUntil)")
    }
    breakers[question.job]?.openUntil = now + breaker.coolDown
  }

  /// What a replica reports to a data set that is another than the one that it knew counts where it is more.
  mutating func breakersMerged(_ told: ModelKnowledge, _ redis: ModelRedis, now: Int) {
    guard told.epoch != redis.meta.epoch, redis.meta.epoch != ModelRedis.none || told.epoch != ModelRedis.none else {
      return
    }
    for job in plan.jobs.indices {
      guard let known = told.jobs[job].breaker, var breaker = breakers[job] else { continue }
      breaker.failures = max(breaker.failures, known.failures)
      if known.openUntil != ModelRedis.none {
        breaker.openUntil = max(breaker.openUntil, min(known.openUntil, now + known.coolDown))
      }
      breakers[job] = breaker
    }
  }
}
