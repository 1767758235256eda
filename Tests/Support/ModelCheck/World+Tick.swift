import ClaimsModel

/// What a replica does when one of its timers fires.
extension World {
  mutating func tick(_ index: Int) {
    let clock = replicas[index].clock(now)
    let gap = now - replicas[index].lastTick
    replicas[index].lastTick = now
    if replicas[index].connection != server { reconnect(index) }
    timeOut(index, clock)
    watchRuns(index, clock, gap)
    if !replicas[index].isAlive { return }
    if replicas[index].mustMerge {
      if !replicas[index].isMerging, clock >= replicas[index].mergeAt { merge(index) }
    } else {
      finishRuns(index, clock)
      heartbeat(index, clock)
      for job in plan.jobs.indices { look(index, job, clock) }
      ask(index, clock)
    }
    schedule(index)
  }

  /// A connection that broke: what was under way has no answer, and the data may be another.
  private mutating func reconnect(_ index: Int) {
    replicas[index].connection = server
    replicas[index].mustMerge = true
    replicas[index].isMerging = false
    let calls = replicas[index].calls
    replicas[index].calls.removeAll(keepingCapacity: true)
    for call in calls { failed(index, call) }
  }

  private mutating func timeOut(_ index: Int, _ clock: Int) {
    var position = 0
    while position < replicas[index].calls.count {
      let call = replicas[index].calls[position]
      if clock - call.sent >= Plan.commandTimeout {
        replicas[index].calls.remove(at: position)
        failed(index, call)
      } else {
        position += 1
      }
    }
  }

  private mutating func merge(_ index: Int) {
    replicas[index].isMerging = true
    replicas[index].tellings += 1
    epochs += 1
    _ = send(
      .merge(replicas[index].knowledge, candidate: epochs * 8 + index), from: index, .merge, about: 0)
  }

  // MARK: Runs

  private mutating func watchRuns(_ index: Int, _ clock: Int, _ gap: Int) {
    for position in replicas[index].runs.indices {
      let run = replicas[index].runs[position]
      guard run.isRunning else { continue }
      if plan.jobs[run.job].kills(run.run.instant), plan.faults.contains(.crash),
        !isHealing || run.run.isTakeOver
      {
        return die(index)
      }
      if now >= run.endAt {
        end(index, position, isFinal: true)
        continue
      }
      if run.suspectUntil != ModelRedis.none {
        if clock >= run.suspectUntil { end(index, position, isFinal: false) }
        continue
      }
      if clock >= run.deadline, mutation != .noSelfCancellation {
        // A process that was frozen asks once whether it still is the owner.
        if gap > Plan.lease / 4, clock - run.deadline > Plan.lease / 20 {
          replicas[index].runs[position].suspectUntil = clock + 250
          if !replicas[index].mustMerge { renew(index, position) }
        } else {
          end(index, position, isFinal: false)
        }
        continue
      }
      if run.renewCall == 0, clock >= run.renewAt, !replicas[index].mustMerge { renew(index, position) }
    }
  }

  private mutating func renew(_ index: Int, _ position: Int) {
    let run = replicas[index].runs[position]
    replicas[index].runs[position].renewCall = send(
      .renew(token: run.token, key: run.key, slot: run.slot), from: index, .renew, about: run.token)
  }

  /// The body has ended, or is told to.
  mutating func end(_ index: Int, _ position: Int, isFinal: Bool) {
    replicas[index].runs[position].isRunning = false
    replicas[index].runs[position].isFinal = isFinal
    judge.reach(replicas[index].runs[position].token)
    judge.claims[replicas[index].runs[position].token].lostItsLease = !isFinal
    replicas[index].runs[position].finishAt = ModelRedis.none
    trace?("\(now) run \(replicas[index].runs[position].token) on \(index) ends\(isFinal ? "" : ", its lease lost")")
  }

  private mutating func finishRuns(_ index: Int, _ clock: Int) {
    for position in replicas[index].runs.indices {
      guard !replicas[index].runs[position].isRunning, replicas[index].runs[position].finishCall == 0,
        clock >= replicas[index].runs[position].finishAt
      else { continue }
      let run = replicas[index].runs[position]
      var report = ModelReport(token: run.token, key: run.key, slot: run.slot)
      report.isFinal = run.isFinal
      report.holdUntil = run.holdUntil
      report.takenOver = run.run.takenOver
      report.breaker = plan.jobs[run.job].breaker
      report.handsOver = run.isHandedOver
      report.outcome =
        run.isHandedOver ? .neither : !run.isFinal || plan.jobs[run.job].fails(run.run.instant) ? .failed : .succeeded
      let row = ModelRow(
        job: run.job, from: run.run.instant, to: run.run.instant, cause: run.run.cause, outcome: .ended,
        token: run.token, attempt: run.run.attempt, owner: index, fence: run.fence, at: 0)
      replicas[index].runs[position].report = (report, row)
      replicas[index].runs[position].finishCall = send(
        .finish(report, row), from: index, .finish, about: run.token)
    }
    guard replicas[index].hasUnknownEnds else { return }
    for position in replicas[index].ends.indices {
      let end = replicas[index].ends[position]
      guard end.isUnknown, end.call == 0, clock >= end.askAt else { continue }
      replicas[index].ends[position].call = send(
        .finish(end.report, end.row), from: index, .finish, about: end.report.token)
    }
  }

  // MARK: Asking

  private mutating func heartbeat(_ index: Int, _ clock: Int) {
    guard !replicas[index].isBeating, clock >= replicas[index].beatAt else { return }
    if replicas[index].lastBeat != ModelRedis.none {
      let gap = clock - replicas[index].lastBeat
      replicas[index].longestBeat = max(gap, max(replicas[index].longestBeat, 0) * 9 / 10)
    }
    replicas[index].lastBeat = clock
    replicas[index].isBeating = true
    replicas[index].beatAt = clock + Plan.lease / 3
    _ = send(.heartbeat, from: index, .heartbeat, about: 0)
  }

  private mutating func look(_ index: Int, _ job: Int, _ clock: Int) {
    let view = replicas[index].views[job]
    switch view.state {
    case .unregistered:
      guard clock >= view.askAt else { return }
      replicas[index].views[job].state = .registering
      _ = send(.register(job: job, trigger: trigger(of: job, replicas[index])), from: index, .register, about: job)
    case .armed:
      guard clock >= view.askAt else { return }
      prepare(index, job, clock)
    case .registering, .asking: break
    }
  }

  /// Makes the question for what has come due.
  private mutating func prepare(_ index: Int, _ job: Int, _ clock: Int) {
    let (view, definition) = (replicas[index].views[job], plan.jobs[job])
    let fleet = clock + replicas[index].offset
    let trigger = trigger(of: job, replicas[index])
    let period = definition.period(trigger)
    let first = definition.first(after: view.cursor, trigger)
    let newest = definition.newest(at: fleet, trigger)
    guard first <= newest else {
      replicas[index].views[job].askAt = clock + first - fleet
      return
    }
    var question = question(job, of: index)
    question.expected = view.expected
    if view.expected == ModelRedis.none { question.begins = view.since }
    question.fingerprint = trigger
    let inGrace = max(first, definition.first(after: fleet - definition.grace - 1, trigger))
    if inGrace > newest {
      question.kind = .record
      question.instant = newest
    } else {
      question.instant = definition.runsAll ? inGrace : newest
      if question.instant < newest { question.busy = .wait }
    }
    let passed = question.kind == .record ? newest : question.instant - period
    if passed >= first {
      question.ranges = [
        ModelQuestion.Range(from: first, to: passed, count: (passed - first) / period + 1, reason: 0)
      ]
    }
    replicas[index].views[job].state = .asking
    replicas[index].askings.append(
      Replica.Asking(question: question, purpose: .scheduled, due: question.instant))
  }

  private mutating func ask(_ index: Int, _ clock: Int) {
    var position = 0
    while position < replicas[index].askings.count {
      guard replicas[index].askings[position].call == 0, clock >= replicas[index].askings[position].askAt else {
        position += 1
        continue
      }
      let asking = replicas[index].askings[position]
      if !asking.isGivenUp, asking.question.kind == .start,
        clock + replicas[index].offset - asking.due
          > (asking.purpose == .byHand ? 5_000 : plan.jobs[asking.question.job].grace)
      {
        if asking.wasSent {
          replicas[index].askings[position].isGivenUp = true
        } else {
          replicas[index].askings.remove(at: position)
          if asking.purpose == .scheduled { replicas[index].views[asking.question.job].state = .armed }
          continue
        }
      }
      let question = replicas[index].askings[position].question
      let isGivenUp = replicas[index].askings[position].isGivenUp
      replicas[index].askings[position].wasSent = true
      replicas[index].askings[position].call = send(
        isGivenUp ? .abandon(question) : .decide(question), from: index, .ask, about: question.token)
      position += 1
    }
  }

  /// A few milliseconds late, as processes are.
  mutating func schedule(_ index: Int) { replicas[index].schedule(now, jitter: dice.below(8)) }
}
