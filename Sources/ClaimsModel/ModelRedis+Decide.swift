extension ModelRedis {
  /// The script `decide`, for one question.
  package mutating func decide(_ question: ModelQuestion, epoch: Int, server: Int, now: Int) -> ModelVerdict? {
    guard knows(epoch, server) else { return nil }  // 1
    let token = question.token
    reach(token)
    let base = question.key * slotsPerKey
    let movesCursor = question.movesCursor
    if mutation != .noIdempotentAnswer, let again = heldBefore(question, now) { return again }  // 2
    let isAside = isAside(question)
    if isAside, jobs[question.job].aside[question.fingerprint] == nil { return .stale }
    var state = jobs[question.job]
    if isAside {
      state.cursor = state.aside[question.fingerprint]?.cursor ?? Self.none
      state.since = state.aside[question.fingerprint]?.since ?? Self.none
      state.left = state.aside[question.fingerprint]?.left ?? []
    }
    if mutation != .noIdempotentAnswer, let again = answeredBefore(question, cursor: state.cursor) { return again }
    if question.isStale { return .stale }

    if movesCursor {
      let horizon = now + 60_000
      if question.expected != Self.none, question.expected <= horizon, state.cursor < question.expected {
        state.cursor = question.expected
      }
      if state.cursor != Self.none, mutation != .cursorNotCompared {
        if state.cursor > horizon { return .ahead(cursor: state.cursor) }  // 3
        if let left = isToRecord(state.left, question, now) {  // 3a
          guard question.kind == .record, question.expected == left.after, question.instant == left.through else {
            return .undecided(after: left.after, through: left.through)
          }
          return recordLeft(question, isAside, now)
        }
        if state.cursor >= question.instant { return .lost(cursor: state.cursor) }  // 4
        if state.cursor != question.expected, mutation != .gapNotTold { return .gap(cursor: state.cursor) }  // 5
      } else if state.cursor == Self.none, question.begins != Self.none, state.since != Self.none,
        state.since < question.begins, mutation != .beginningNotCompared
      {
        return .stale  // 5a
      }
      if question.instant > now { return .early(by: question.instant - now) }  // 6
      let oldest = question.ranges.first?.from ?? question.instant
      let ends = quarantine(question)
      if oldest <= meta.born, now < ends, mutation != .noQuarantine { return .quarantine(for: ends - now) }  // 7
    }
    if question.kind == .takeOver, mutation != .takeOverNotChecked,
      !isOffered(question.crashed) || tokens[question.crashed].run.map({ isWorthless($0, now) }) ?? true
    {
      return .lost(cursor: Self.none)
    }
    if question.isGone { return .lost(cursor: Self.none) }
    if movesCursor, question.kind == .start, let recent = state.recent, mutation != .commonInstantsForgotten {
      let isDecided = recent.instants.contains(question.instant)
      if isDecided || question.instant <= recent.floor {
        settle(question, nil, now, isNews: false)
        if !isDecided {
          rows.append(
            ModelRow(
              job: question.job, from: question.instant, to: question.instant, cause: question.cause,
              outcome: .missed(reason: 0), attempt: question.attempt, owner: question.owner, at: now))
        }
        return .lost(cursor: question.instant)
      }
    }

    if question.isWaitedFor { return .busy(for: 5_000) }
    if question.kind == .record { return settle(question, .recorded, now) }
    if question.isRequest, isPaused, question.busy != .skip { return .busy(for: 1_000) }
    if question.kind != .lock, isPaused || (question.cause == 0 && pausedJobs[question.job]) {
      return settle(question, .paused, now)  // 9
    }
    if isProbe(question), let breaker = state.breaker, now < breaker.openUntil {
      return settle(question, .circuitOpen, now)
    }
    for slot in 0..<question.slots where lock(base + slot, now) == Self.none {
      if let left = settling(question, now) { return .quarantine(for: left) }  // 10
      return take(question, slot, now)  // 11
    }
    return question.busy == .skip ? settle(question, .overlap, now) : busy(question, now)  // 12
  }

  /// Records what nobody had decided behind the cursor, which stays where it is.
  private mutating func recordLeft(_ question: ModelQuestion, _ isAside: Bool, _ now: Int) -> ModelVerdict {
    if isAside {
      jobs[question.job].aside[question.fingerprint]?.left.removeFirst()
    } else {
      jobs[question.job].left.removeFirst()
    }
    addRows(of: question, now)
    jobs[question.job].last = Answered(token: question.token, verdict: .recorded)
    return .recorded
  }

  /// How long a free lock may still be somebody's who has not reported it since a loss of data.
  private func settling(_ question: ModelQuestion, _ now: Int) -> Int? {
    guard meta.lost != Self.none, question.quarantineMost > 0, mutation != .freeLocksAtOnce else { return nil }
    let length = question.kind == .lock ? min(max((question.lease * 6 + 4) / 5, 3_000), 10_000) : Self.settlesFor
    let settled = meta.lost + length
    return now >= meta.lost && now < settled ? settled - now : nil
  }

  /// Whether another trigger than the question's is the job's current one.
  private func isAside(_ question: ModelQuestion) -> Bool {
    let current = jobs[question.job].fingerprint
    return question.movesCursor && question.fingerprint != Self.none && current != Self.none
      && current != question.fingerprint && mutation != .oneCursorForAllTriggers
  }

  private mutating func heldBefore(_ question: ModelQuestion, _ now: Int) -> ModelVerdict? {
    let token = question.token
    let base = question.key * slotsPerKey
    for slot in 0..<question.slots where slots[base + slot].holder == token {
      let holder = lock(base + slot, now)
      guard holder == Self.none || holder == token else { continue }
      setLock(base + slot, token, until: now + question.lease)
      if question.kind != .lock { setOpen(token, until: now + question.lease) }
      return .won(slot: slot, fence: slots[base + slot].fence, isAgain: true)
    }
    return nil
  }

  private func answeredBefore(_ question: ModelQuestion, cursor: Int) -> ModelVerdict? {
    let token = question.token
    if question.kind == .lock {
      return tokens[token].ended != Self.none && mutation != .endedForgotten ? .lost(cursor: Self.none) : nil
    }
    if tokens[token].ended != Self.none, mutation != .endedForgotten {
      return .lost(cursor: question.movesCursor ? cursor : Self.none)
    }
    let last = question.movesCursor ? jobs[question.job].last : jobs[question.job].lastByHand
    return last.token == token ? last.verdict : nil
  }

  /// Whether the firing heeds a breaker that has opened.
  private func isProbe(_ question: ModelQuestion) -> Bool {
    question.kind == .start && question.heedsBreaker ?? (question.cause == 0)
      && jobs[question.job].breaker.map { $0.openUntil != Self.none } == true
  }

  private mutating func take(_ question: ModelQuestion, _ slot: Int, _ now: Int) -> ModelVerdict {
    let (token, index) = (question.token, question.key * slotsPerKey + slot)
    setLock(index, token, until: now + question.lease)
    let last = max(fences[question.key], 0)
    let fence = mutation == .plainFence ? last + 1 : max(last + 1, now)
    fences[question.key] = fence
    slots[index].holder = token
    slots[index].fence = fence
    slots[index].job = question.job
    guard question.kind != .lock else { return .won(slot: slot, fence: fence, isAgain: false) }
    var crashes = 0
    if question.kind == .takeOver, mutation != .crashesForgotten {
      crashes = question.crashed < tokens.count ? tokens[question.crashed].run?.crashes ?? 1 : 1
    }
    var takenOver: [Int] = []
    if question.kind == .takeOver {
      let before = question.crashed < tokens.count ? tokens[question.crashed].run?.takenOver ?? [] : []
      takenOver = Array((before + [question.crashed]).suffix(Self.mostTakenOver))
    }
    if isProbe(question), let coolDown = jobs[question.job].breaker?.coolDown {
      jobs[question.job].breaker?.openUntil = now + coolDown
    }
    settle(question, nil, now)
    setOpen(token, until: now + question.lease)
    tokens[token].run = ModelRun(
      job: question.job, instant: question.instant, cause: question.cause, key: question.key, slot: slot,
      attempt: question.attempt, crashes: crashes, fence: fence, owner: question.owner, reruns: question.reruns,
      takenOver: takenOver, order: mutation == .orderForgotten ? Self.none : question.order)
    tokens[token].run?.within = question.rerunWithin
    return .won(slot: slot, fence: fence, isAgain: false)
  }

  /// 8: from here on the instant is decided.
  @discardableResult
  private mutating func settle(
    _ question: ModelQuestion, _ verdict: ModelVerdict?, _ now: Int, isNews: Bool = true
  ) -> ModelVerdict {
    addRows(of: question, now)
    if isAside(question) {
      jobs[question.job].aside[question.fingerprint]?.cursor = question.instant
      jobs[question.job].aside[question.fingerprint]?.used = now
    } else if question.movesCursor {
      jobs[question.job].cursor = question.instant
    }
    if isNews, question.movesCursor, question.kind == .start { jobs[question.job].recent?.note(question.instant) }
    if question.kind == .takeOver, question.crashed < tokens.count, mutation != .takeOverNotChecked {
      removeOffer(question.crashed)
      tokens[question.crashed].run = nil
    }
    guard let verdict else { return .recorded }
    if verdict != .recorded {
      var row = ModelRow(
        job: question.job, from: question.instant, to: question.instant, cause: question.cause,
        outcome: Self.outcome(of: verdict), attempt: question.attempt, owner: question.owner, at: now)
      row.isTakeOver = question.kind == .takeOver
      rows.append(row)
    }
    let answered = Answered(token: question.token, verdict: verdict)
    if question.movesCursor { jobs[question.job].last = answered } else { jobs[question.job].lastByHand = answered }
    return verdict
  }

  /// A row for each range that is passed over.
  private mutating func addRows(of question: ModelQuestion, _ now: Int) {
    for range in question.ranges {
      var row = ModelRow(
        job: question.job, from: range.from, to: range.to, count: range.count, cause: question.cause,
        outcome: .missed(reason: range.reason), owner: question.owner, at: now)
      row.fingerprint = question.fingerprint
      rows.append(row)
    }
  }

  private static func outcome(of verdict: ModelVerdict) -> ModelRow.Outcome {
    switch verdict {
    case .paused: .skippedPaused
    case .circuitOpen: .skippedCircuitOpen
    default: .skippedOverlap
    }
  }

  private mutating func busy(_ question: ModelQuestion, _ now: Int) -> ModelVerdict {
    let base = question.key * slotsPerKey
    var wait = Int.max
    var victim = Self.none
    for index in base..<(base + question.slots) {
      wait = min(wait, slots[index].expires - now)
      guard question.busy == .replace, slots[index].holder != Self.none, slots[index].job == question.job else {
        continue
      }
      if victim == Self.none || slots[index].fence < slots[victim].fence { victim = index }
    }
    if victim != Self.none { slots[victim].marked = slots[victim].holder }
    return .busy(for: max(wait, 1))
  }
}
