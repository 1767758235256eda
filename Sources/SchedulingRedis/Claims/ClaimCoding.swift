#if Redis
  import CivilTime
  import Scheduling

  /// One question to `decide` as words, and its answer as a verdict.
  struct ClaimCoding {
    let request: ClaimRequest
    let job: String
    let key: String
    let slots: Int
    let milliseconds: Int64
    /// The instant that the firing or the record is about.
    let instant: Int64
    /// Where the job begins, as this replica has received it, where it knows of no cursor.
    var begins: Int64?

    init(_ request: ClaimRequest) throws(ClaimsUnavailable) {
      self.request = request
      job = PercentEncoding.encode(request.job.rawValue)
      key = PercentEncoding.encode(request.lockKey)
      slots = min(max(request.slots, 1), 16)
      milliseconds = Milliseconds.atLeastOne(request.leaseDuration)
      switch request.intent {
      case .start(let instant), .record(through: let instant):
        self.instant = try Milliseconds.exact(instant, of: request.job)
      case .takeOver(let crashed): instant = crashed.firing.instant.millisecondsSince1970
      }
    }

    /// A breaker as it lies in the job's hash; empty for none.
    static func text(_ breaker: CircuitBreaker?) -> String {
      breaker.map { "\($0.failures)|\(Milliseconds.atLeastOne($0.coolDown))" } ?? ""
    }

    var movesCursor: Bool {
      if case .takeOver = request.intent { return false }
      return request.cause == .scheduled
    }

    /// Looks up what the question says of the job's beginning.
    mutating func readBeginning(_ knowledge: FleetKnowledge) {
      guard request.expectedCursor == .min, movesCursor, let known = knowledge.jobs[job],
        known.trigger == request.fingerprint.map(TriggerName.of) ?? ""
      else { return }
      begins = known.since
    }

    private var crashed: CrashedRun? {
      if case .takeOver(let crashed) = request.intent { crashed } else { nil }
    }

    private var takenOver: [RunID] {
      crashed.map { Array(($0.takenOver + [$0.token]).suffix(RunCoding.mostTakenOver)) } ?? []
    }

    private var cause: FiringCause { crashed?.firing.cause ?? request.cause }

    /// What it has in common with most of a batch.
    var shape: DecideShape {
      DecideShape(
        kind: kind, cause: cause, slots: slots, milliseconds: milliseconds, whenBusy: request.whenBusy,
        attempt: request.attempt, reruns: request.rerunsAfterCrash,
        source: crashed?.token.description ?? request.serving?.id.description ?? request.deadLetter?.description,
        ranges: request.passedOver.count, rerunWithin: request.rerunWithin.map(Milliseconds.atLeastOne),
        order: OrderCoding.text(request.order))
    }

    private var kind: DecideShape.Kind {
      switch request.intent {
      case .start: request.deadLetter == nil ? .start : .deadLetter
      case .record: .record
      case .takeOver: .takeOver
      }
    }

    func append(shape: Int, to call: inout ScriptCall, keys: Keys) {
      keys.appendJob(job, to: &call.keys)
      keys.appendHeld(key, to: &call.keys)
      for slot in 0..<slots { keys.appendLock(key, slot, to: &call.keys) }
      let serving = request.serving
      if let serving { call.keys.append(keys.answer(serving.id.description)) }
      call.arguments.append(shape)
      call.arguments.append(job)
      call.arguments.append(request.token)
      call.arguments.append(instant)
      if let serving {
        call.arguments.append(serving.position.millisecondsSince1970)
      } else if request.expectedCursor == .min {
        call.arguments.append(begins.map { "s\($0)" } ?? "")
      } else {
        call.arguments.append(request.expectedCursor.millisecondsSince1970)
      }
      call.arguments.append((serving.map(\.next) ?? request.next)?.millisecondsSince1970)
      call.arguments.append(key)
      call.arguments.append(request.version)
      call.arguments.append(movesCursor ? request.fingerprint.map(TriggerName.of) ?? "" : "")
      for range in request.passedOver {
        call.arguments.append(range.from.millisecondsSince1970)
        call.arguments.append(range.to.millisecondsSince1970)
        call.arguments.append(range.count)
        call.arguments.append(range.reason.rawValue)
      }
    }

    /// The verdict, and what it teaches. An answer that this version does not know concerns this question alone.
    func verdict(
      _ answer: RedisValue, sent: MonotonicTime, latestCursor: Int64 = .max, owner: String,
      knowledge: inout FleetKnowledge
    ) -> ClaimVerdict {
      knowledge.longestLease = max(knowledge.longestLease, milliseconds)
      return known(answer, sent: sent, latestCursor: latestCursor, owner: owner, knowledge: &knowledge)
        ?? .unreadable("the answer is none that this version knows: \(answer.excerpt)")
    }

    private func known(
      _ answer: RedisValue, sent: MonotonicTime, latestCursor: Int64, owner: String, knowledge: inout FleetKnowledge
    ) -> ClaimVerdict? {
      if let won = WonAnswer(answer), won.slot < slots {
        knowledge.won(held(slot: won.slot, fence: won.fence, owner: owner))
        return decided(.won(lease(slot: won.slot, fence: won.fence, sent: sent)), &knowledge)
      }
      guard let words = answer.array, let word = words.first?.string else { return nil }
      let detail = words.count > 1 ? words[1] : nil
      let left = UndecidedRanges.text(words.count > 2 ? words[2] : nil)
      func learned(_ verdict: (Instant) -> ClaimVerdict) -> ClaimVerdict {
        guard let cursor = ServerNumber.instant.read(detail), cursor <= latestCursor else { return verdict(.min) }
        knowledge.heard(cursor: cursor, left: left, of: job)
        return verdict(Instant(millisecondsSince1970: cursor))
      }
      switch word {
      case "LOST":
        return learned { .lost(cursor: $0) }
      case "GAP":
        return learned { .gap(cursor: $0) }
      case "EARLY": return Milliseconds.duration(detail).map { .early(by: $0) }
      case "AHEAD": return Milliseconds.instant(detail).map { .ahead(cursor: $0) }
      case "QUARANTINE": return Milliseconds.duration(detail).map { .quarantined(for: $0) }
      case "SKIPPED":
        if words.count > 2, let time = ServerNumber.instant.read(words[2]) {
          knowledge.saw(breakerOpenUntil: time, of: job)
        }
        return (detail?.string).flatMap(RunOutcome.SkipReason.init(rawValue:)).map { decided(.skipped($0), &knowledge) }
      case "RECORDED":
        if words.count > 2 { knowledge.saw(left: left, of: job) }
        return decided(.recorded, &knowledge)
      case "UNDECIDED":
        guard let after = Milliseconds.instant(detail),
          let through = Milliseconds.instant(words.count > 2 ? words[2] : nil)
        else { return nil }
        return .undecided(after: after, through: through)
      case "STALE": return .stale
      case "UNREADABLE":
        return .unreadable("its data in Redis cannot be read: \(detail?.excerpt ?? "")")
      case "BUSY": return Milliseconds.duration(detail).map { .busy(for: $0) }
      default: return nil
      }
    }

    private func decided(_ verdict: ClaimVerdict, _ knowledge: inout FleetKnowledge) -> ClaimVerdict {
      if movesCursor {
        knowledge.saw(cursor: instant, of: job)
        knowledge.saw(next: request.next?.millisecondsSince1970, of: job)
      }
      if request.version != nil { knowledge.stored.sawNext(request.next?.millisecondsSince1970, of: job) }
      return verdict
    }

    private func lease(slot: Int, fence: Int64, sent: MonotonicTime) -> Lease {
      let firing =
        crashed?.firing
        ?? Firing(
          job: request.job, instant: Instant(millisecondsSince1970: instant), cause: request.cause)
      return Lease(
        token: request.token, firing: firing, lockKey: request.lockKey, slot: slot, fencingToken: fence,
        attempt: request.attempt, duration: request.leaseDuration,
        deadline: LeaseDeadline.deadline(sent: sent, milliseconds: milliseconds))
    }

    private func held(slot: Int, fence: Int64, owner: String) -> FleetKnowledge.HeldLease {
      FleetKnowledge.HeldLease(
        token: request.token, key: key, slot: slot, milliseconds: milliseconds, fence: fence,
        run: OwnRun(
          job: job, instant: instant, cause: cause, attempt: request.attempt, crashes: crashed?.crashes ?? 0,
          owner: owner, reruns: request.rerunsAfterCrash, takenOver: takenOver,
          rerunWithin: request.rerunWithin.map(Milliseconds.atLeastOne), order: OrderCoding.text(request.order)))
    }
  }

  /// A holder stops itself at nine tenths of its lease, counted from before the request was sent: earlier than the
  /// server can have begun to count, with a tenth to spare for clocks that run at different speeds and for the stop
  /// itself.
  enum LeaseDeadline {
    static func deadline(sent: MonotonicTime, milliseconds: Int64) -> MonotonicTime {
      sent + .nanoseconds(min(milliseconds, ServerNumber.duration.range.upperBound) * 900_000)
    }
  }
#endif
