import ClaimsModel

/// What goes wrong around the replicas.
extension World {
  mutating func torment() {
    var index = dice.below(replicas.count)
    // Whoever runs something is the more rewarding victim.
    if dice.chance(50), let busy = replicas.firstIndex(where: { !$0.runs.isEmpty }) { index = busy }
    switch dice.below(11) {
    case 0 where plan.faults.contains(.freeze) && replicas[index].isAlive:
      let length = dice.chance(50) ? dice.between(100, 900) : dice.between(1_000, 2_600)
      judge.disappearances += 1
      replicas[index].frozenUntil = now + length
      replicas[index].wellSince = max(replicas[index].wellSince, now + length)
      for run in replicas[index].runs.indices { replicas[index].runs[run].wasFrozen = true }
      trace?("\(now) replica \(index) is frozen for \(length)")
    case 1 where plan.faults.contains(.crash) && replicas[index].isAlive:
      die(index)
    case 2 where plan.faults.contains(.flush):
      redis.loseData()
      let isRestart = dice.chance(50)
      if isRestart { changeServer() }
      judge.lostData(redis, now: now, fleetNow: fleetNow)
      trace?("\(now) all data is lost\(isRestart ? " with the server" : "")")
    case 3 where plan.faults.contains(.swap):
      redis = snapshot
      redis.rows = []
      changeServer()
      judge.lostData(redis, now: now, fleetNow: fleetNow)
      trace?("\(now) another server takes over, cursors \(redis.jobs.map(\.cursor))")
    case 8 where plan.faults.contains(.olderDump):
      redis = dump
      redis.rows = []
      changeServer()
      judge.lostData(redis, now: now, fleetNow: fleetNow)
      trace?("\(now) the server comes back with an older dump, cursors \(redis.jobs.map(\.cursor))")
    case 9 where plan.faults.contains(.swapDatabases):
      swap(&redis, &database)
      hasComeBackUnnoticed = redis.meta.epoch != ModelRedis.none
      judge.lostData(redis, now: now, fleetNow: fleetNow)
      trace?("\(now) the databases are swapped, epoch \(redis.meta.epoch), cursors \(redis.jobs.map(\.cursor))")
    case 4 where plan.faults.contains(.jump):
      let by = dice.between(-1_500, 1_500)
      skew += by
      judge.jumped(by: by, now: now)
      trace?("\(now) Redis's clock jumps by \(by)")
    case 5 where plan.faults.contains(.pause):
      let job = dice.below(plan.jobs.count)
      if dice.chance(30) { redis.isPaused.toggle() } else { redis.pausedJobs[job].toggle() }
    case 7 where plan.faults.contains(.partition) && replicas[index].isAlive:
      let length = dice.between(100, 2_500)
      judge.disappearances += 1
      replicas[index].cutUntil = now + length
      replicas[index].wellSince = max(replicas[index].wellSince, now + length)
      trace?("\(now) replica \(index) is cut off for \(length)")
    case 6 where plan.faults.contains(.byHand) && replicas[index].isAlive: askByHand(index)
    case 10 where plan.handsOver && replicas[index].isAlive && replicas[index].frozenUntil <= now: handOver(index)
    default: break
    }
  }

  /// A graceful shutdown, as far as runs are concerned: those that are worth running again are cut short.
  private mutating func handOver(_ index: Int) {
    for position in replicas[index].runs.indices {
      let run = replicas[index].runs[position]
      guard run.isRunning, plan.jobs[run.job].reruns else { continue }
      end(index, position, isFinal: false)
      replicas[index].runs[position].isHandedOver = true
    }
    replicas[index].tickAt = min(replicas[index].tickAt, now + 1)
  }

  mutating func die(_ index: Int) {
    judge.disappearances += 1
    replicas[index].isAlive = false
    replicas[index].runs.removeAll(keepingCapacity: true)
    replicas[index].startAt = now + dice.between(20, isHealing ? 200 : 2_000)
    replicas[index].wellSince = .max
    replicas[index].frozenUntil = 0
    trace?("\(now) replica \(index) dies")
  }

  /// Half of the harm is aimed at the moments at which jobs are due.
  mutating func aim() {
    nemesisAt = now + dice.between(40, 500)
    // What a server that takes over then will have: it lacks the writes from now on.
    if plan.faults.contains(.swap), dice.chance(70) { snapshot = redis }
    if plan.faults.contains(.olderDump), dice.chance(25) { dump = redis }
    guard dice.chance(50) else { return }
    let job = plan.jobs[dice.below(plan.jobs.count)]
    let instant = job.first(after: fleetNow + 50, 1 + dice.below(job.periods.count))
    nemesisAt = max(now + 1, instant - skew + dice.below(40) - 5)
  }

  private mutating func changeServer() {
    server += 1
    // Connections break, and whoever is not frozen notices.
    for index in replicas.indices where replicas[index].isAlive {
      replicas[index].tickAt = min(replicas[index].tickAt, now + dice.below(30))
    }
  }

  private mutating func askByHand(_ index: Int) {
    let replica = replicas[index]
    guard replica.offset != ModelRedis.none, !replica.mustMerge else { return }
    let job = dice.below(plan.jobs.count)
    var question = question(job, of: index)
    question.cause = 1
    question.order = question.token
    question.instant = replica.clock(now) + replica.offset
    question.expected = ModelRedis.none
    question.ranges = []
    replicas[index].askings.append(Replica.Asking(question: question, purpose: .byHand, due: question.instant))
    replicas[index].tickAt = min(replica.tickAt, now + 1)
  }

  /// A question with what the job's definition says.
  mutating func question(_ job: Int, of index: Int) -> ModelQuestion {
    tokens += 1
    let definition = plan.jobs[job]
    var question = ModelQuestion()
    question.job = job
    question.token = tokens
    question.key = definition.key
    question.slots = definition.slots
    question.lease = Plan.lease
    question.busy = definition.busy
    question.reruns = definition.reruns
    question.owner = index
    question.quarantineLeast = replicas[index].quarantineLeast
    return question
  }
}
