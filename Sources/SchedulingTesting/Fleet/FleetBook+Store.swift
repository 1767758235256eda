import CivilTime
import ClaimsModel
import Scheduling

/// Stored jobs, by the rules of the scripts `put`, `remove`, `due`, `load` and `place`.
extension FleetBook {
  struct Stored: Sendable {
    var version: Int64
    /// Nil for a job that was removed: its version stays, so that no late question decides an instant of it.
    var definition: String?
    var fingerprint: String
    var since: Int
    var lock: StoredLock?
    var next: Instant?
    /// The change that was made last.
    var token: RunID?
    /// When a replica last found the job's lock taken.
    var waitedAt = Int.min / 2
  }

  /// What has another version than the question, which has to be read again.
  func isStale(_ request: ClaimRequest) -> Bool {
    guard let version = request.version else { return false }
    return stored[request.job]?.definition == nil || stored[request.job]?.version != version
  }

  /// Some replica that has the handler has found the lock taken a moment ago: the instants are not without a handler.
  func isWaitedFor(_ request: ClaimRequest, _ now: Int) -> Bool {
    guard case .record = request.intent, request.passedOver.first?.reason == .noHandler else { return false }
    return now - (stored[request.job]?.waitedAt ?? Int.min / 2) < 10_000
  }

  mutating func put(_ change: StoredJobChange, owner: String, _ now: Int) -> StoredJobReply {
    let job = number(of: change.id)
    let old = stored[change.id]
    let cursor = Self.instant(model.jobs[job].cursor)
    if let old, old.token == change.token {
      return .made(version: old.version, cursor: cursor, since: Self.at(old.since))
    }
    let present = old.flatMap { $0.definition == nil ? nil : $0.version }
    switch change.expected {
    case .absent: if let present { return .exists(version: present) }
    case .version(let version): if present != version { return .conflict(version: present) }
    case .any: break
    }
    if let lock = change.lock, let other = disagreement(with: lock, of: change.id) { return other }
    let isNew = present == nil || old?.fingerprint != change.fingerprint
    if let dropped = change.dropped, present != nil, isNew {
      guard dropped.cursor == cursor else { return .conflict(version: present) }
      history.append(
        RunRecord(
          job: change.id, instant: dropped.instants.to, firstInstant: dropped.instants.from,
          count: dropped.instants.count, outcome: .missed(dropped.instants.reason), ended: Self.at(now),
          instance: owner))
    }
    let since = isNew ? now : old?.since ?? now
    let version = max((old?.version ?? 0) + 1, Int64(now))
    stored[change.id] = Stored(
      version: version, definition: change.definition, fingerprint: change.fingerprint, since: since,
      lock: change.lock, next: change.next, token: change.token)
    setBreaker(change.breaker, of: job)
    if present == nil, let note = change.pauseNote { pause(change.id, note: note) }
    changes += 1
    return .made(version: version, cursor: cursor, since: Self.at(since))
  }

  /// Jobs that share a named lock have to count its slots alike.
  private func disagreement(with lock: StoredLock, of job: JobID) -> StoredJobReply? {
    for (id, other) in stored.sorted(by: { $0.key < $1.key }) where id != job && other.definition != nil {
      guard let own = other.lock, own.key == lock.key, own.slots != lock.slots, own.isNamed || lock.isNamed else {
        continue
      }
      return .otherSlots(slots: own.slots, job: id)
    }
    return nil
  }

  mutating func remove(_ job: JobID, expected: Int64?, token: RunID, _ now: Int) -> StoredJobReply {
    guard var old = stored[job], old.definition != nil else {
      return stored[job]?.token == token
        ? .made(version: stored[job]?.version ?? 0, cursor: nil, since: Self.at(now)) : .conflict(version: nil)
    }
    if let expected, expected != old.version { return .conflict(version: old.version) }
    old.version = max(old.version + 1, Int64(now))
    (old.definition, old.next, old.lock, old.token) = (nil, nil, nil, token)
    stored[job] = old
    lastRuns[job] = nil
    pause(job, note: nil)
    changes += 1
    return .made(version: old.version, cursor: cursor(of: job), since: Self.at(old.since))
  }

  func head(_ question: StoreHeadQuestion) -> StoreHead {
    guard question.wantsEntries || question.changes != "\(changes)" else {
      return StoreHead(changes: "\(changes)", entries: nil)
    }
    let due = stored.compactMap { id, job in job.next.map { StoreHead.Entry(id: id, next: $0) } }
      .filter { $0.next <= question.until ?? .max }
      .sorted { ($0.next, $0.id) < ($1.next, $1.id) }
    return StoreHead(changes: "\(changes)", entries: Array(due.prefix(max(question.limit, 0))))
  }

  func load(_ question: StoredJobQuestion) -> StoredJob? {
    guard let job = stored[question.id], let definition = job.definition else { return nil }
    return StoredJob(
      id: question.id, version: job.version, definition: question.known == job.version ? nil : definition,
      fingerprint: job.fingerprint, cursor: cursor(of: question.id), since: Self.at(job.since))
  }

  mutating func place(_ place: StoredJobPlace) {
    guard let job = stored[place.job.id], job.definition != nil, job.version == place.job.version,
      cursor(of: place.job.id) == place.job.cursor
    else { return }
    stored[place.job.id]?.next = place.next
  }

  func list(after job: JobID?, limit: Int) -> [JobID] {
    let names = stored.filter { $0.value.definition != nil }.keys.sorted()
    let rest = job.map { last in names.filter { $0 > last } } ?? names
    return Array(rest.prefix(max(limit, 0)))
  }

  /// What a replica knows of a stored job, reported to a data set that may have lost it: the larger version wins.
  mutating func restore(_ known: [JobID: Stored], _ now: Int) {
    for (id, job) in known where stored[id]?.version ?? -1 < job.version {
      stored[id] = job
      changes += 1
    }
  }
}
