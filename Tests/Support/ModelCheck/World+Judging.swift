import ClaimsModel

/// Looking at what happens, with the eyes of somebody who sees everything.
extension World {
  mutating func judgeDecision(
    _ question: ModelQuestion, _ verdict: ModelVerdict, by message: Message
  ) {
    switch verdict {
    case .won(_, let fence, let isAgain):
      if isAgain { return judgeAgain(question) }
      judgeClaim(question, fence, by: message)
      judge.breakerLetsThrough(question, now: fleetNow)
      let time = fleetNow
      if question.movesCursor, question.instant > time {
        judge.report(.neverEarly, "job \(question.job) @\(question.instant) at \(time)")
      }
    case .paused, .circuitOpen, .overlap, .recorded: break
    default: return
    }
    guard question.movesCursor else { return }
    judgePassing(question, by: message)
    let books = judge.of(question.job, question.fingerprint)
    judge.cursors[books] = max(judge.cursors[books], question.instant)
  }

  private mutating func judgeAgain(_ question: ModelQuestion) {
    judge.reach(question.token)
    let claim = judge.claims[question.token]
    if claim.hasEnded, claim.lossesBefore == judge.losses {
      judge.report(.oneOwner, "token \(question.token) has ended and wins again")
    }
  }

  private mutating func judgeClaim(_ question: ModelQuestion, _ fence: Int, by message: Message) {
    let (job, token) = (question.job, question.token)
    judge.reach(token)
    if judge.claims[token].hasEnded, judge.claims[token].lossesBefore == judge.losses, judge.losses == 0 {
      judge.report(.oneOwner, "token \(token) has ended and wins")
    }
    judge.claims[token].job = job
    judge.claims[token].instant = question.instant
    judge.claims[token].replica = message.replica
    judge.claims[token].generation = message.generation
    judge.claims[token].claimedAt = now
    judge.claims[token].hasStarted = false
    judge.claims[token].trigger = question.fingerprint
    judge.claims[token].isScheduled = question.cause == 0
    judge.claims[token].isTakeOver = question.kind == .takeOver
    judge.claims[token].order = question.order
    judge.claims[token].wasClaimedUnnoticed = hasComeBackUnnoticed
    judge.claims[token].knewLoss = redis.meta.lost != ModelRedis.none
    if question.kind == .takeOver {
      judge.reach(question.crashed)
      judgeNeed(of: token, for: question.crashed)
      judge.claims[question.crashed].lastTaker = token
      judge.claims[question.crashed].takers += 1
      if judge.claims[question.crashed].order != question.order {
        judge.report(.sameOrder, "run \(question.crashed) is run again by another order")
      }
      // A run that was handed over has not crashed.
      let hasCrashed = judge.claims[question.crashed].crashes > 0
      judge.claims[token].chain = judge.claims[question.crashed].chain + (hasCrashed ? 1 : 0)
      if judge.claims[token].chain > 2, judge.losses == 0 {
        judge.report(.recordedOnce, "job \(job) @\(question.instant) has crashed three times and runs again")
      }
      let crash = judge.claims[question.crashed]
      if crash.takers > 1, crash.lossesBefore == judge.losses {
        judge.report(.oneOwner, "run \(question.crashed) is taken over twice")
      }
    }
    if fence <= judge.fences[question.key] {
      let isExcused =
        judge.fenceLosses[question.key] < judge.losses && judge.jumpedBack
        && !hasTold(fence: judge.fences[question.key], of: question.key)
      if !isExcused {
        let last = judge.fences[question.key]
        judge.report(.fencesRise, "key \(question.key) has fence \(fence) after \(last)")
      }
    }
    judge.fences[question.key] = fence
    judge.fenceLosses[question.key] = judge.losses
    if question.movesCursor { judgeFirstClaim(question) }
    judge.claims[token].lossesBefore = judge.losses
    judge.claims[token].hasEnded = false
  }

  /// A run is run again where its process may have disappeared, and so may those of all that took it over.
  private mutating func judgeNeed(of taker: Int, for crashed: Int) {
    guard !plan.isLossy, !judge.claims[crashed].wasSweptUnnoticed else { return }
    var token = crashed
    while token != 0, token != taker, token < judge.claims.count {
      if isWell(token) {
        judge.report(.nobodyDied, "run \(crashed) is run again as \(taker), though \(token) is well or has ended")
      }
      token = judge.claims[token].lastTaker
    }
  }

  /// The process of a run has been well all the time, and has ended the run or goes on with it.
  private func isWell(_ token: Int) -> Bool {
    let claim = judge.claims[token]
    return claim.replica >= 0 && replicas[claim.replica].isAlive && claim.hasStarted && !claim.lostItsLease
      && replicas[claim.replica].generation == claim.generation
      && replicas[claim.replica].wellSince <= claim.claimedAt && !hasJumped(since: claim.claimedAt - Plan.lease)
  }

  /// What is found dead, and what that counts for.
  mutating func judgeDeath(_ token: Int, _ run: ModelRun, isCounted: Bool) {
    judge.reach(token)
    judge.claims[token].wasSweptUnnoticed = hasComeBackUnnoticed
    guard !plan.isLossy, judge.jumpedFar == 0, !hasComeBackUnnoticed else { return }
    if isWell(token) { judge.report(.nobodyDied, "run \(token) is found dead, though it is well or has ended") }
    // A process that names the run to data that came back, while the answer to its end is on its way, and is gone or cut
    // off then, leaves nobody who knows better.
    if isCounted, judge.claims[token].ends > 0, !judge.claims[token].wasTold {
      judge.report(.deathsCounted, "run \(token) has ended, and counts as a death")
    }
    if let deaths = redis.jobs[run.job].deaths, deaths.count >= redis.mostDeathsInARow,
      judge.disappearances < redis.mostDeathsInARow
    {
      let happened = judge.disappearances
      judge.report(.deathsCounted, "job \(run.job) is paused for \(deaths.count) deaths after \(happened)")
    }
  }

  /// Somebody who knows of a fence has had time to tell.
  private func hasTold(fence: Int, of key: Int) -> Bool {
    guard !plan.isLossy, now > judge.lostAt + 600 else { return false }
    return replicas.contains {
      $0.isAlive && $0.frozenUntil <= now && $0.wellSince <= judge.lostAt && $0.knowledge.fences[key] >= fence
    }
  }

  /// Whether an instant had been claimed before, and nothing that the promise excepts explains that.
  private mutating func judgeFirstClaim(_ question: ModelQuestion) {
    let (job, instant) = (question.job, question.instant)
    guard let place = judge.place(job, instant) else { return }
    let earlier = judge.instants[place].token
    judge.instants[place].token = question.token
    judge.instants[place].lossesBefore = judge.losses
    if judge.cursors[judge.of(job, question.fingerprint)] >= instant {
      judge.claims[question.token].isDuplicate = true
      return
    }
    guard earlier != 0 else { return }
    guard judge.claims[earlier].lossesBefore < judge.losses else {
      judge.claims[question.token].isDuplicate = true
      return
    }
    // Redis's clock was set back and the data lost before it had caught up: what was decided lies after `born`, where
    // nothing is held back.
    if judge.jumpedBack, instant > redis.meta.born { return }
    // It came back before whoever asks had noticed that it was away: then nobody can know.
    if hasComeBackUnnoticed { return }
    // Data was lost in between. Whoever knew and was well has had the time to tell.
    guard !plan.isLossy else { return }
    let hadWitness = replicas.contains {
      $0.isAlive && $0.frozenUntil <= now && $0.wellSince <= judge.lostAt && $0.knowledge.jobs[job].cursor >= instant
        && $0.knowledge.jobs[job].fingerprint == judge.claims[earlier].trigger
    }
    if hadWitness, !hasJumped(since: judge.lostAt - Plan.lease) { judge.claims[question.token].isDuplicate = true }
  }

  private func hasJumped(since time: Int) -> Bool { judge.jumpedAt >= time }

  /// A cursor must not pass what nobody has decided.
  private mutating func judgePassing(_ question: ModelQuestion, by message: Message) {
    let (job, trigger) = (question.job, question.fingerprint)
    let books = judge.of(job, trigger)
    guard judge.passed[books] != ModelRedis.none, question.instant > judge.passed[books] else { return }
    var instant = plan.jobs[job].first(after: judge.passed[books], trigger)
    while instant < question.instant {
      if let place = judge.place(job, instant), judge.instants[place].token == 0, !judge.instants[place].isRecorded,
        !question.ranges.contains(where: { $0.from <= instant && instant <= $0.to }),
        instant > judge.excusedThrough[books]
      {
        judge.report(.nothingSilent, "job \(job): the cursor passes @\(instant), which nobody has decided")
      }
      instant += plan.jobs[job].period(trigger)
    }
    judge.passed[books] = question.instant
  }

  mutating func judgeStart(_ question: ModelQuestion, on index: Int) {
    judge.claims[question.token].hasStarted = true
    if question.movesCursor, let place = judge.place(question.job, question.instant) {
      judge.instants[place].starts += 1
      if judge.instants[place].starts > 1, judge.claims[question.token].isDuplicate {
        judge.report(.startedOnce, "job \(question.job) @\(question.instant) starts again")
      }
    }
    var others = 0
    for replica in replicas where replica.isAlive {
      for run in replica.runs
      where run.isRunning && run.key == question.key && run.token != question.token && !run.wasFrozen
        && !isExcused(run, of: replica, beside: question) && !hasJumped(since: run.startedAt - Plan.lease)
      {
        // One whose end has come, or whose deadline has, is stopped within a few milliseconds.
        if run.endAt > now { others += 1 }
      }
    }
    if others >= question.slots {
      judge.report(.noOverlap, "run \(question.token) of key \(question.key) starts beside \(others) others")
    }
  }

  /// A loss of data lets a run overlap with one that began before, unless free locks were held back and the holder could
  /// report its own.
  private func isExcused(_ run: Replica.Run, of holder: Replica, beside question: ModelQuestion) -> Bool {
    if judge.lostAt < run.claimedAt - Plan.lease { return false }
    if judge.claims[question.token].wasClaimedUnnoticed { return true }
    let couldReport =
      !plan.isLossy && holder.wellSince <= judge.lostAt && run.claimedAt < judge.lostAt - Plan.lease / 10
    return !(couldReport && judge.claims[question.token].knewLoss)
  }

  mutating func judgeEnd() {
    judge.take(&redis, now: now)
    for token in judge.claims.indices where judge.claims[token].replica >= 0 {
      let claim = judge.claims[token]
      let isOpen = redis.tokens.indices.contains(token) && redis.tokens[token].deadline != ModelRedis.none
      if claim.ends == 0, claim.crashes == 0, claim.lossesBefore == judge.losses, !isOpen {
        judge.report(.nothingSilent, "run \(token) of job \(claim.job) @\(claim.instant) has no end")
      }
    }
    for token in redis.open where now - redis.tokens[token].deadline > 2_000 - skew {
      judge.report(.nothingLeft, "run \(token) is open since its lease ended")
    }
    for slot in redis.slots where slot.holder != ModelRedis.none {
      let isOpen = slot.holder < redis.tokens.count && redis.tokens[slot.holder].deadline != ModelRedis.none
      judge.reach(slot.holder)
      // In older data it may have had another slot: nothing locks that one, and the next claim takes it.
      let isLost = judge.claims[slot.holder].lossesBefore < judge.losses
      if !isOpen, !isLost,
        slot.expires < fleetNow - 60_000 || !replicas.contains(where: { $0.runs.contains { $0.token == slot.holder } })
      {
        judge.report(.nothingLeft, "slot held by \(slot.holder), which is not open")
      }
    }
    judgeProgress()
  }

  /// What was due some time before the end is decided.
  private mutating func judgeProgress() {
    for job in plan.jobs.indices {
      let triggers = Set(replicas.filter(\.isAlive).map { trigger(of: job, $0) })
      for trigger in triggers.sorted() { judgeProgress(job, trigger) }
    }
  }

  private mutating func judgeProgress(_ job: Int, _ trigger: Int) {
    let books = judge.of(job, trigger)
    if judge.since[books] != ModelRedis.none {
      let definition = plan.jobs[job]
      let (period, cursor) = (definition.period(trigger), redis.cursor(of: job, fingerprint: trigger))
      var instant = definition.first(after: judge.since[books], trigger)
      // What waits for a lock may wait for all that hold it.
      let last = Plan.start + Plan.tormented + min(skew, 0) - judge.jumpedFar
      while instant <= last {
        if let place = judge.place(job, instant), judge.instants[place].token == 0, !judge.instants[place].isRecorded,
          cursor >= instant, instant > judge.excusedThrough[books] || hasWitness(job, trigger, of: instant)
        {
          judge.report(.nothingSilent, "job \(job) @\(instant) is passed and not decided")
        }
        instant += period
      }
      if cursor < last - period, definition.busy == .skip, !definition.runsAll {
        judge.report(.nothingSilent, "job \(job) stands at \(cursor)")
      }
    }
  }

  /// Somebody who has had to decide the instant since before it was due, through all losses of data.
  private func hasWitness(_ job: Int, _ trigger: Int, of instant: Int) -> Bool {
    replicas.contains {
      $0.isAlive && self.trigger(of: job, $0) == trigger && $0.views[job].since != ModelRedis.none
        && $0.views[job].since < instant
    }
  }
}
