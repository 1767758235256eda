import ClaimsModel

/// What a replica makes of answers, and of those that do not come.
extension World {
  mutating func hear(_ message: Message) {
    let index = message.replica
    guard replicas[index].isAlive, replicas[index].generation == message.generation,
      let position = replicas[index].calls.firstIndex(where: { $0.id == message.call })
    else { return }
    let call = replicas[index].calls.remove(at: position)
    let clock = replicas[index].clock(now)
    replicas[index].offset = message.stamp - (call.sent + clock) / 2
    noteWhoAnswered(call, message.body, index)
    switch message.body {
    case .otherEpoch:
      if call.epoch == replicas[index].knowledge.epoch { replicas[index].mustMerge = true }
      failed(index, call, isKnown: true)
    case .registered(let cursor, let since, let left): registered(index, call.about, cursor, since, left)
    case .decided(let verdict, let left): decided(index, call, verdict, left, clock)
    case .renewed(let verdict): renewed(index, call, verdict)
    case .finished(let breaker):
      if let job = replicas[index].acknowledged(call.about), plan.jobs[job].breaker != nil {
        replicas[index].knowledge.jobs[job].breaker = breaker
      }
      if call.tellings != replicas[index].tellings, mutation != .endsNotRepeated {
        replicas[index].repeatEnd(call.about)
      }
    case .abandoned(let wasWon): abandoned(index, call.about, wasWon)
    case .beaten(let expired, let offered):
      replicas[index].isBeating = false
      if !expired.isEmpty { _ = send(.sweep(expired), from: index, .sweep, about: 0) }
      for crashed in offered { takeOver(index, crashed) }
    case .swept(let crashed): for crashed in crashed { takeOver(index, crashed) }
    case .merged(let epoch):
      let known = (replicas[index].knowledge.epoch, replicas[index].server)
      if known.0 != ModelRedis.none, known != (epoch, message.connection), mutation != .endsNotRepeated {
        replicas[index].repeatEnds()
      }
      replicas[index].knowledge.epoch = epoch
      replicas[index].server = message.connection
      replicas[index].isMerging = false
      replicas[index].mustMerge = replicas[index].heardWhileMerging && known.0 != epoch
      replicas[index].heardWhileMerging = false
    default: break
    }
    if replicas[index].tickAt > now + 1 { schedule(index) }
  }

  /// What a data set before the one that was told last has answered is told as well.
  private mutating func noteWhoAnswered(_ call: Replica.Call, _ body: Message.Body, _ index: Int) {
    switch body {
    case .otherEpoch, .merged: return
    default: break
    }
    if call.epoch != replicas[index].knowledge.epoch {
      replicas[index].mustMerge = true
    } else if replicas[index].isMerging {
      replicas[index].heardWhileMerging = true
    }
  }

  /// Whether the call had its effect is unknown.
  mutating func failed(_ index: Int, _ call: Replica.Call, isKnown: Bool = false) {
    let again = replicas[index].clock(now) + (isKnown ? 0 : dice.between(30, 300))
    switch call.kind {
    case .register:
      replicas[index].views[call.about].state = .unregistered
      replicas[index].views[call.about].askAt = again
    case .ask:
      guard let position = replicas[index].askings.firstIndex(where: { $0.call == call.id }) else { return }
      replicas[index].askings[position].call = 0
      replicas[index].askings[position].askAt = again
    case .renew:
      guard let position = replicas[index].runs.firstIndex(where: { $0.token == call.about }) else { return }
      replicas[index].runs[position].renewCall = 0
      replicas[index].runs[position].renewAt = again
    case .finish:
      if let position = replicas[index].runs.firstIndex(where: { $0.token == call.about }) {
        replicas[index].runs[position].finishCall = 0
        replicas[index].runs[position].finishAt = again
      } else if let position = replicas[index].ends.firstIndex(where: { $0.report.token == call.about }) {
        replicas[index].ends[position].call = 0
        replicas[index].ends[position].askAt = again
      }
    case .heartbeat:
      replicas[index].isBeating = false
      replicas[index].beatAt = again
    case .merge:
      replicas[index].isMerging = false
      replicas[index].mergeAt = again
    case .sweep: break
    }
  }

  private mutating func registered(_ index: Int, _ job: Int, _ cursor: Int, _ since: Int, _ left: [ModelRedis.Left]) {
    guard replicas[index].views[job].state == .registering else { return }
    let before = replicas[index].views[job].since
    let since = before == ModelRedis.none ? since : min(since, before)
    replicas[index].knowledge.jobs[job].fingerprint = trigger(of: job, replicas[index])
    replicas[index].knowledge.jobs[job].since = since
    if cursor != ModelRedis.none {
      replicas[index].saw(cursor: cursor, of: job)
      replicas[index].knowledge.jobs[job].left = left
    }
    replicas[index].views[job].since = since
    replicas[index].views[job].cursor = max(cursor, since)
    replicas[index].views[job].expected = cursor
    replicas[index].views[job].state = .armed
    replicas[index].views[job].askAt = ModelRedis.none
  }

  // MARK: Verdicts

  private mutating func decided(
    _ index: Int, _ call: Replica.Call, _ verdict: ModelVerdict, _ left: [ModelRedis.Left], _ clock: Int
  ) {
    guard let position = replicas[index].askings.firstIndex(where: { $0.call == call.id }) else { return }
    var asking = replicas[index].askings[position]
    let (question, job) = (asking.question, asking.question.job)
    func again(after delay: Int) {
      asking.call = 0
      asking.askAt = clock + max(delay, 1)
      replicas[index].askings[position] = asking
    }
    switch verdict {
    case .early(let by): return again(after: by)
    case .quarantine(let length): return again(after: length)
    default: break
    }
    replicas[index].askings.remove(at: position)
    let isScheduled = asking.purpose == .scheduled
    switch verdict {
    case .won(let slot, let fence, _):
      if isScheduled { settle(index, question) }
      won(index, asking, slot, fence, call, clock)
    case .recorded:
      replicas[index].knowledge.jobs[job].left = left
      if isScheduled { settle(index, question) }
    case .paused, .circuitOpen, .overlap: if isScheduled { settle(index, question) }
    case .undecided(let after, let through): if isScheduled { recordLeft(index, job, after, through) }
    case .lost(let cursor), .gap(let cursor), .ahead(let cursor):
      if cursor != ModelRedis.none, question.movesCursor {
        replicas[index].saw(cursor: cursor, of: job)
        if verdict != .ahead(cursor: cursor) { replicas[index].heard(cursor: cursor, left, of: job) }
      }
      if isScheduled { learn(index, job, cursor) }
    case .busy(let length):
      guard isScheduled else { return }
      replicas[index].views[job].state = .armed
      replicas[index].views[job].askAt = clock + min(length, 1_000)
    case .stale:
      replicas[index].views[job].state = .unregistered
      replicas[index].views[job].askAt = ModelRedis.none
    case .early, .quarantine: break
    }
  }

  /// Records what nobody has decided behind the cursor.
  private mutating func recordLeft(_ index: Int, _ job: Int, _ after: Int, _ through: Int) {
    let trigger = trigger(of: job, replicas[index])
    var record = question(job, of: index)
    record.kind = .record
    record.fingerprint = trigger
    (record.expected, record.instant) = (after, through)
    let (first, last) = (plan.jobs[job].first(after: after, trigger), plan.jobs[job].newest(at: through, trigger))
    if first <= last {
      let count = (last - first) / plan.jobs[job].period(trigger) + 1
      record.ranges = [ModelQuestion.Range(from: first, to: last, count: count, reason: 0)]
    }
    replicas[index].views[job].state = .asking
    replicas[index].askings.append(Replica.Asking(question: record, purpose: .scheduled, due: through))
  }

  /// Decided here: the cursor moves on.
  private mutating func settle(_ index: Int, _ question: ModelQuestion) {
    guard question.instant >= replicas[index].views[question.job].cursor else {
      // What was left behind the cursor.
      replicas[index].views[question.job].state = .armed
      replicas[index].views[question.job].askAt = ModelRedis.none
      return
    }
    replicas[index].saw(cursor: question.instant, of: question.job)
    replicas[index].views[question.job].cursor = question.instant
    replicas[index].views[question.job].expected = question.instant
    replicas[index].views[question.job].state = .armed
    replicas[index].views[question.job].askAt = ModelRedis.none
  }

  /// Decided by another, up to a cursor.
  private mutating func learn(_ index: Int, _ job: Int, _ cursor: Int) {
    let view = replicas[index].views[job]
    replicas[index].views[job].expected = cursor
    replicas[index].views[job].state = .armed
    replicas[index].views[job].askAt = ModelRedis.none
    if cursor > view.cursor {
      replicas[index].views[job].cursor = cursor
    } else if view.since == view.cursor {
      // Older instants than this replica was told of: asked again, the fleet names the true beginning.
      replicas[index].views[job].state = .unregistered
    }
  }

  /// Starts what was won, unless so much time has passed that nobody may.
  private mutating func won(
    _ index: Int, _ asking: Replica.Asking, _ slot: Int, _ fence: Int, _ call: Replica.Call, _ clock: Int
  ) {
    let question = asking.question
    let definition = plan.jobs[question.job]
    let deadline = (mutation == .leaseFromAnswer ? clock : call.sent) + Plan.lease * 9 / 10
    let run = ModelRun(
      job: question.job, instant: question.instant, cause: question.cause, key: question.key, slot: slot,
      attempt: question.attempt, crashes: asking.crashed?.run.crashes ?? 0, fence: fence,
      owner: question.owner, reruns: question.reruns,
      takenOver: asking.crashed.map { ($0.run.takenOver + [$0.token]).suffix(ModelRedis.mostTakenOver) } ?? [],
      order: question.order)
    if fence > replicas[index].knowledge.fences[question.key] {
      replicas[index].knowledge.fences[question.key] = fence
    }
    replicas[index].knowledge.leases.append(
      ModelKnowledge.Lease(
        token: question.token, key: question.key, slot: slot, lease: Plan.lease, fence: fence, job: question.job,
        run: run))
    let isLate = question.kind == .start && clock + replicas[index].offset - asking.due > definition.grace
    let mayStart = !isLate && clock < deadline
    let length = dice.chance(30) ? 0 : dice.below(definition.longestBody)
    replicas[index].runs.append(
      Replica.Run(
        token: question.token, job: question.job, key: question.key, slot: slot, fence: fence, run: run,
        deadline: deadline, renewAt: call.sent + Plan.lease / 3, endAt: now + length, startedAt: now,
        holdUntil: mayStart && definition.minimumHold > 0 ? clock + replicas[index].offset + definition.minimumHold : 0,
        isRunning: mayStart, claimedAt: now))
    trace?(
      "\(now) run \(question.token) of job \(question.job) @\(question.instant) \(mayStart ? "starts" : "comes too late") on \(index)"
    )
    if mayStart { judgeStart(question, on: index) }
  }

  private mutating func abandoned(_ index: Int, _ token: Int, _ wasWon: Bool) {
    guard let position = replicas[index].askings.firstIndex(where: { $0.question.token == token && $0.isGivenUp })
    else { return }
    let asking = replicas[index].askings.remove(at: position)
    replicas[index].gaveBack(token)
    guard asking.purpose == .scheduled else { return }
    if wasWon {
      settle(index, asking.question)
    } else {
      replicas[index].views[asking.question.job].state = .armed
      replicas[index].views[asking.question.job].askAt = ModelRedis.none
    }
  }

  private mutating func renewed(_ index: Int, _ call: Replica.Call, _ verdict: ModelRenewal) {
    if verdict == .lost { replicas[index].gaveBack(call.about) }
    guard let position = replicas[index].runs.firstIndex(where: { $0.token == call.about }) else { return }
    replicas[index].runs[position].renewCall = 0
    guard replicas[index].runs[position].isRunning else { return }
    switch verdict {
    case .lost: end(index, position, isFinal: false)
    case .renewed, .cancel:
      let from = mutation == .leaseFromAnswer ? replicas[index].clock(now) : call.sent
      replicas[index].runs[position].suspectUntil = ModelRedis.none
      replicas[index].runs[position].deadline = from + Plan.lease * 9 / 10
      replicas[index].runs[position].renewAt = from + Plan.lease / 3
      if verdict == .cancel { end(index, position, isFinal: true) }
    }
  }

  /// A crashed run that is to be run again.
  private mutating func takeOver(_ index: Int, _ crashed: Message.Crashed) {
    if let position = replicas[index].runs.firstIndex(where: { $0.token == crashed.token && $0.isRunning }) {
      // Our own, declared dead because its lease ended.
      end(index, position, isFinal: false)
    }
    guard crashed.run.reruns, crashed.run.crashes < 3 else { return }
    var question = question(crashed.run.job, of: index)
    question.kind = .takeOver
    question.cause = crashed.run.cause
    question.instant = crashed.run.instant
    question.attempt = crashed.run.attempt + 1
    question.crashed = crashed.token
    question.order = crashed.run.order
    question.busy = .wait
    replicas[index].askings.append(
      Replica.Asking(question: question, purpose: .takeOver, due: question.instant, crashed: crashed))
  }
}
