import ClaimsModel

/// One interleaving: replicas, messages and a model Redis under a virtual clock, everything drawn from one seed.
struct World {
  var dice: Dice
  let plan: Plan
  let mutation: Mutation
  var now = Plan.start
  /// Redis's clock minus the world's.
  var skew = 0
  var redis: ModelRedis
  /// The server's identity, as its run id and replication id give it.
  var server = 1
  var epochs = 0
  var tokens = 0
  var callIDs = 0
  /// What a server that takes over may still have.
  var snapshot: ModelRedis
  /// What was saved some time ago.
  var dump: ModelRedis
  /// The other database of the server.
  var database: ModelRedis
  /// A data set has come back, and no replica that knew the other one has merged.
  var hasComeBackUnnoticed = false
  var replicas: [Replica]
  /// When each replica does something next.
  var wakes: [Int]
  var messages: [Message] = []
  /// When each message arrives; apart from them, for it is looked at all the time.
  var arrivals: [Int] = []
  var nemesisAt = 0
  var isHealing = false
  var judge: Judge
  /// Tells what happens, for whoever replays a seed.
  var trace: ((String) -> Void)?

  init(seed: UInt64, mutation: Mutation = .none) {
    var dice = Dice(seed: seed)
    var others = Dice(seed: seed ^ 0x9E37_79B9_7F4A_7C15)
    plan = Plan(&dice, others: &others)
    self.mutation = mutation
    let keys = plan.jobs.count
    redis = ModelRedis(jobs: plan.jobs.count, keys: keys, slotsPerKey: 2)
    redis.mutation = mutation
    redis.mostDeathsInARow = plan.mostDeathsInARow
    (snapshot, dump, database) = (redis, redis, redis)
    replicas = (0..<plan.replicas).map { _ in Replica(jobs: keys, keys: keys) }
    judge = Judge(plan)
    wakes = Array(repeating: 0, count: plan.replicas)
    for index in replicas.indices {
      replicas[index].drift = dice.between(-15, 15)
      replicas[index].origin = dice.below(1_000_000)
      replicas[index].startAt = now + dice.below(400)
      wakes[index] = replicas[index].startAt
    }
    nemesisAt = now + dice.between(300, 900)
    self.dice = dice
  }

  /// Redis's clock.
  var fleetNow: Int { now + skew }

  /// Runs to the end; what is wrong, if anything.
  mutating func run() -> Violation? {
    let heal = Plan.start + Plan.tormented
    while now < heal, judge.violation == nil { step(until: heal) }
    if judge.violation != nil { return judge.violation }
    beginHealing()
    // A crashed run that waits for a taker is offered every 15 seconds, and a quarantine may last 10.
    for limit in stride(from: heal + 400, through: heal + 60_000, by: 400) {
      while now < limit, judge.violation == nil { step(until: limit) }
      if judge.violation != nil || isSettled { break }
    }
    if judge.violation == nil { judgeEnd() }
    return judge.violation
  }

  /// Every replica has reported what it knows, all that was due before the healing is decided, and nobody waits for a
  /// take-over.
  private var isSettled: Bool {
    let heal = Plan.start + Plan.tormented + skew
    let alive = replicas.filter(\.isAlive)
    guard alive.allSatisfy({ !$0.mustMerge && $0.knowledge.epoch == redis.meta.epoch && $0.server == server }) else {
      return false
    }
    return plan.jobs.indices.allSatisfy { job in
      alive.allSatisfy {
        let trigger = trigger(of: job, $0)
        return redis.cursor(of: job, fingerprint: trigger) >= heal && redis.left(of: job, fingerprint: trigger).isEmpty
      }
    }
      && redis.crashed.allSatisfy { redis.tokens[$0].run?.reruns != true }
      // After older data came back leases that have ended wait for a while.
      && redis.open.allSatisfy { redis.tokens[$0].deadline > fleetNow - 2_000 }
  }

  /// Which trigger of a job a replica has.
  func trigger(of job: Int, _ replica: Replica) -> Int { min(replica.trigger, plan.jobs[job].periods.count) }

  private mutating func beginHealing() {
    isHealing = true
    for index in replicas.indices {
      if replicas[index].frozenUntil > now { replicas[index].frozenUntil = now }
      replicas[index].cutUntil = 0
      if !replicas[index].isAlive { replicas[index].startAt = min(replicas[index].startAt, now) }
    }
    redis.isPaused = false
    for job in redis.pausedJobs.indices { redis.pausedJobs[job] = false }
    for index in replicas.indices {
      replicas[index].knowledge.isPaused = false
      for job in plan.jobs.indices { replicas[index].knowledge.pausedJobs[job] = false }
    }
    for index in wakes.indices { noteWake(of: index) }
    trace?("\(now) healing begins")
  }

  private mutating func noteWake(of index: Int) {
    wakes[index] =
      replicas[index].isAlive ? max(replicas[index].tickAt, replicas[index].frozenUntil) : replicas[index].startAt
  }

  /// The next thing that happens.
  private mutating func step(until limit: Int) {
    var next = limit
    var what = 0  // 0 nothing, 1 message, 2 replica, 3 nemesis
    var which = 0
    for index in arrivals.indices where arrivals[index] < next {
      (next, what, which) = (arrivals[index], 1, index)
    }
    for index in wakes.indices where wakes[index] < next { (next, what, which) = (wakes[index], 2, index) }
    if !isHealing, nemesisAt < next { (next, what) = (nemesisAt, 3) }
    now = max(now, next)
    switch what {
    case 1:
      let frozenUntil = replicas[messages[which].replica].frozenUntil
      if messages[which].isAnswer, frozenUntil > now {
        // It lies in the socket until the process goes on.
        arrivals[which] = frozenUntil + dice.below(5)
        return
      }
      messages.swapAt(which, messages.count - 1)
      arrivals.swapAt(which, arrivals.count - 1)
      arrivals.removeLast()
      guard let message = messages.popLast() else { return }
      if message.isAnswer {
        hear(message)
        noteWake(of: message.replica)
      } else {
        execute(message)
      }
    case 2:
      if replicas[which].isAlive {
        tick(which)
      } else {
        replicas[which].restart()
        replicas[which].trigger = 1 + dice.below(Judge.mostTriggers)
        replicas[which].wellSince = now
        replicas[which].lastTick = now
        trace?("\(now) replica \(which) starts")
        tick(which)
      }
      noteWake(of: which)
    case 3:
      torment()
      aim()
      for index in wakes.indices { noteWake(of: index) }
    default: break
    }
  }

  // MARK: The network

  mutating func send(_ body: Message.Body, from index: Int, _ kind: Replica.Call.Kind, about: Int) -> Int {
    callIDs += 1
    let (epoch, server) = (replicas[index].knowledge.epoch, replicas[index].server)
    replicas[index].calls.append(
      Replica.Call(
        id: callIDs, kind: kind, about: about, sent: replicas[index].clock(now), epoch: epoch,
        tellings: replicas[index].tellings))
    post(
      Message(
        replica: index, generation: replicas[index].generation, call: callIDs, epoch: epoch,
        server: server, connection: replicas[index].connection, body: body))
    return callIDs
  }

  private mutating func post(_ message: Message) {
    if replicas[message.replica].cutUntil > now { return }
    if plan.isLossy, !isHealing {
      if dice.chance(5) { return }
      if dice.chance(3), !message.isAnswer {
        messages.append(sentAgain(message))
        arrivals.append(now + latency())
      }
    }
    messages.append(message)
    arrivals.append(now + latency())
  }

  /// Nothing is carried out twice but what a replica sends again, and each report of what it knows has an epoch of its own to
  /// propose: one that has been lost does not come back under its name.
  private mutating func sentAgain(_ message: Message) -> Message {
    guard case .merge(let knowledge, _) = message.body else { return message }
    var again = message
    epochs += 1
    again.body = .merge(knowledge, candidate: epochs * 8 + message.replica)
    return again
  }

  private mutating func latency() -> Int {
    guard plan.isLossy, !isHealing, dice.chance(20) else { return dice.below(15) }
    return dice.chance(80) ? dice.below(300) : dice.below(3_000)
  }

  /// Redis carries a call out, and its answer begins its way.
  private mutating func execute(_ message: Message) {
    // A connection to a server that is gone.
    guard message.connection == server else { return }
    let answer = carryOut(message)
    post(
      Message(
        replica: message.replica, generation: message.generation, call: message.call,
        epoch: message.epoch, server: message.server, connection: message.connection, stamp: fleetNow, isAnswer: true,
        body: answer))
    judge.take(&redis, now: now)
  }

  private mutating func carryOut(_ message: Message) -> Message.Body {
    let (epoch, server, at) = (message.epoch, message.server, fleetNow)
    switch message.body {
    case .register(let job, let trigger):
      guard
        let told = redis.register(
          job, fingerprint: trigger, breaker: plan.jobs[job].breaker, epoch: epoch, server: server, now: at)
      else { return .otherEpoch }
      judge.registered(job, trigger, since: told.since)
      return .registered(cursor: told.cursor, since: told.since, left: redis.left(of: job, fingerprint: trigger))
    case .decide(let question):
      guard let verdict = redis.decide(question, epoch: epoch, server: server, now: at) else { return .otherEpoch }
      trace?(
        "\(now) decide \(question.kind) job \(question.job) @\(question.instant) token \(question.token) of \(message.replica): \(verdict)"
      )
      judgeDecision(question, verdict, by: message)
      return .decided(verdict, left: redis.left(of: question.job, fingerprint: question.fingerprint))
    case .renew(let token, let key, let slot):
      guard
        let answer = redis.renew(
          token, key: key, slot: slot, lease: Plan.lease, epoch: epoch, server: server, now: at)
      else { return .otherEpoch }
      trace?("\(now) renew token \(token) of \(message.replica): \(answer)")
      return .renewed(answer)
    case .finish(let report, var row):
      row.at = at
      guard let verdict = redis.finish(report, row: row, epoch: epoch, server: server, now: at) else {
        return .otherEpoch
      }
      trace?("\(now) finish token \(report.token) of \(message.replica): \(verdict)")
      judge.ended(report.token)
      if verdict != .repeated { judge.breakerSaw(row.job, report.outcome, now: at) }
      return .finished(breaker: redis.jobs[row.job].breaker)
    case .abandon(let question):
      guard let wasWon = redis.abandon(question, epoch: epoch, server: server, now: at) else { return .otherEpoch }
      trace?("\(now) abandon token \(question.token) of \(message.replica): \(wasWon)")
      judge.ended(question.token)
      return .abandoned(wasWon)
    case .heartbeat:
      guard let told = redis.heartbeat(epoch: epoch, server: server, now: at, owner: message.replica) else {
        return .otherEpoch
      }
      if told.expired.isEmpty, told.offered.isEmpty { return .beaten(expired: [], offered: []) }
      return beaten(told.expired, told.offered)
    case .sweep(let leases):
      var dead: [Message.Crashed] = []
      for lease in leases {
        let before = lease.token < redis.tokens.count ? redis.tokens[lease.token].run?.crashes : nil
        guard
          let (isDead, run) = redis.sweep(
            lease.token, key: lease.key, slot: lease.slot, epoch: epoch, server: server, now: at)
        else { return .otherEpoch }
        if isDead, let run {
          trace?("\(now) sweep token \(lease.token) by \(message.replica): dead")
          judge.ended(lease.token)
          judgeDeath(lease.token, run, isCounted: run.crashes > before ?? 0)
          dead.append(Message.Crashed(token: lease.token, run: run))
        }
      }
      return .swept(dead)
    case .merge(let knowledge, let candidate):
      if knowledge.epoch != ModelRedis.none, knowledge.epoch != redis.meta.epoch { hasComeBackUnnoticed = false }
      judge.breakersMerged(knowledge, redis, now: at)
      let (told, _) = redis.merge(knowledge, candidate: candidate, server: self.server, now: at)
      trace?(
        "\(now) merge of \(message.replica), cursors \(knowledge.jobs.map(\.cursor)): epoch \(told), born \(redis.meta.born)"
      )
      judge.merged(knowledge)
      return .merged(epoch: told)
    default: return .otherEpoch
    }
  }

  private func beaten(_ expired: [Int], _ offered: [Int]) -> Message.Body {
    var leases: [ModelKnowledge.Lease] = []
    for token in expired {
      guard let run = redis.tokens[token].run else { continue }
      leases.append(
        ModelKnowledge.Lease(
          token: token, key: run.key, slot: run.slot, lease: Plan.lease, fence: run.fence, job: run.job, run: nil))
    }
    var crashed: [Message.Crashed] = []
    for token in offered {
      if let run = redis.tokens[token].run { crashed.append(Message.Crashed(token: token, run: run)) }
    }
    return .beaten(expired: leases, offered: crashed)
  }
}
