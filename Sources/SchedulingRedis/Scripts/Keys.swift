#if Redis
  /// The keys of one namespace. All carry `{namespace}`, so that they lie in one slot of a cluster.
  struct Keys: Sendable {
    let prefix: String
    /// Hash: schema, epoch, server, born.
    let meta: String
    /// Sorted set: the token of every run started and not finished, by the end of its lease.
    let open: String
    /// Hash: what an open or crashed run is, by token.
    let runs: String
    /// Sorted set: the tokens of crashed runs that nobody has taken over, by the time to offer them again.
    let crashed: String
    /// Sorted set: tokens that must not win (again), by the time of their end.
    let ended: String
    /// Hash: the pause switches, `*` or `j:` and a job, with their notes.
    let control: String
    /// Sorted set: dead letters by the time at which they were given up; and a hash of what they are.
    let dead: String
    let deadLetters: String
    /// Sorted set: replicas by their last heartbeat.
    let members: String
    /// Hash: what a replica tells of itself.
    let memberFacts: String
    /// Hash: what the fleet is asked to do, by the request's id.
    let requests: String
    /// Hash: runs and requests that a replica could not read, and when that was first seen.
    let unreadable: String
    /// Stream: the history.
    let history: String
    /// Stream: the audit trail; each entry has one field with a JSON value.
    let audit: String
    /// Sorted set: stored jobs by their next instant, or by the moment at which they are forgotten.
    let due: String
    /// Sorted set: all stored jobs, in the order of their names.
    let jobs: String
    /// Sorted set: the stored jobs that name a lock, as `lock|slots|job`, in that order.
    let locks: String
    /// Sorted set: stored jobs that were taken away, as `job|version`, by the number of the change.
    let removed: String
    /// Hash: since when the fleet has no data of a job with a pause switch, by the switch's field.
    let idleSwitches: String
    /// Channel: that something has changed which a replica should look at now; see ``FleetWake``.
    let wake: String

    init(namespace: String) {
      prefix = "{\(PercentEncoding.encode(namespace))}:"
      meta = prefix + "meta"
      open = prefix + "open"
      runs = prefix + "runs"
      crashed = prefix + "crashed"
      ended = prefix + "ended"
      control = prefix + "control"
      dead = prefix + "dead"
      deadLetters = prefix + "dead:letters"
      members = prefix + "members"
      memberFacts = prefix + "members:facts"
      requests = prefix + "requests"
      unreadable = prefix + "unreadable"
      history = prefix + "hist"
      audit = prefix + "audit"
      due = prefix + "due"
      jobs = prefix + "jobs"
      locks = prefix + "locks"
      removed = prefix + "removed"
      idleSwitches = prefix + "control:idle"
      wake = prefix + "wake"
    }

    /// String with a time to live: what became of a request.
    func answer(_ request: String) -> String { "\(prefix)answer:\(request)" }
    /// Hash: cursor, last, lastm, fp, since, run; of a stored job def, ver, put; br `failures|cool-down`, bf failures in a
    /// row, bo when an open breaker lets a probe through; cr crashes in a row.
    func job(_ encodedJob: String) -> String { "\(prefix)job:\(encodedJob)" }
    func appendJob(_ encodedJob: String, to words: inout BulkStrings) { words.append(prefix, "job:", encodedJob) }
    /// Hash: fence; by slot `token|fence|job`; by `x` and slot `token|reason` where a run is to be cancelled.
    func held(_ encodedKey: String) -> String { "\(prefix)held:\(encodedKey)" }
    func appendHeld(_ encodedKey: String, to words: inout BulkStrings) { words.append(prefix, "held:", encodedKey) }
    /// Hash with a time to live: run, fence and progress of a job's pipeline.
    func checkpoint(_ encodedJob: String) -> String { "\(prefix)checkpoint:\(encodedJob)" }
    /// Stream with a time to live: what the newest runs of a job left; of each `t` its token, `e` a JSON value.
    func evidence(_ encodedJob: String) -> String { "\(prefix)evidence:\(encodedJob)" }
    /// String with a time to live: the token of the holder of one slot.
    func lock(_ encodedKey: String, _ slot: Int) -> String { "\(prefix)lock:\(encodedKey):\(slot)" }
    func appendLock(_ encodedKey: String, _ slot: Int, to words: inout BulkStrings) {
      words.append(prefix, "lock:", encodedKey, ":", slot)
    }
  }
#endif
