#if Redis
  package import CivilTime
  package import Scheduling

  /// Claims shared by a fleet through Redis: each firing is started once, by one replica.
  ///
  /// What is promised, and on what conditions, is written in the article <doc:Protocol>.
  package final class RedisClaims: ClaimService {
    package typealias AfterDataLoss = Claims.AfterDataLoss

    /// `redis`.
    package var kind: String { "redis" }
    /// Set where the namespace cannot be used.
    package var configurationFault: String? { session.fault?.message }
    /// As the client's configuration says: ``RedisConfiguration/maximumValueBytes``.
    package var maximumValueBytes: Int { session.maximumValueBytes }

    let session: FleetSession
    private let afterDataLoss: AfterDataLoss
    private let historyLength: Int
    let comparesNamespaces: Bool
    /// Percent-encoded, as it is written into records.
    private let owner = Lock("")
    let heartbeats = Lock(HeartbeatRhythm())
    let configuration = Lock(ConfigurationWatch())
    /// Of the fleet's requests, how many the next heartbeat passes over: those that came with the last one.
    let requestsFrom = Lock(Int64(0))
    private let finishes = Lock(RecentFinishes())
    let removals = Lock(RemovalsSeen())
    let tidying = Lock(TidyRhythm())

    /// Claims in a namespace of a Redis server.
    ///
    /// - Parameters:
    ///   - client: The client. It is shared, not owned: close it after the scheduler has stopped.
    ///   - namespace: Fleets with different namespaces know nothing of each other. The schedulers of one fleet need the
    ///     same one: 1 to 100 printable ASCII characters without blanks and without `{ } | % * ? [ ] \\`. With another the
    ///     scheduler throws `invalidConfiguration`, and no server is asked.
    ///   - afterDataLoss: What happens to instants due before a loss of data.
    ///   - historyLength: About how many rows of history the fleet keeps.
    ///   - comparesNamespaces: Whether the replica writes into the hash `swift-scheduling:namespaces` which jobs its namespace
    ///     has, and warns when another namespace of the server has the same: two that were meant to be one. The hash lies
    ///     outside of any namespace, so every tenant of the server that may write to it can put words into the others'
    ///     logs: false unless given.
    package init(
      _ client: RedisClient, namespace: String, afterDataLoss: AfterDataLoss = .quarantine, historyLength: Int = 10_000,
      comparesNamespaces: Bool = false
    ) {
      self.comparesNamespaces = comparesNamespaces
      session = FleetSession(client: client, namespace: namespace)
      self.afterDataLoss = afterDataLoss
      self.historyLength = max(1, historyLength)
    }

    /// Names this replica in records, and hears of the connection and the data. Waits for nothing.
    package func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {
      owner.withLock { $0 = PercentEncoding.encode(instance) }
      session.observe(observer)
      session.onServerChange { [weak self] in
        guard let self, finishes.withLock({ $0.serverChanged() }) else { return }
        Task { [weak self] in await self?.repeatFinishes() }
      }
    }

    /// Reports the ends of the last minutes once more to a server that may not know them, until it has acknowledged them:
    /// at least every tenth of a lease, however often the server changes meanwhile.
    private func repeatFinishes() async {
      var backoff = Backoff()
      while case let ends = finishes.withLock({ $0.toRepeat(.now()) }), !ends.isEmpty, !session.client.isClosed {
        do {
          let lease = ends.map(\.report.lease.duration).min() ?? .seconds(3)
          backoff.limit = min(lease / 10, .seconds(1))
          // The newest first: they are the ones that older data does not have.
          for start in stride(from: 0, to: ends.count, by: Self.batch) {
            let chunk = ends.reversed().dropFirst(start).prefix(Self.batch)
            try await finish(Array(chunk), remembering: false)
          }
          backoff.reset()
        } catch {
          finishes.withLock { $0.isUnacknowledged() }
          try? await Task.sleep(for: backoff.next(random: .random(in: 0..<1)))
        }
      }
    }

    /// Registers jobs; at start, and whenever a definition changes.
    package func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob] {
      var replies: [RegisteredJob] = []
      for start in stride(from: 0, to: jobs.count, by: Self.batch) {
        let chunk = jobs[start..<min(start + Self.batch, jobs.count)]
        let names = chunk.map { PercentEncoding.encode($0.job.rawValue) }
        let answer = try await ask(.register) { epoch, dataSet in
          var call = ScriptCall(
            keys: [session.keys.meta, session.keys.control], arguments: [epoch, dataSet, session.keys.wake])
          for (registration, name) in zip(chunk, names) {
            call.keys.append(session.keys.job(name))
            call.arguments += [
              name, registration.fingerprint, registration.next.map(Milliseconds.text) ?? "",
              ClaimCoding.text(registration.breaker), registration.pauseNote ?? "",
              TriggerName.of(registration.fingerprint), registration.beginsNow ? "1" : "0",
            ]
          }
          return call
        }
        for ((registration, name), item) in zip(zip(chunk, names), answer.items) {
          guard let fields = item.array, fields.count == 3, let since = ServerNumber.instant.read(fields[1]) else {
            // Its questions find the same, and hurt nobody else: until then its instants begin now.
            replies.append(
              RegisteredJob(job: registration.job, cursor: nil, since: fleetTime(at: .now()) ?? SystemClock().now()))
            continue
          }
          let cursor = session.cursor(fields[0])
          session.learn(from: answer) { knowledge in
            knowledge.saw(
              fingerprint: registration.fingerprint, since: since, of: name,
              trigger: TriggerName.of(registration.fingerprint))
            if let cursor { knowledge.saw(cursor: cursor, left: UndecidedRanges.text(fields[2]), of: name) }
            knowledge.saw(next: registration.next?.millisecondsSince1970, of: name)
            knowledge.saw(breaker: ClaimCoding.text(registration.breaker), of: name)
          }
          replies.append(
            RegisteredJob(
              job: registration.job, cursor: cursor.map { Instant(millisecondsSince1970: $0) },
              since: Instant(millisecondsSince1970: since)))
        }
      }
      return replies
    }

    /// Decides a batch in one call of a script; more than 100 are cut into several.
    package func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
      if requests.isEmpty { return [] }
      let batches = Batches.cut(requests, count: Self.batch) { OrderCoding.size($0.order) + 600 }
      var verdicts: [ClaimVerdict] = []
      for batch in batches {
        let part = try await decide(batch: Array(batch))
        if batches.count == 1 { return part }
        verdicts += part
      }
      return verdicts
    }

    private func decide(batch requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
      var codings: [ClaimCoding] = []
      for request in requests { codings.append(try ClaimCoding(request)) }
      if requests.contains(where: { $0.expectedCursor == .min && $0.cause == .scheduled }) {
        session.withKnowledge { knowledge in
          for index in codings.indices { codings[index].readBeginning(knowledge) }
        }
      }
      let shapes = DecideShape.sort(codings.map(\.shape))
      let keys = session.keys
      let owner = owner.withLock { $0 }
      let quarantine = heartbeats.withLock { $0.quarantineMilliseconds }
      let answer = try await session.ask(.decide, on: session.client.commands) { epoch, dataSet in
        var call = ScriptCall(
          keys: [
            keys.meta, keys.open, keys.runs, keys.crashed, keys.ended, keys.control, keys.history, keys.requests,
            keys.due, keys.dead, keys.deadLetters,
          ],
          arguments: [
            epoch, dataSet, owner, afterDataLoss == .quarantine ? "10000" : "0", "\(historyLength)", "\(codings.count)",
            "\(quarantine)", "\(shapes.different.count)",
          ])
        for shape in shapes.different { shape.append(to: &call.arguments) }
        for (coding, shape) in zip(codings, shapes.numbers) { coding.append(shape: shape, to: &call, keys: keys) }
        return call
      }
      guard let answer else { return requests.map { _ in .askAgain } }
      guard answer.items.count == codings.count else { throw FleetSession.unexpected(.array(Array(answer.items))) }
      let latest = session.latestCursor
      let verdicts = session.learn(from: answer) { knowledge in
        zip(codings, answer.items).map { coding, item in
          coding.verdict(item, sent: answer.sent, latestCursor: latest, owner: owner, knowledge: &knowledge)
        }
      }
      return verdicts
    }

    /// How far the fleet has decided jobs.
    package func cursors(of jobs: [JobID]) async throws(ClaimsUnavailable) -> [Instant?] {
      let names = jobs.map { PercentEncoding.encode($0.rawValue) }
      let triggers = session.withKnowledge { knowledge in names.map { knowledge.jobs[$0]?.trigger ?? "" } }
      let answer = try await ask(.cursors) { epoch, dataSet in
        var call = ScriptCall(keys: [session.keys.meta], arguments: [epoch, dataSet])
        for name in names { session.keys.appendJob(name, to: &call.keys) }
        for trigger in triggers { call.arguments.append(trigger) }
        return call
      }
      guard answer.items.count == jobs.count else { throw FleetSession.unexpected(.array(Array(answer.items))) }
      let cursors = answer.items.map { item in
        (at: session.cursor(item.array?.first ?? item), left: UndecidedRanges.text(item.array?.last))
      }
      return session.learn(from: answer) { knowledge in
        zip(names, cursors).map { name, found in
          let cursor = found.at
          if let cursor { knowledge.saw(cursor: cursor, left: found.left, of: name) }
          return cursor.map { Instant(millisecondsSince1970: $0) }
        }
      }
    }

    /// Prolongs leases, on a connection of its own.
    package func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] {
      if leases.count > Self.batch {
        return try await chunked(leases) { (chunk) throws(ClaimsUnavailable) in try await self.renew(chunk) }
      }
      if leases.isEmpty { return [] }
      let answer = try await RenewalCoding.renew(
        leases.map {
          RenewalCoding(
            token: $0.token, key: PercentEncoding.encode($0.lockKey), slot: $0.slot,
            milliseconds: Milliseconds.atLeastOne($0.duration))
        }, in: session)
      return answer
    }

    /// Gives leases back and records the ends of their runs. Repeating a report changes nothing.
    package func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable) {
      let ends = session.withKnowledge { knowledge in
        reports.map {
          EndedRun(report: $0.withoutEvidence, takenOver: knowledge.leases[$0.lease.token]?.run?.takenOver ?? [])
        }
      }
      let evidence = reports.map(\.record).filter { $0.evidence != nil }
      guard !evidence.isEmpty else { return try await finish(ends, remembering: true) }
      // Side by side: a lock is not kept longer for a run that left something.
      async let kept: Void = session.keepEvidence(of: evidence)
      do throws(ClaimsUnavailable) { try await finish(ends, remembering: true) } catch {
        await kept
        throw error
      }
      await kept
    }

    private func finish(_ ends: [EndedRun], remembering: Bool) async throws(ClaimsUnavailable) {
      let batches = Batches.cut(ends, count: Self.batch) { end in
        let report = end.report
        return 600 + (report.record.message?.utf8.count ?? 0)
          + (report.deadLetter.map { OrderCoding.size($0.arguments) } ?? 0)
      }
      for chunk in batches {
        let keys = session.keys
        try await session.change(noting: { knowledge in
          for end in chunk { knowledge.gaveBack(token: end.report.lease.token) }
        }) { () async throws(ClaimsUnavailable) in
          let names = chunk.map { PercentEncoding.encode($0.report.record.job.rawValue) }
          let rules = session.withKnowledge { knowledge in
            zip(chunk, names).map { $0.report.hasBreaker ? knowledge.jobs[$1]?.breaker?.rule ?? "1" : "" }
          }
          let answer = try await ask(.finish) { epoch, dataSet in
            var call = ScriptCall(
              keys: [
                keys.meta, keys.open, keys.runs, keys.crashed, keys.ended, keys.history, keys.dead, keys.deadLetters,
              ],
              arguments: [epoch, dataSet, "\(historyLength)", keys.wake])
            for ((end, name), rule) in zip(zip(chunk, names), rules) {
              let (report, lease, record) = (end.report, end.report.lease, end.report.record)
              let key = PercentEncoding.encode(lease.lockKey)
              keys.appendJob(name, to: &call.keys)
              keys.appendHeld(key, to: &call.keys)
              keys.appendLock(key, lease.slot, to: &call.keys)
              let holdUntil = (record.started ?? record.ended) + report.minimumHold
              call.arguments.append(lease.token)
              call.arguments.append(lease.slot)
              call.arguments.append(Milliseconds.hold(until: holdUntil, atMost: report.minimumHold))
              call.arguments.append(Self.finality(of: report))
              call.arguments.append(RecordCoding.headBytes(record))
              call.arguments.append(record.message ?? "")
              call.arguments.append(rule)
              call.arguments.append(OwnRun.text(end.takenOver))
            }
            return call
          }
          session.learn(from: answer) { knowledge in
            for ((name, rule), item) in zip(zip(names, rules), answer.items) where !rule.isEmpty {
              if let state = item.string { knowledge.saw(breakerState: state, of: name) }
            }
          }
        }
        if remembering { finishes.withLock { $0.add(chunk, .now()) } }
      }
    }

    /// Gives up questions whose answers never came.
    package func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool] {
      if requests.count > Self.batch {
        return try await chunked(requests) { (chunk) throws(ClaimsUnavailable) in try await self.abandon(chunk) }
      }
      if requests.isEmpty { return [] }
      var codings: [ClaimCoding] = []
      for request in requests { codings.append(try ClaimCoding(request)) }
      let keys = session.keys
      let owner = owner.withLock { $0 }
      let answer = try await ask(.abandon) { epoch, dataSet in
        var call = ScriptCall(
          keys: [keys.meta, keys.open, keys.runs, keys.ended, keys.history],
          arguments: [epoch, dataSet, owner, "\(historyLength)", "\(codings.count)"])
        for coding in codings {
          call.keys.append(keys.held(coding.key))
          for slot in 0..<coding.slots { call.keys.append(keys.lock(coding.key, slot)) }
          call.arguments += [
            coding.request.token.description, coding.job, "\(coding.instant)", coding.request.cause.rawValue,
            "\(coding.request.attempt)", "\(coding.slots)",
          ]
        }
        return call
      }
      session.withKnowledge { knowledge in
        for request in requests { knowledge.gaveBack(token: request.token) }
      }
      return answer.items.map { $0.string == "1" }
    }

    /// Sets or clears a pause switch for the fleet. Every replica that listens heeds it at once, others with their next
    /// heartbeat.
    package func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) {
      try await session.setSwitch(job, note: note)
    }

    /// Clears a switch whose time is over, unless somebody has set it anew.
    package func endPause(_ job: JobID?, note: String) async throws(ClaimsUnavailable) {
      try await session.endPause(job, note: note)
    }

    /// Keeps a request until a replica serves it, and wakes the fleet. At most 256 wait at a time.
    package func submit(_ request: FleetRequest) async throws(ClaimsUnavailable) { try await session.submit(request) }

    /// Ends a request that waits.
    package func withdraw(_ request: FleetRequest.ID) async throws(ClaimsUnavailable) -> Bool {
      try await session.withdraw(request, owner: instance, historyBound: historyBound)
    }

    /// What became of a request. An answer is kept for an hour.
    package func answer(to request: FleetRequest.ID) async throws(ClaimsUnavailable) -> FleetAnswer {
      try await session.answer(to: request)
    }

    /// Tells a run of any replica to stop, and wakes its holder.
    package func cancel(_ run: RunID) async throws(ClaimsUnavailable) -> Bool { try await session.cancel(run) }

    /// The server's clock: of the last eight replies the one that travelled the shortest tells it.
    package func fleetTime(at time: MonotonicTime) -> Instant? { session.serverTime(at: time) }

    /// The newest rows of the fleet's history, newest first.
    package func history(limit: Int) async throws(ClaimsUnavailable) -> [RunRecord] {
      try await session.history(of: nil, limit: limit)
    }

    /// Whether a report is the run's last word, and what becomes of a firing that was given up.
    private static func finality(of report: FinishReport) -> String {
      if let letter = report.deadLetter { return "d|" + DeadLetterCoding.arguments(letter) }
      if report.handsOver { return "h" }
      return report.record.outcome == .cancelled(.leaseLost) ? "0" : "1"
    }

    static let batch = 100

    var instance: String { owner.withLock { $0 } }
    var historyBound: String { "\(historyLength)" }

    func ask(
      _ script: RedisScript, _ call: (_ epoch: String, _ dataSet: String) -> ScriptCall
    ) async throws(ClaimsUnavailable) -> FleetSession.Answer {
      guard let answer = try await session.ask(script, on: session.client.commands, call) else {
        throw FleetSession.replacedAgainAndAgain
      }
      return answer
    }

    private func chunked<Item, Reply>(
      _ items: [Item], _ body: ([Item]) async throws(ClaimsUnavailable) -> [Reply]
    ) async throws(ClaimsUnavailable) -> [Reply] {
      var replies: [Reply] = []
      for start in stride(from: 0, to: items.count, by: Self.batch) {
        replies += try await body(Array(items[start..<min(start + Self.batch, items.count)]))
      }
      return replies
    }
  }
#endif
