#if Redis
  import CivilTime
  import Scheduling

  /// One user's talk with one namespace: asks scripts, notices when the data is another than before, and tells the
  /// server what it has lost before asking again. Claims and locks each have one.
  final class FleetSession: Sendable {
    typealias Observer = @Sendable (ClaimsEvent) -> Void

    let client: RedisClient
    let keys: Keys
    let namespace: String
    /// Set where the namespace cannot be used: then no server is asked.
    let fault: ClaimsUnavailable?
    let state = Lock(State())
    /// Behind a lock of its own: every run reads it, and must not wait for a batch of answers to be learned.
    private let clock = Lock(ServerClock())
    private let watcher: Lock<Int?> = Lock(nil)

    struct State {
      var knowledge = FleetKnowledge()
      var observer: Observer?
      var isReachable: Bool?
      var isRevisiting = false
      var subscription: RedisSubscription?
      var isListening = false
      var findings = Findings()
      var hasNamedForeignMessage = false
      var onServerChange: (@Sendable () -> Void)?
    }

    init(client: RedisClient, namespace: String) {
      self.client = client
      self.namespace = namespace
      self.fault = Namespace.error(namespace)
      self.keys = Keys(namespace: namespace)
    }

    deinit { watcher.withLock { id in id.map { client.watchers.remove($0) } } }

    func observe(_ observer: @escaping Observer) {
      state.withLock { $0.observer = observer }
      watcher.withLock { id in
        guard id == nil else { return }
        id = client.watchers.add { [weak self] role, news in
          guard role == .commands else { return }
          switch news {
          case .made(_, let warnings): self?.found(.server, warnings: warnings)
          case .lost: self?.revisit()
          }
        }
      }
    }

    /// Listens to the fleet's wake channel, once there is a connection to share its fate with. Again changes nothing.
    func listen() {
      let mustListen = state.withLock { state in
        guard !state.isListening, state.observer != nil, fault == nil else { return false }
        state.isListening = true
        return true
      }
      guard mustListen else { return }
      do throws(RedisError) {
        let subscription = try RedisSubscription(client, channels: [keys.wake]) { [weak self] in self?.hear($0) }
        state.withLock { $0.subscription = subscription }
      } catch {
        found(.wake, warnings: ["Pauses and requests are heard up to one heartbeat late: \(error.message)"])
      }
    }

    private func hear(_ news: RedisSubscription.News) {
      switch news {
      case .listening:
        found(.wake, warnings: [])
        found(.messages, warnings: [])
        tell(.fleetChanged)
      case .message(_, let text):
        switch FleetWake(text) {
        case .fleet: tell(.fleetChanged)
        case .cancel(let run): tell(.cancelRequested(run))
        case .job(let name, let change, let next): jobChanged(name, change, next)
        case .other(let text): foreign(text)
        }
      case .lost(let error):
        guard error.code == .noPermission else { return }
        found(
          .wake,
          warnings: [
            "The Redis user may not subscribe to \(keys.wake), so pauses and requests are heard up to one heartbeat "
              + "late; allow it with ACL SETUSER \u{2026} +subscribe +publish &\(keys.wake)."
          ])
      }
    }

    /// Names a message that is none of this version's, once: another version or another program writes there. It costs
    /// nothing but the attention, so that it is a note and no warning.
    private func foreign(_ text: String) {
      let isNamed = state.withLock { state in
        defer { state.hasNamedForeignMessage = true }
        return state.hasNamedForeignMessage
      }
      guard !isNamed else { return }
      found(
        .messages, warnings: [],
        notes: [
          "A message on \(keys.wake) that this version cannot read was ignored, and others like it will be: "
            + "'\(text.printable(bytes: 60))'. Another version of the library or another program writes there."
        ])
    }

    /// Tells what is new of what a look has found, and what it has found no longer.
    func found(_ place: Findings.Place, warnings: [String], notes: [String] = []) {
      for event in state.withLock({ $0.findings.change(place, warnings: warnings, notes: notes) }) { tell(event) }
    }

    /// `body` is called after a merge into the same data set on another server, which may lack the last writes.
    func onServerChange(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onServerChange = body } }

    private func jobChanged(_ name: String, _ change: Int64, _ next: Int64?) {
      guard let job = PercentEncoding.decode(name) else { return foreign(name) }
      let epoch = withKnowledge { $0.epoch }
      tell(
        .jobChanged(
          JobID(job), next: next.map { Instant(millisecondsSince1970: $0) }, before: "\(epoch)/\(change - 1)",
          changes: "\(epoch)/\(change)"))
    }

    func tell(_ event: ClaimsEvent) { state.withLock { $0.observer }?(event) }

    func withKnowledge<R: Sendable>(_ body: (inout FleetKnowledge) -> R) -> R { state.withLock { body(&$0.knowledge) } }

    var hasNoFindings: Bool { state.withLock { $0.findings.isEmpty } }

    func serverTime(at reading: MonotonicTime) -> Instant? { clock.withLock { $0.time(at: reading) } }

    /// The latest cursor that is believed, in milliseconds. The scripts decide nothing that lies further ahead of the
    /// server's clock than a minute, and answer `AHEAD` where a wrong clock once did. Any other answer with such a cursor
    /// was changed on its way, and would keep the job from running until then.
    var latestCursor: Int64 {
      serverTime(at: .now()).map { ($0 + .seconds(90)).millisecondsSince1970 } ?? .max
    }

    /// The cursor of an answer; nil when it has none that is believed.
    func cursor(_ value: RedisValue?) -> Int64? {
      ServerNumber.instant.read(value).flatMap { $0 <= latestCursor ? $0 : nil }
    }

    /// What a script answered, without its stamp and verdict, and when the question was sent.
    struct Answer {
      var items: ArraySlice<RedisValue>
      var sent: MonotonicTime
      /// The data set that has answered.
      var epoch: String
      var dataSet: String
    }

    /// Notes what an answer has told. If the data was lost while it was on its way, and a merge has not had it, then that
    /// is told as well, before anything else is asked.
    func learn<R>(from answer: Answer, _ body: (inout FleetKnowledge) throws -> R) rethrows -> R {
      let (result, becameUntold) = try state.withLock { state in
        let result = try body(&state.knowledge)
        let wasUntold = state.knowledge.isUntold
        state.knowledge.heard(from: answer.epoch, answer.dataSet)
        return (result, state.knowledge.isUntold && !wasUntold)
      }
      if becameUntold { Task { [weak self] in try? await self?.tellTheRest() } }
      return result
    }

    /// Makes a change that changes nothing the second time, and notes it. If what is known was told while the answer was
    /// on its way, the data set that was told may be another and have what the change took away, or lack what it set:
    /// it is made once more; when that happens again and again, the change may or may not have been made.
    func change(
      noting note: (inout FleetKnowledge) -> Void, _ ask: () async throws(ClaimsUnavailable) -> Void
    ) async throws(ClaimsUnavailable) {
      for _ in 0..<4 {
        let tellings = withKnowledge { $0.tellings }
        try await ask()
        let isCurrent = withKnowledge { knowledge in
          note(&knowledge)
          return knowledge.tellings == tellings
        }
        if isCurrent { return }
      }
      throw Self.replacedAgainAndAgain
    }

    /// Asks, and merges and asks again as long as the data is another than this replica knows. Nil if it stays so.
    ///
    /// `call` is given the epoch and the data set to name in the question.
    func ask(
      _ script: RedisScript, on connection: RedisConnection, timeout: Duration? = nil,
      _ call: (_ epoch: String, _ dataSet: String) -> ScriptCall
    ) async throws(ClaimsUnavailable) -> Answer? {
      if let fault { throw fault }
      for _ in 0..<4 {
        let (epoch, dataSet, runID, isUntold) = withKnowledge { ($0.epoch, $0.dataSet, $0.runID, $0.isUntold) }
        if isUntold {
          try await merge()
          continue
        }
        let sent = MonotonicTime.now()
        let reply: RedisValue
        do {
          reply = try await client.run(script, call(epoch, dataSet), on: connection, timeout: timeout, runID: runID)
        } catch {
          guard error.code == .serverChanged else { throw unavailable(await naming(error)) }
          try await merge(unlessKnownSince: (epoch, dataSet))
          continue
        }
        let values = try reached(reply, sent: sent)
        if values.first?.string == "OK" {
          return Answer(items: values.dropFirst(), sent: sent, epoch: epoch, dataSet: dataSet)
        }
        guard values.first?.string == "EPOCH" else { throw Self.unexpected(reply) }
        try await merge(unlessKnownSince: (epoch, dataSet))
      }
      return nil
    }

    /// A plain command of the claims' own.
    func command(_ words: [String]) async throws(ClaimsUnavailable) -> RedisValue {
      if let fault { throw fault }
      do {
        let reply = try await client.send(words, on: client.commands)
        noteReachable()
        return reply
      } catch {
        throw unavailable(await naming(error))
      }
    }

    /// Runs a script that asks nothing of the epoch; returns its answer without the stamp.
    func run(_ script: RedisScript, _ call: ScriptCall) async throws(ClaimsUnavailable) -> ArraySlice<RedisValue> {
      if let fault { throw fault }
      let sent = MonotonicTime.now()
      let reply: RedisValue
      do {
        reply = try await client.run(script, call, on: client.commands)
      } catch {
        throw unavailable(await naming(error))
      }
      return try reached(reply, sent: sent)
    }

    /// Reads the stamp that every script's answer begins with.
    func reached(_ reply: RedisValue, sent: MonotonicTime) throws(ClaimsUnavailable) -> ArraySlice<RedisValue> {
      let received = MonotonicTime.now()
      guard let values = reply.array, let stamp = ServerNumber.stamp.read(values.first) else {
        throw Self.unexpected(reply)
      }
      let serverTime = Instant(nanosecondsSince1970: stamp * 1000)
      let jump = clock.withLock { $0.observe(serverTime, sent: sent, received: received) }
      if let jump { tell(.serverClockJumped(by: jump)) }
      noteReachable()
      return values.dropFirst()
    }

    private func noteReachable() {
      let isNews = state.withLock { state in
        defer { state.isReachable = true }
        return state.isReachable != true
      }
      if isNews { tell(.connected(facts: client.server?.dictionary ?? [:])) }
    }

    func unavailable(_ error: RedisError) -> ClaimsUnavailable {
      let unavailable = ClaimsUnavailable(error.description, needsOperator: error.needsOperator)
      if error.code == .cancelled { return unavailable }
      let isNews = state.withLock { state in
        defer { state.isReachable = false }
        return state.isReachable != false
      }
      if isNews { tell(.disconnected(unavailable)) }
      return unavailable
    }

    /// The data is of a newer version. It is left alone.
    func schemaTooNew(_ schema: RedisValue?) -> ClaimsUnavailable {
      ClaimsUnavailable(
        "the data in \(keys.meta) has schema \(schema?.string ?? "?"), and this version knows only up to "
          + "\(FleetSession.schema): replicas of a newer version use this namespace. Update this one, or give it a "
          + "namespace of its own.", needsOperator: true)
    }

    /// What this version writes; the data of a higher one is refused.
    static let schema = 1

    static let replacedAgainAndAgain = ClaimsUnavailable(
      "the data in Redis was replaced again and again while asking; asking later may help.")

    static func unexpected(_ reply: RedisValue) -> ClaimsUnavailable {
      ClaimsUnavailable(
        "Redis answered a script in a way that this version does not know; another version may use the same namespace.",
        needsOperator: true)
    }
  }

  extension RedisError {
    /// Whether asking again is hopeless until somebody has changed something.
    var needsOperator: Bool {
      switch code {
      case .wrongPassword, .noPermission, .unsupportedServer, .clusterRedirect, .closed, .server, .invalidURL,
        .tlsUnavailable, .tlsFailed, .replyTooLarge:
        true
      default: false
      }
    }
  }
#endif
