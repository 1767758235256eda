#if Redis
  import CivilTime
  import Scheduling

  /// Named locks shared by a fleet, for what a service wants to do in one place at a time.
  ///
  /// They are the locks of scheduled runs: a job whose lock is named `reindex` and `withLock("reindex")` in the same
  /// namespace exclude each other. A lock that jobs use with several slots (`maxInstances`) is taken in its first slot
  /// alone: give a lock that is to exclude one slot.
  public final class RedisLocks: Sendable {
    private let session: FleetSession
    private let keeper: LockKeeper
    private let origin = UInt64.random(in: .min ... .max)
    private let counter = Lock(UInt64(0))

    /// Locks in a namespace of a Redis server.
    /// - Throws: ``RedisError`` with the code `invalidNamespace` for a namespace that is not 1 to 100 printable ASCII
    ///   characters without blanks and without `{ } | % * ? [ ] \`; `systemResources` when the process is out of file
    ///   descriptors.
    public init(_ client: RedisClient, namespace: String) throws(RedisError) {
      if let fault = Namespace.fault(namespace) { throw RedisError(.invalidNamespace, .notSent, fault + ".") }
      session = FleetSession(client: client, namespace: namespace)
      keeper = try LockKeeper(session: session)
      // A connection that was lost makes the session look whether the data is still the same, and report what is held.
      session.observe { [weak keeper] event in
        if case .dataLost = event { keeper?.renewAll() }
      }
    }

    /// Runs `body` while this process holds the lock, and renews the lock meanwhile.
    ///
    /// When the lock cannot be renewed in time the task of the body is cancelled at nine tenths of `ttl`, before
    /// another can take the lock, and the call throws. A body that ignores its cancellation can overlap with the next
    /// holder; so can one whose process was frozen. Where that matters pass ``HeldLock/fencingToken`` along with every
    /// write.
    ///
    /// If Redis loses its data while locks are held, their holders report them within a second. So that they can, a lock
    /// that is free goes to nobody new for 1.2 times its `ttl` after the loss, at least 3 s and at most 10 s; who asks
    /// meanwhile waits within `patience` or receives the code ``RedisLockError/Code/unavailable``. A holder that finds
    /// another in its place is cancelled, and the call throws the code ``RedisLockError/Code/lost``.
    ///
    /// - Parameters:
    ///   - key: The lock's name.
    ///   - ttl: How long the lock outlives a process that dies. At least 10 ms.
    ///   - patience: How long to wait for a lock that another holds, or a Redis out of reach. Zero asks once.
    ///   - minimumHold: The lock stays taken at least so long, also after a body that ends sooner.
    ///   - body: What to do; it runs in a task of its own, which inherits task-local values.
    /// - Throws: What `body` throws, ``RedisLockError``, or `CancellationError` when cancelled while waiting.
    public func withLock<Result: Sendable>(
      _ key: String, ttl: Duration = .seconds(30), patience: Duration = .zero, minimumHold: Duration = .zero,
      _ body: @escaping @Sendable (HeldLock) async throws -> Result
    ) async throws -> Result {
      let token = RunID(origin: origin, sequence: nextSequence())
      let renewal = RenewalCoding(
        token: token, key: PercentEncoding.encode(key.normalForm), slot: 0,
        milliseconds: max(10, Milliseconds.atLeastOne(ttl)))
      let taken = try await take(renewal, key: key, patience: patience)
      let holdUntil = (session.serverTime(at: .now()) ?? SystemClock().now()) + minimumHold
      let running = CancellableTask()
      do {
        try keeper.keep(renewal, taken.state) { running.cancel() }
      } catch {
        await giveBack(renewal, askedAgain: taken.askedAgain)
        throw RedisLockError(.unavailable, key: key, error.message)
      }
      let task = Task { [keeper] in
        let held = HeldLock(key: key, fencingToken: taken.fence, token: token, keeper: keeper)
        // On a busy machine the task may begin so late that the lock is lost already.
        try held.check()
        return try await body(held)
      }
      running.set { task.cancel() }
      let result = await withTaskCancellationHandler {
        await task.result
      } onCancel: {
        running.cancel()
      }
      let loss = keeper.release(token)
      await giveBack(renewal, until: holdUntil, hold: minimumHold, askedAgain: taken.askedAgain)
      if let loss { throw RedisLockError.lost(key, loss) }
      return try result.get()
    }

    private func nextSequence() -> UInt64 {
      counter.withLock { counter in
        counter &+= 1
        return counter
      }
    }

    private struct Taken {
      var fence: Int64
      var state: LockState
      var askedAgain = false
    }

    /// Asks with the same token until the lock is won or patience ends: whether an unanswered question won is unknown.
    private func take(_ lock: RenewalCoding, key: String, patience: Duration) async throws -> Taken {
      let end = MonotonicTime.now() + patience
      var backoff = Backoff()
      var askedAgain = false
      while true {
        let wait: Duration
        let failure: RedisLockError
        do {
          switch try await ask(lock) {
          case .won(var taken):
            taken.askedAgain = askedAgain
            return taken
          case .busy(let left):
            // The holder may renew, or give back early.
            wait = min(left, .milliseconds(250))
            failure = RedisLockError(.taken, key: key, "another holds it; it is free in \(left) unless it is renewed.")
          case .settling(let left):
            wait = min(left, .seconds(1))
            failure = RedisLockError(
              .unavailable, key: key,
              "Redis lost data a moment ago, and who held the lock has another \(left) to report it. Ask again then, or "
                + "wait with `patience`.")
          }
        } catch {
          wait = error.needsOperator ? patience : backoff.next(random: .random(in: 0..<1))
          failure = RedisLockError(.unavailable, key: key, error.message)
          askedAgain = true
        }
        do {
          guard MonotonicTime.now() + wait < end else { throw failure }
          try await Task.sleep(for: wait)
        } catch {
          if askedAgain { await giveBack(lock, askedAgain: true) }
          throw error
        }
      }
    }

    private enum Verdict {
      case won(Taken)
      case busy(Duration)
      /// Nobody is known to hold it, but Redis lost data a moment ago.
      case settling(Duration)
    }

    private func ask(_ lock: RenewalCoding) async throws(ClaimsUnavailable) -> Verdict {
      let keys = session.keys
      let answer = try await session.ask(.decide, on: session.client.commands) { epoch, dataSet in
        var call = ScriptCall(
          keys: [
            keys.meta, keys.open, keys.runs, keys.crashed, keys.ended, keys.control, keys.history, keys.requests,
            keys.due, keys.dead, keys.deadLetters,
            keys.job(""), keys.held(lock.key), keys.lock(lock.key, 0),
          ],
          arguments: [epoch, dataSet, "", "10000", "1", "1", "0", "1"])
        DecideShape(kind: .lock, milliseconds: lock.milliseconds, whenBusy: .wait).append(to: &call.arguments)
        call.arguments += ["1", "", lock.token.description, "0", "", "", lock.key, "", ""]
        return call
      }
      guard let answer, let item = answer.items.first else { throw FleetSession.unexpected(.null) }
      if let won = WonAnswer(item) {
        session.learn(from: answer) { knowledge in
          knowledge.won(
            FleetKnowledge.HeldLease(
              token: lock.token, key: lock.key, slot: 0, milliseconds: lock.milliseconds, fence: won.fence, run: nil))
        }
        return .won(
          Taken(
            fence: won.fence,
            state: LockState(
              duration: .milliseconds(lock.milliseconds), sent: answer.sent,
              deadline: LeaseDeadline.deadline(sent: answer.sent, milliseconds: lock.milliseconds))))
      }
      guard let words = item.array, let detail = words.dropFirst().first else { throw FleetSession.unexpected(item) }
      switch words[0].string {
      case "BUSY":
        guard let left = Milliseconds.duration(detail) else { throw FleetSession.unexpected(detail) }
        return .busy(left)
      case "QUARANTINE":
        guard let left = Milliseconds.duration(detail) else { throw FleetSession.unexpected(detail) }
        return .settling(left)
      case "UNREADABLE":
        throw ClaimsUnavailable(
          "the keys of this lock in Redis cannot be read (\(detail.excerpt)); delete them, then try again.",
          needsOperator: true)
      default: throw FleetSession.unexpected(words[0])
      }
    }

    /// Once, and not held up by a cancellation; a lock that is not given back runs out by itself.
    private func giveBack(
      _ lock: RenewalCoding, until: Instant = .epoch, hold: Duration = .zero, askedAgain: Bool
    ) async {
      let session = session
      _ = await Task {
        let keys = session.keys
        try await session.change(noting: { $0.gaveBack(token: lock.token) }) { () async throws(ClaimsUnavailable) in
          _ = try await session.ask(.finish, on: session.client.commands) { epoch, dataSet in
            ScriptCall(
              keys: [
                keys.meta, keys.open, keys.runs, keys.crashed, keys.ended, keys.history, keys.dead, keys.deadLetters,
                keys.job(""), keys.held(lock.key), keys.lock(lock.key, 0),
              ],
              arguments: [
                epoch, dataSet, "1", keys.wake, lock.token.description, "0",
                Milliseconds.hold(until: until, atMost: hold), "1", "",
                askedAgain ? "ended" : "", "0", "",
              ])
          }
        }
      }.result
      session.withKnowledge { $0.gaveBack(token: lock.token) }
    }
  }
#endif
