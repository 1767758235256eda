#if Redis
  import CivilTime
  import ClaimsModel
  import ModelCheck
  import RedisServerTestSupport
  import Scheduling
  @testable import SchedulingRedis

  /// Two replicas on a real server, and beside them the model, taken through the same steps.
  ///
  /// The scripts read the server's clock, so the moment of a step is known to lie between two looks at that clock; the
  /// model is tried with each of these milliseconds, and one of them has to give the same answer and the same data.
  struct ModelledFleet {
    private static let jobs: [JobID] = ["a", "b", "c"]
    private static let locks = ["a", "shared"]
    private static let slots = [1, 2]
    private static let lease: Int64 = 60_000
    /// Long enough that none ends by itself, and not the same as a lease.
    private static let coolDown = 90_000

    private let replicas: [Replica]
    private let keys = Keys(namespace: "test")
    private var model = ModelRedis(jobs: 3, keys: 2, slotsPerKey: 2)
    private var random: Dice
    private let base: Int
    private var tokens = 0
    private var asked: [(request: ClaimRequest, question: ModelQuestion)] = []
    private var leases: [(lease: Lease, token: Int)] = []
    private var crashed: [CrashedRun] = []
    private(set) var decisions = 0
    private(set) var wins = 0

    /// What an answer comes to, for comparing.
    private typealias Answer = String

    init(_ server: RedisServer, seed: UInt64, mutation: Mutation = .none) async throws {
      random = Dice(seed: seed)
      model.mutation = mutation
      replicas = try ["r0", "r1"].map { try Replica($0, server.url, afterDataLoss: .quarantine) }
      // The model reports no ends again, and does not know when a replica would.
      for replica in replicas { replica.claims.session.onServerChange {} }
      try await replicas[0].client.command("FLUSHALL")
      base = Int(try await replicas[0].serverNow().millisecondsSince1970) - 10_000
      for replica in replicas { _ = try await Self.beat(replica) }
      try await forgetBorn()
    }

    /// The quarantine of a data set that is new would hold everything back.
    private mutating func forgetBorn() async throws {
      try await replicas[0].client.command(
        "HSET", keys.meta, "born", "\(base - 100_000)", "lost", "\(base - 100_000)")
      model.meta.lost = base - 100_000
      let dataSet = replicas[0].claims.session.withKnowledge { $0.dataSet }
      try await replicas[0].client.command("HDEL", keys.meta, "aged")
      model.meta.epoch = Self.epoch(Self.epoch(of: replicas[0]))
      (model.meta.server, model.meta.born, model.meta.aged) = (1, base - 100_000, ModelRedis.none)
      if dataSet.isEmpty { model.meta.server = ModelRedis.none }
    }

    private static func beat(_ replica: Replica) async throws -> HeartbeatReply {
      try await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "ok"))
    }

    private func clock() async throws -> Int { Int(try await replicas[0].serverNow().millisecondsSince1970) }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    private func name(_ token: Int) -> RunID { RunID(origin: 7, sequence: UInt64(token)) }

    // MARK: Steps

    /// Takes one step; what differs, if anything.
    mutating func step() async throws -> String? {
      switch below(20) {
      case 0..<9: return try await decide()
      case 9, 10: return try await renew()
      case 11, 12: return try await finish()
      case 13: return try await abandon()
      case 14: return try await heartbeat()
      case 15: return try await expire()
      case 16: return try await register()
      case 17: return try await pause()
      case 18: return try await offer()
      default: return below(4) == 0 ? try await lose() : try await changeBorn()
      }
    }

    private mutating func decide(by asker: Int? = nil) async throws -> String? {
      let index = asker ?? below(2)
      let (request, question) = below(5) == 0 && !asked.isEmpty ? asked[below(asked.count)] : makeQuestion(of: index)
      asked.append((request, question))
      decisions += 1
      let replica = replicas[index]
      var verdict: ClaimVerdict?
      let least = replica.claims.heartbeats.withLock { $0.quarantineMilliseconds }
      var asks = question
      asks.owner = index
      asks.quarantineLeast = Int(least)
      if asks.movesCursor, asks.expected == ModelRedis.none, let fingerprint = request.fingerprint {
        let known = replica.claims.session.withKnowledge { $0.jobs[request.job.rawValue] }
        if known?.fingerprint == fingerprint { asks.begins = known?.since.map { Int($0) } ?? ModelRedis.none }
      }
      let told = try await compare("decide \(request)") { model, now, _ in
        model.decide(asks, epoch: model.meta.epoch, server: model.meta.server, now: now)
          .map { Self.text($0) } ?? "EPOCH"
      } real: {
        let heard = try await replica.decide(request)
        verdict = heard
        return Self.text(heard)
      }
      if case .won(let lease) = verdict {
        wins += 1
        leases.append((lease, question.token))
      }
      return told
    }

    private mutating func makeQuestion(of index: Int) -> (ClaimRequest, ModelQuestion) {
      tokens += 1
      let job = below(3)
      let key = job == 0 ? 0 : 1
      var question = ModelQuestion()
      question.job = job
      question.token = tokens
      (question.key, question.slots) = (key, Self.slots[key])
      question.lease = Int(Self.lease)
      question.cause = below(10) < 7 ? 0 : 1
      let cursor = max(model.jobs[job].cursor, base)
      let future = below(12) == 0
      question.instant = future ? base + 200_000 : cursor + [0, 100, 200, 300][below(4)]
      // What the replica expects: what is so, what was so, and what the server has forgotten.
      question.expected = [model.jobs[job].cursor, model.jobs[job].cursor, ModelRedis.none, cursor + 100][below(4)]
      if question.cause != 0 { question.expected = ModelRedis.none }
      // Of two triggers, or of the current one; now and then an instant that the other has decided.
      if question.cause == 0, below(3) > 0 {
        question.fingerprint = 1 + below(2)
        if let aside = model.jobs[job].aside[question.fingerprint] {
          question.expected = aside.cursor
          if aside.cursor != ModelRedis.none, !future {
            question.instant = aside.cursor + [0, 100, 200, 300][below(4)]
          }
        }
        // What a loss of data has left behind the cursor.
        let left = model.left(of: job, fingerprint: question.fingerprint)
        if below(2) == 0, let range = left.randomElement(using: &random) {
          (question.kind, question.expected, question.instant) = (.record, range.after, range.through)
          question.ranges = [ModelQuestion.Range(from: range.after + 1, to: range.through, count: 2, reason: 0)]
        } else if below(4) == 0, let common = model.jobs[job].recent?.instants.randomElement(using: &random) {
          question.instant = common
        }
      }
      question.busy = [.skip, .wait, .replace][below(3)]
      question.attempt = 1 + below(2)
      question.reruns = below(2) == 0
      if question.cause != 0, below(2) == 0 { question.order = tokens }
      var intent = ClaimRequest.Intent.start(instant(question.instant))
      var passed: [PassedOver] = []
      if question.kind == .record {
        intent = .record(through: instant(question.instant))
        passed = question.ranges.map {
          PassedOver(from: instant($0.from), to: instant($0.to), count: $0.count, reason: .coalesced)
        }
      } else if below(4) == 0 {
        let from = question.instant - 50
        question.ranges = [ModelQuestion.Range(from: from, to: from + 20, count: 3, reason: 0)]
        passed = [PassedOver(from: instant(from), to: instant(from + 20), count: 3, reason: .coalesced)]
        if question.cause == 0, below(2) == 0 {
          question.kind = .record
          intent = .record(through: instant(question.instant))
        }
      } else if below(3) == 0, let crash = crashed.randomElement(using: &random) {
        question = takingOver(crash, question)
        intent = .takeOver(crash)
      }
      let request = ClaimRequest(
        job: Self.jobs[question.job], cause: question.cause == 0 ? .scheduled : .runNow, token: name(question.token),
        intent: intent, expectedCursor: question.expected == ModelRedis.none ? .min : instant(question.expected),
        next: .max, passedOver: passed, lockKey: Self.locks[question.key], slots: question.slots,
        leaseDuration: .milliseconds(Self.lease), whenBusy: Self.busy(question.busy), attempt: question.attempt,
        rerunsAfterCrash: question.reruns,
        order: question.order == ModelRedis.none ? nil : FiringOrder(requestedBy: "\(question.order)"),
        fingerprint: question.fingerprint == ModelRedis.none ? nil : "\(question.fingerprint)")
      return (request, question)
    }

    private func takingOver(_ crash: CrashedRun, _ question: ModelQuestion) -> ModelQuestion {
      var question = question
      question.kind = .takeOver
      question.job = Self.jobs.firstIndex(of: crash.firing.job) ?? 0
      question.key = question.job == 0 ? 0 : 1
      question.slots = Self.slots[question.key]
      question.instant = Int(crash.firing.instant.millisecondsSince1970)
      question.cause = crash.firing.cause == .scheduled ? 0 : 1
      question.crashed = Int(crash.token.sequence)
      question.order = crash.order?.requestedBy.flatMap { Int($0) } ?? ModelRedis.none
      return question
    }

    private mutating func renew() async throws -> String? {
      guard !leases.isEmpty else { return nil }
      let (lease, token) = leases[below(leases.count)]
      let replica = replicas[below(2)]
      let key = Self.locks.firstIndex(of: lease.lockKey) ?? 0
      return try await compare("renew \(token)") { model, now, _ in
        model.renew(
          token, key: key, slot: lease.slot, lease: Int(Self.lease), epoch: model.meta.epoch,
          server: model.meta.server, now: now
        ).map { "\($0)" } ?? "EPOCH"
      } real: {
        switch try await replica.claims.renew([lease])[0] {
        case .renewed: "renewed"
        case .cancel: "cancel"
        case .lost: "lost"
        case .unreadable: "unreadable"
        }
      }
    }

    private mutating func finish() async throws -> String? {
      guard !leases.isEmpty else { return nil }
      let (lease, token) = leases[below(leases.count)]
      let (index, isFinal, hold) = (below(2), below(3) > 0, below(3) == 0)
      let replica = replicas[index]
      let started = try await clock()
      let key = Self.locks.firstIndex(of: lease.lockKey) ?? 0
      let firing = lease.firing
      let record = RunRecord(
        runID: lease.token, job: firing.job, instant: firing.instant, cause: firing.cause,
        outcome: isFinal ? .succeeded : .cancelled(.leaseLost), started: instant(started), ended: instant(started),
        attempt: lease.attempt, instance: replica.name, fencingToken: lease.fencingToken)
      var report = ModelReport(token: token, key: key, slot: lease.slot)
      report.isFinal = isFinal
      report.holdUntil = hold ? started + 50_000 : 0
      report.takenOver = replica.claims.session.withKnowledge { knowledge in
        (knowledge.leases[lease.token]?.run?.takenOver ?? []).map { Int($0.sequence) }
      }
      report.breaker = Self.rule(replica.claims.session.withKnowledge { $0.jobs[firing.job.rawValue]?.breaker })
      let row = ModelRow(
        job: Self.jobs.firstIndex(of: firing.job) ?? 0, from: Int(firing.instant.millisecondsSince1970),
        to: Int(firing.instant.millisecondsSince1970), cause: firing.cause == .scheduled ? 0 : 1, outcome: .ended,
        owner: index, at: started)
      return try await compare("finish \(token) final \(isFinal) hold \(hold)") { model, now, _ in
        _ = model.finish(report, row: row, epoch: model.meta.epoch, server: model.meta.server, now: now)
        return ""
      } real: {
        try await replica.claims.finish([
          FinishReport(lease: lease, record: record, minimumHold: hold ? .seconds(50) : .zero)
        ])
        return ""
      }
    }

    private mutating func abandon() async throws -> String? {
      guard !asked.isEmpty else { return nil }
      let (request, question) = asked[below(asked.count)]
      let index = below(2)
      let replica = replicas[index]
      return try await compare("abandon \(question.token)") { model, now, _ in
        "\(model.abandon(question, epoch: model.meta.epoch, server: model.meta.server, now: now) ?? false)"
      } real: {
        "\(try await replica.claims.abandon([request])[0])"
      }
    }

    private mutating func heartbeat() async throws -> String? {
      let index = below(2)
      let replica = replicas[index]
      var found: [CrashedRun] = []
      let told = try await compare("heartbeat", twice: true) { model, first, last in
        Self.beat(&model, first, last, owner: index)
      } real: {
        found = try await Self.beat(replica).crashed
        return found.map { "\($0.token.sequence)/\($0.crashes)" }.sorted().joined(separator: " ")
      }
      crashed += found
      return told
    }

    /// A heartbeat, and the sweep that follows it some milliseconds later.
    private static func beat(_ model: inout ModelRedis, _ first: Int, _ last: Int, owner: Int) -> String {
      let (epoch, server) = (model.meta.epoch, model.meta.server)
      guard let told = model.heartbeat(epoch: epoch, server: server, now: first, owner: owner) else { return "EPOCH" }
      var crashed = told.offered.compactMap { token in model.tokens[token].run.map { "\(token)/\($0.crashes)" } }
      for token in told.expired {
        guard let run = model.tokens[token].run else { continue }
        let swept = model.sweep(token, key: run.key, slot: run.slot, epoch: epoch, server: server, now: last)
        if let swept, swept.isDead, let run = swept.run { crashed.append("\(token)/\(run.crashes)") }
      }
      return crashed.sorted().joined(separator: " ")
    }

    private mutating func register(by asker: Int? = nil) async throws -> String? {
      let (job, fingerprint, beginsNow, hasBreaker) = (below(3), 1 + below(2), below(2) == 0, below(3) > 0)
      let breaker = hasBreaker ? ModelRedis.Breaker(most: 2, coolDown: Self.coolDown) : nil
      let replica = replicas[asker ?? below(2)]
      return try await compare("register \(job) \(fingerprint)") { model, now, _ in
        let told = model.register(
          job, fingerprint: fingerprint, beginsNow: beginsNow, breaker: breaker, epoch: model.meta.epoch,
          server: model.meta.server,
          now: now)
        return told.map { "\($0.cursor == ModelRedis.none ? 0 : $0.cursor) \($0.since)" } ?? "EPOCH"
      } real: {
        let told = try await replica.claims.register([
          ClaimRegistration(
            job: Self.jobs[job], fingerprint: "\(fingerprint)", next: .max,
            breaker: hasBreaker ? CircuitBreaker(failures: 2, coolDown: .milliseconds(Self.coolDown)) : nil,
            beginsNow: beginsNow)
        ])[0]
        return "\(told.cursor?.millisecondsSince1970 ?? 0) \(told.since.millisecondsSince1970)"
      }
    }

    // MARK: Around the scripts

    private mutating func pause() async throws -> String? {
      let (job, isOn) = (below(6), below(3) == 0)
      let id = job < 3 ? Self.jobs[job] : nil
      if job > 3 { return nil }
      try await replicas[below(2)].claims.pause(id, note: isOn ? "n" : nil)
      if job < 3 { model.pausedJobs[job] = isOn } else { model.isPaused = isOn }
      return try await difference(model)
    }

    /// As if a holder had said nothing for a lease's time.
    private mutating func expire() async throws -> String? {
      guard let token = model.open.randomElement(using: &random), let run = model.tokens[token].run else { return nil }
      let index = run.key * 2 + run.slot
      if model.slots[index].lock == token {
        try await replicas[0].client.command("DEL", keys.lock(Self.locks[run.key], run.slot))
        model.slots[index].expires = ModelRedis.none
      }
      // Not so long ago that the run would not be worth running again.
      try await replicas[0].client.command("ZADD", keys.open, "\(base)", name(token).description)
      model.tokens[token].deadline = base
      return try await difference(model)
    }

    /// As if nobody had taken a crashed run over for a while.
    private mutating func offer() async throws -> String? {
      guard let token = model.crashed.randomElement(using: &random) else { return nil }
      try await replicas[0].client.command("ZADD", keys.crashed, "1", name(token).description)
      model.tokens[token].offerAt = 1
      return try await difference(model)
    }

    private static func epoch(of replica: Replica) -> String { replica.claims.session.withKnowledge { $0.epoch } }

    /// As the model numbers it: its place, and a number instead of the random part.
    private static func epoch(_ text: String) -> Int {
      guard !text.isEmpty else { return ModelRedis.none }
      return ModelRedis.epoch(place: Int(text.prefix { $0 != "-" }) ?? 0, candidate(text))
    }

    private static func candidate(_ epoch: String) -> Int { Int(epoch.suffix(7), radix: 16) ?? 1 }

    /// Everything is gone, or comes back from where it was before; both replicas report what they know.
    private mutating func lose() async throws -> String? {
      if below(2) == 0 {
        try await replicas[0].client.command("FLUSHALL")
        model.loseData()
        model.rows = []
        crashed = []
      } else {
        try await replicas[0].client.command("HSET", keys.meta, "epoch", "0-before")
        model.meta.epoch = Self.epoch("0-before")
      }
      // One of them is a new process, which knows nothing of the data before, and goes on first.
      if below(2) == 0 {
        let index = below(2)
        let fresh = replicas[index]
        fresh.claims.session.withKnowledge { $0 = FleetKnowledge() }
        if let told = try await merge(fresh) { return told }
        for _ in 0..<4 {
          if let told = try await below(2) == 0 ? decide(by: index) : register(by: index) { return told }
        }
      }
      // Who knew a later data set makes this one the latest: then whoever has merged before does so again.
      for replica in replicas + replicas {
        if let told = try await merge(replica) { return told }
      }
      if below(2) == 0 { try await forgetBorn() }
      return nil
    }

    private mutating func merge(_ replica: Replica) async throws -> String? {
      let index = replica.name == "r0" ? 0 : 1
      let knowledge = modelled(replica.claims.session.withKnowledge { $0 })
      let isMerged = try await replica.client.command("HGET", keys.meta, "epoch").string == Self.epoch(of: replica)
      var candidate = 1
      return try await compare("merge of \(index)", twice: true) { model, first, last in
        if !isMerged { _ = model.merge(knowledge, candidate: candidate, server: 1, now: first) }
        return Self.beat(&model, last, last, owner: index)
      } real: {
        _ = try await Self.beat(replica)
        candidate = Self.candidate(Self.epoch(of: replica))
        return ""
      }
    }

    private mutating func changeBorn() async throws -> String? {
      let born = base + [-100_000, 200, 400][below(3)]
      try await replicas[0].client.command("HSET", keys.meta, "born", "\(born)")
      model.meta.born = born
      return nil
    }

    private static func rule(_ breaker: BreakerKnowledge?) -> ModelRedis.Breaker? {
      guard breaker != nil else { return nil }
      return ModelRedis.Breaker(most: 2, coolDown: coolDown)
    }

    /// What a replica knows, in the model's terms.
    private func modelled(_ knowledge: FleetKnowledge) -> ModelKnowledge {
      var told = ModelKnowledge(jobs: 3, keys: 2)
      for (index, job) in Self.jobs.enumerated() {
        guard let known = knowledge.jobs[job.rawValue] else { continue }
        told.jobs[index].cursor = known.cursor.map(Int.init) ?? ModelRedis.none
        told.jobs[index].fingerprint = Int(known.fingerprint) ?? ModelRedis.none
        told.jobs[index].since = known.since.map(Int.init) ?? ModelRedis.none
        told.jobs[index].left = ModelText.left(known.left).map(\.range)
        told.jobs[index].breaker = Self.rule(known.breaker)
        if let breaker = known.breaker {
          told.jobs[index].breaker?.failures = breaker.failures == 0 ? ModelRedis.none : Int(breaker.failures)
          told.jobs[index].breaker?.openUntil = breaker.openUntil.map(Int.init) ?? ModelRedis.none
        }
      }
      for (index, key) in Self.locks.enumerated() {
        told.fences[index] = knowledge.fences[key].map(Int.init) ?? ModelRedis.none
      }
      for lease in knowledge.leases.values.sorted(by: { $0.token < $1.token }) {
        let token = Int(lease.token.sequence)
        told.leases.append(
          ModelKnowledge.Lease(
            token: token, key: Self.locks.firstIndex(of: lease.key) ?? 0, slot: lease.slot, lease: Int(Self.lease),
            fence: Int(lease.fence), job: Self.jobs.firstIndex { $0.rawValue == lease.run?.job } ?? 0,
            run: ModelText.run(lease.runText, jobs: Self.jobs.map(\.rawValue), locks: Self.locks)))
      }
      told.epoch = Self.epoch(knowledge.epoch)
      told.longestLease = Int(knowledge.longestLease)
      told.isPaused = knowledge.pauses["*"] != nil
      for (index, job) in Self.jobs.enumerated() {
        told.pausedJobs[index] = knowledge.pauses["j:" + job.rawValue] != nil
      }
      return told
    }

    // MARK: Comparing

    /// Carries a step out on the server and on the model. A step of two scripts may take two different milliseconds.
    private mutating func compare(
      _ what: String, twice: Bool = false, model step: (inout ModelRedis, Int, Int) -> Answer,
      real: () async throws -> Answer
    ) async throws -> String? {
      let from = try await clock()
      let answer = try await real()
      let to = try await clock()
      let data = try await ModelText.data(of: replicas[0].client, keys)
      let moments = moments(from, to, answer, data)
      var nearest = "no moment from \(from) to \(to) gives the answer \(answer)"
      for first in moments {
        for last in twice ? moments : [first] where last >= first {
          var tried = model
          guard step(&tried, first, last) == answer else { continue }
          guard let difference = ModelText.difference(data, tried, name) else {
            model = tried
            return nil
          }
          nearest = "answered \(answer); \(difference)"
        }
      }
      return "\(what): \(nearest)"
    }

    /// The milliseconds that the step may have happened in: those that it left in the data, if it left any.
    private func moments(_ from: Int, _ to: Int, _ answer: Answer, _ data: [String: String]) -> [Int] {
      if answer.hasPrefix("early") || answer.hasPrefix("quarantine") { return Array(from...to) }
      var moments: Set<Int> = [from, to]
      for text in data.values {
        for word in text.split(whereSeparator: { !$0.isNumber }) {
          guard let number = Int(word) else { continue }
          for moment in [number, number - Int(Self.lease), number - Self.coolDown, number - 15_000, number - 3_600_000]
          where (from...to).contains(moment) { moments.insert(moment) }
        }
      }
      return moments.sorted()
    }

    private func difference(_ model: ModelRedis) async throws -> String? {
      ModelText.difference(try await ModelText.data(of: replicas[0].client, keys), model, name)
    }

    private func instant(_ milliseconds: Int) -> Instant { Instant(millisecondsSince1970: Int64(milliseconds)) }

    private static func busy(_ busy: ModelQuestion.Busy) -> ClaimRequest.WhenBusy {
      switch busy {
      case .skip: .skip
      case .wait: .wait
      case .replace: .replace
      }
    }

    private static func text(_ verdict: ModelVerdict) -> Answer {
      switch verdict {
      case .won(let slot, let fence, _): "won \(slot) \(fence)"
      case .lost(let cursor): "lost \(cursor == ModelRedis.none ? 0 : cursor)"
      case .gap(let cursor): "gap \(cursor)"
      case .undecided(let after, let through): "undecided \(after) \(through)"
      case .early(let by): "early \(by)"
      case .ahead(let cursor): "ahead \(cursor)"
      case .quarantine(let length): "quarantine \(length)"
      case .paused: "skipped paused"
      case .circuitOpen: "skipped circuitOpen"
      case .overlap: "skipped overlap"
      case .recorded: "recorded"
      case .busy: "busy"
      case .stale: "stale"
      }
    }

    private static func text(_ verdict: ClaimVerdict) -> Answer {
      switch verdict {
      case .won(let lease): "won \(lease.slot) \(lease.fencingToken)"
      case .lost(let cursor): "lost \(cursor == .min ? 0 : cursor.millisecondsSince1970)"
      case .gap(let cursor): "gap \(cursor.millisecondsSince1970)"
      case .undecided(let after, let through):
        "undecided \(after.millisecondsSince1970) \(through.millisecondsSince1970)"
      case .early(let by): "early \(by.nanoseconds / 1_000_000)"
      case .ahead(let cursor): "ahead \(cursor.millisecondsSince1970)"
      case .quarantined(let length): "quarantine \(length.nanoseconds / 1_000_000)"
      case .skipped(let reason): "skipped \(reason.rawValue)"
      case .recorded: "recorded"
      case .busy: "busy"
      case .askAgain: "askAgain"
      case .stale: "stale"
      case .unreadable(let reason): "unreadable \(reason)"
      }
    }
  }
#endif
