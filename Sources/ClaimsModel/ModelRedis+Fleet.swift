extension ModelRedis {
  /// The script `register`, for one job.
  package mutating func register(
    _ job: Int, fingerprint: Int, beginsNow: Bool = false, breaker: Breaker? = nil, epoch: Int, server: Int, now: Int
  ) -> (cursor: Int, since: Int)? {
    guard knows(epoch, server) else { return nil }
    let old = jobs[job]
    if old.fingerprint == Self.none || old.since == Self.none || mutation == .oneCursorForAllTriggers {
      if old.fingerprint != fingerprint || old.since == Self.none { jobs[job].since = now }
      jobs[job].fingerprint = fingerprint
    } else if old.fingerprint != fingerprint {
      jobs[job].aside[old.fingerprint] = Aside(
        cursor: old.cursor, since: old.since, used: now, left: old.left)
      // The new trigger begins now, behind the cursor where the clock has been set back.
      if old.recent == nil {
        jobs[job].recent = Recent(floor: old.cursor, instants: old.cursor == Self.none ? [] : [old.cursor])
      }
      let entry = jobs[job].aside.removeValue(forKey: fingerprint)
      let goesOn = entry.map { !beginsNow && now - $0.used < Self.goesOnFor } ?? false
      jobs[job].since = goesOn ? entry?.since ?? now : now
      jobs[job].cursor = entry?.cursor ?? Self.none
      jobs[job].left = entry?.left ?? []
      jobs[job].fingerprint = fingerprint
      let kept = jobs[job].aside.sorted { $0.value.used > $1.value.used }.prefix(Self.mostAside)
        .filter { now - $0.value.used <= Self.keptFor }
      jobs[job].aside = Dictionary(kept.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }
    if let breaker {
      var changed = jobs[job].breaker ?? breaker
      (changed.most, changed.coolDown) = (breaker.most, breaker.coolDown)
      jobs[job].breaker = changed
    } else {
      jobs[job].breaker = nil
    }
    return (jobs[job].cursor, jobs[job].since)
  }

  /// The script `heartbeat`: leases that have ended, and crashed runs that are offered.
  package mutating func heartbeat(epoch: Int, server: Int, now: Int, owner: Int) -> (expired: [Int], offered: [Int])? {
    guard knows(epoch, server) else { return nil }
    if isAged(now) { return ([], []) }
    var expired: [Int] = []
    if !open.isEmpty {
      for token in open where tokens[token].deadline <= now {
        if tokens[token].run == nil { _ = close(token) } else { expired.append(token) }
      }
      expired.sort { (tokens[$0].deadline, $0) < (tokens[$1].deadline, $1) }
    }
    var offered: [Int] = []
    guard !crashed.isEmpty else { return (expired, offered) }
    for token in crashed where tokens[token].offerAt <= now {
      if let run = tokens[token].run, run.reruns, !isWorthless(run, now) {
        setOffer(token, at: now + 15_000)
        offered.append(token)
      } else {
        let run = tokens[token].run
        removeOffer(token)
        tokens[token].run = nil
        if let run, run.reruns {
          rows.append(
            ModelRow(
              job: run.job, from: run.instant, to: run.instant, cause: run.cause, outcome: .noHandler,
              attempt: run.attempt, owner: owner, at: now))
        }
      }
    }
    return (expired, offered)
  }

  /// The script `sweep`, for one token: the run, if it is dead.
  ///
  /// The key and the slot are those of the run in the answer to the heartbeat.
  package mutating func sweep(
    _ token: Int, key: Int, slot: Int, epoch: Int, server: Int, now: Int
  ) -> (isDead: Bool, run: ModelRun?)? {
    guard knows(epoch, server) else { return nil }
    if isAged(now) { return (false, nil) }
    guard token < tokens.count, tokens[token].deadline != Self.none, tokens[token].deadline <= now,
      var run = tokens[token].run
    else { return (false, nil) }
    let index = key * slotsPerKey + slot
    if lock(index, now) == token {
      tokens[token].deadline = now + max(slots[index].expires - now, 1)
      return (false, nil)
    }
    // When its holder was alive last: it has won, or has reported its lease to data that came back.
    let aliveAt = max(run.fence, run.seenAt)
    if aliveAt >= meta.born || mutation == .restartCountedAsDeath {
      run.crashes += 1
    } else {
      run.attempt = max(run.attempt, 1) - 1  // nobody may have died
    }
    run.seenAt = now
    // What it is worth counts from the end of the lease, however late that was found.
    if run.within < Self.worthMost { run.within = max(run.within - (now - tokens[token].deadline), 0) }
    if run.reruns, run.crashes >= Self.poisonous {
      run.reruns = false
      letters.append(token)
      pausedJobs[run.job] = true
    }
    if mutation != .sweepKeepsOpen { _ = close(token) }
    if slots[index].holder == token { clearHolder(index) }
    tokens[token].run = run
    if countDeath(run, aliveAt: aliveAt, now) >= mostDeathsInARow { pausedJobs[run.job] = true }
    setOffer(token, at: now + (run.reruns ? 15_000 : 3_600_000))
    tokens[token].ended = now
    tokens[token].sweptAt = now
    rows.append(
      ModelRow(
        job: run.job, from: run.instant, to: run.instant, cause: run.cause, outcome: .crashed, token: token,
        attempt: run.attempt, owner: run.owner, fence: run.fence, at: now))
    return (true, run)
  }

  func isWorthless(_ run: ModelRun, _ now: Int) -> Bool { now - run.seenAt >= min(run.within, Self.worthMost) }

  func isAged(_ now: Int) -> Bool { now < meta.aged && mutation != .agedForgotten }

  /// How many processes of the run's job have disappeared in a row. What one had won before it was found gone is one
  /// disappearance; what was won before the data set came back is none.
  private mutating func countDeath(_ run: ModelRun, aliveAt: Int, _ now: Int) -> Int {
    let born = max(meta.born, 0)
    var deaths = jobs[run.job].deaths ?? Deaths()
    if deaths.born != born { deaths = Deaths(born: born) }
    if aliveAt < born, mutation != .restartCountedAsDeath { return deaths.count }
    if let known = deaths.gone.firstIndex(where: { $0.owner == run.owner }) {
      if min(aliveAt, now - 1) < deaths.gone[known].at, mutation != .runsCountedAsDeaths { return deaths.count }
      deaths.gone.remove(at: known)
    }
    deaths.count += 1
    deaths.gone = deaths.gone.suffix(7) + [Deaths.Gone(owner: run.owner, at: now)]
    jobs[run.job].deaths = deaths
    return deaths.count
  }

  /// The script `merge`. `server` is the server that it runs on, `candidate` the epoch that it creates where none is.
  package mutating func merge(_ told: ModelKnowledge, candidate: Int, server: Int, now: Int) -> (
    epoch: Int, isNew: Bool
  ) {
    let isNew = meta.epoch == Self.none
    let latest = max(Self.place(of: told.epoch), Self.place(of: meta.epoch))
    let epoch = Self.epoch(place: latest + 1, candidate)
    var isOlder = false
    if isNew {
      meta = Meta(epoch: epoch, server: server, born: now)
    } else {
      if server != Self.none, meta.server != server {
        isOlder = meta.server != Self.none && mutation != .bornKeptByNewServer
        meta.server = server
      }
      if told.epoch != Self.none, told.epoch != meta.epoch, Self.place(of: told.epoch) >= Self.place(of: meta.epoch),
        mutation != .olderEpochTrusted
      {
        isOlder = true
        meta.epoch = epoch
      }
      if isOlder {
        meta.born = now
        meta.aged = now + max(Self.agedFor, told.longestLease)
      } else if now < meta.aged {
        meta.aged = max(meta.aged, meta.born + told.longestLease)
      }
    }
    if isOlder || (told.epoch != Self.none && told.epoch != meta.epoch && meta.lost == Self.none) {
      meta.lost = now
    }
    if mutation != .noMerge {
      let isNews = told.epoch != meta.epoch || now < meta.aged
      for job in told.jobs.indices {
        merge(told.jobs[job], into: job, now)
        guard let breaker = told.jobs[job].breaker, mutation != .mergeIgnoresBreakers else { continue }
        if jobs[job].breaker == nil { jobs[job].breaker = Breaker(most: breaker.most, coolDown: breaker.coolDown) }
        jobs[job].breaker?.merge(breaker, isNews: isNews, now)
      }
      if mutation != .mergeIgnoresFences {
        for key in told.fences.indices where told.fences[key] > fences[key] { fences[key] = told.fences[key] }
      }
      for lease in told.leases {
        reassert(lease, now)
        for token in lease.run?.takenOver ?? [] { _ = supersede(token, key: lease.key, now) }
      }
      // Where the data may be older than what is reported, a pause may be later than they are.
      if isNews {
        isPaused = isPaused || told.isPaused
        for job in told.pausedJobs.indices where told.pausedJobs[job] { pausedJobs[job] = true }
      }
    }
    return (meta.epoch, isNew)
  }

  /// An epoch's place in the order in which the fleet came to its data sets.
  package static func place(of epoch: Int) -> Int { epoch == none ? 0 : epoch >> 32 }
  package static func epoch(place: Int, _ candidate: Int) -> Int { place << 32 | candidate }

  private mutating func merge(_ told: ModelKnowledge.Job, into job: Int, _ now: Int) {
    if told.fingerprint != Self.none, jobs[job].fingerprint != Self.none, jobs[job].fingerprint != told.fingerprint {
      let entry = jobs[job].aside[told.fingerprint]?.cursor ?? Self.none
      let left = united(
        told, with: jobs[job].aside[told.fingerprint].map { Decided(since: $0.since, cursor: $0.cursor, left: $0.left) }
      )
      let since = min(jobs[job].aside[told.fingerprint]?.since ?? told.since, told.since)
      let cursor = max(entry, mutation == .mergeIgnoresCursors ? Self.none : told.cursor)
      if jobs[job].recent == nil {
        // What the two had decided is lost. The clock may have been set back since: the cursors count as well.
        jobs[job].recent = Recent(floor: max(now, cursor, mutation == .mergeIgnoresCursors ? now : jobs[job].cursor))
      } else if cursor > entry {
        jobs[job].recent?.raise(to: cursor)
      }
      jobs[job].aside[told.fingerprint] = Aside(cursor: cursor, since: since, used: now, left: left)
      return
    }
    if told.fingerprint == Self.none || jobs[job].fingerprint == Self.none || jobs[job].fingerprint == told.fingerprint
    {
      let isThere = jobs[job].cursor != Self.none || jobs[job].fingerprint != Self.none
      jobs[job].left = united(
        told,
        with: isThere ? Decided(since: jobs[job].since, cursor: jobs[job].cursor, left: jobs[job].left) : nil)
    }
    if told.cursor > jobs[job].cursor, mutation != .mergeIgnoresCursors {
      jobs[job].cursor = told.cursor
      jobs[job].recent?.raise(to: told.cursor)
    }
    guard told.since != Self.none else { return }
    let isOlder = jobs[job].fingerprint == told.fingerprint && jobs[job].since > told.since
    if jobs[job].fingerprint == Self.none || isOlder {
      jobs[job].fingerprint = told.fingerprint
      jobs[job].since = told.since
    }
  }

  private func united(_ told: ModelKnowledge.Job, with known: Decided?) -> [Left] {
    if mutation == .mergeLeavesNothing { return [] }
    let cursor = mutation == .mergeIgnoresCursors ? Self.none : told.cursor
    return Decided(since: told.since, cursor: cursor, left: told.left).united(with: known)
  }

  /// The run was taken over, which older data does not know: it has no holder and no end, also where its own replica reports
  /// its lease only later. Whether it was known.
  mutating func supersede(_ token: Int, key: Int, _ now: Int) -> Bool {
    guard mutation != .takenOverForgotten else { return false }
    reach(token)
    let isKnown = close(token) || tokens[token].offerAt != Self.none
    removeOffer(token)
    if let run = tokens[token].run {
      let index = key * slotsPerKey + run.slot
      if slots[index].holder == token { clearHolder(index) }
    }
    tokens[token].ended = now
    tokens[token].run = nil
    return isKnown
  }

  private mutating func reassert(_ lease: ModelKnowledge.Lease, _ now: Int) {
    reach(lease.token)
    let index = lease.key * slotsPerKey + lease.slot
    let holder = lock(index, now)
    let other = slots[index].holder
    // The higher fence stays: an older holder in older data does not keep the true one out.
    let isOlder = other != Self.none && slots[index].fence < lease.fence && mutation != .mergeIgnoresFences
    guard other == Self.none || other == lease.token || isOlder,
      holder == Self.none || holder == lease.token || (isOlder && holder == other),
      tokens[lease.token].ended == Self.none
    else { return }
    setLock(index, lease.token, until: now + lease.lease)
    slots[index].holder = lease.token
    slots[index].fence = lease.fence
    slots[index].job = lease.job
    guard var run = lease.run else { return }
    run.seenAt = now
    setOpen(lease.token, until: now + lease.lease)
    tokens[lease.token].run = run
  }
}
