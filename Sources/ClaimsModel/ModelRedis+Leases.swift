extension ModelRedis {
  /// The script `renew`, for one lease.
  package mutating func renew(
    _ token: Int, key: Int, slot: Int, lease: Int, epoch: Int, server: Int, now: Int
  ) -> ModelRenewal? {
    guard knows(epoch, server) else { return nil }
    let index = key * slotsPerKey + slot
    let holder = lock(index, now)
    let isMine = slots[index].holder == token && (holder == Self.none || holder == token)
    guard isMine || mutation == .renewalSteals else { return .lost }
    setLock(index, token, until: now + lease)
    if token < tokens.count, tokens[token].deadline != Self.none { tokens[token].deadline = now + lease }
    return slots[index].marked == token ? .cancel : .renewed
  }

  /// The script `finish`, for one report.
  package mutating func finish(_ report: ModelReport, row: ModelRow?, epoch: Int, server: Int, now: Int) -> ModelFinish?
  {
    guard knows(epoch, server) else { return nil }
    let token = report.token
    reach(token)
    let index = report.key * slotsPerKey + report.slot
    if !report.hasRow, report.forGood { tokens[token].ended = now }
    if report.hasRow, meta.lost != Self.none, now < meta.lost + Self.reopensFor { tokens[token].ended = now }
    let isOpen = close(token)
    if lock(index, now) == token || mutation == .releaseByName {
      if report.holdUntil > now {
        if isOpen || !report.hasRow { slots[index].expires = report.holdUntil }
      } else {
        slots[index].expires = Self.none
      }
    }
    if slots[index].holder == token || mutation == .finishWithoutOwner {
      clearHolder(index)
      if mutation == .finishWithoutOwner { slots[index].expires = Self.none }
    }
    var verdict = ModelFinish.repeated
    if isOpen {
      let run = tokens[token].run
      if report.handsOver, var left = run {
        // Offered at once to whoever has the job.
        left.attempt = max(left.attempt, 1) - 1
        left.seenAt = now
        tokens[token].run = left
        setOffer(token, at: now)
        tokens[token].ended = now
      } else {
        tokens[token].run = nil
      }
      // A scheduled run is kept from winning again by its cursor; others by their token.
      if run.map({ $0.cause != 0 || $0.isTakeOver }) ?? true { tokens[token].ended = now }
      verdict = .finished
    } else if report.hasRow, tokens[token].sweptAt != Self.none {
      tokens[token].sweptAt = Self.none
      if report.isFinal, !report.handsOver {
        removeOffer(token)
        tokens[token].run = nil
      }
      verdict = .late
    }
    if report.isFinal, !report.handsOver {
      for token in report.takenOver where supersede(token, key: report.key, now) && verdict == .repeated {
        verdict = .finished
      }
    }
    if verdict != .repeated, var row {
      row.outcome = verdict == .late ? .endedLate : .ended
      if jobs[row.job] != Job() || report.breaker != nil {
        jobs[row.job].deaths = Deaths(born: 0)
        if jobs[row.job].breaker == nil { jobs[row.job].breaker = report.breaker }
        if mutation != .breakerForgotten {
          switch report.outcome ?? (report.isFinal ? .succeeded : .failed) {
          case .succeeded: jobs[row.job].breaker?.judge(succeeded: true, now)
          case .failed: jobs[row.job].breaker?.judge(succeeded: false, now)
          case .neither: break
          }
        }
      }
      rows.append(row)
    }
    return verdict
  }

  /// The script `abandon`, for one question: whether it had been won.
  package mutating func abandon(_ question: ModelQuestion, epoch: Int, server: Int, now: Int) -> Bool? {
    guard knows(epoch, server) else { return nil }
    let token = question.token
    reach(token)
    var wasWon = false
    for index in (question.key * slotsPerKey)..<(question.key * slotsPerKey + question.slots)
    where slots[index].holder == token {
      wasWon = true
      clearHolder(index)
      if lock(index, now) == token { slots[index].expires = Self.none }
      _ = close(token)
      tokens[token].run = nil
      rows.append(
        ModelRow(
          job: question.job, from: question.instant, to: question.instant, cause: question.cause,
          outcome: .unreachable, token: token, attempt: question.attempt, owner: question.owner, at: now))
    }
    // The question may still be on its way, on a connection that was given up.
    tokens[token].ended = now
    return wasWon
  }
}
