#if Redis
  import Scheduling

  /// All that this replica has seen of the fleet's data, so that it can tell it to a server that has lost it.
  ///
  /// Names are percent-encoded and times whole milliseconds, as in Redis.
  struct FleetKnowledge: Sendable {
    /// The data set that this was merged into last; empty before the first time.
    var epoch = ""
    /// The server's run id at that time, and the data set's name by the server.
    var runID: String?
    var dataSet = ""
    /// How often all this was read, to be told; the last time that succeeded; the first that has to; and the one that had
    /// begun last when something was heard.
    private(set) var tellings = 0
    private var told = 0
    private var mustTell = 0
    private var heardSince = 0
    private(set) var jobs = RecentlyUsed<Job>(limit: Self.jobLimit)
    private(set) var fences = RecentlyUsed<Int64>(limit: Self.fenceLimit)
    private(set) var leases: [RunID: HeldLease] = [:]
    /// By field: `*`, or `j:` and a job.
    var pauses: [String: String] = [:]
    /// Since when the fleet has no data of a job that is paused, by the pause's field.
    var idleSwitches: [String: Int64] = [:]
    /// The longest lease, in milliseconds, that this replica has asked for: others have the same.
    var longestLease: Int64 = 0
    var stored = StoredKnowledge()

    struct Job: Sendable, Equatable {
      var cursor: Int64?
      var fingerprint = ""
      var since: Int64?
      /// The name of the trigger among those of its job, where it has a cursor of its own; empty for a stored job.
      var trigger = ""
      /// The next instant, as far as this replica knows; nil for none.
      var next: Int64?
      /// What nobody has decided behind the cursor, as the scripts answer it.
      var left = ""
      /// Nil for a job without one, and where that is not known.
      var breaker: BreakerKnowledge?

      mutating func raise(to cursor: Int64) {
        if self.cursor ?? .min < cursor { self.cursor = cursor }
      }
    }

    struct HeldLease: Sendable, Equatable {
      var token: RunID
      var key: String
      var slot: Int
      var milliseconds: Int64
      var fence: Int64
      /// Nil for a lock without a run.
      var run: OwnRun?

      /// The run as it lies in the hash `runs`.
      var runText: String { run?.text(key: key, slot: slot, fence: fence) ?? "" }
    }

    /// Stored jobs can be any number. Of one that has not come up for long, a loss of data in Redis then loses how far it
    /// was decided, unless another replica knows it.
    private static let jobLimit = 100_000
    /// So can named locks; what is forgotten is then only as good as the server's clock.
    private static let fenceLimit = 100_000

    /// Everything up to here is decided. A cursor never goes back.
    mutating func saw(cursor: Int64, of job: String) {
      jobs.update(job, default: Job()) { $0.raise(to: cursor) }
    }

    /// A cursor, and what nobody has decided behind it.
    mutating func saw(cursor: Int64, left: String, of job: String) {
      jobs.update(job, default: Job()) {
        $0.raise(to: cursor)
        $0.left = left
      }
    }

    /// As an answer about an instant says it. A job that has been decided up to an earlier instant did not begin later, whatever
    /// this replica was told in a data set that had lost it.
    mutating func heard(cursor: Int64, left: String, of job: String) {
      saw(cursor: cursor, left: left, of: job)
      jobs.updateIfPresent(job) { $0.since = $0.since.map { min($0, cursor) } }
    }

    mutating func saw(left: String, of job: String) { jobs.updateIfPresent(job) { $0.left = left } }

    mutating func saw(fingerprint: String, since: Int64, of job: String, trigger: String = "") {
      jobs.update(job, default: Job()) {
        // How far another trigger was decided says nothing of this one.
        if !trigger.isEmpty, $0.trigger != trigger { ($0.cursor, $0.left) = (nil, "") }
        ($0.fingerprint, $0.since, $0.trigger) = (fingerprint, since, trigger)
      }
    }

    mutating func saw(next: Int64?, of job: String) { jobs.updateIfPresent(job) { $0.next = next } }

    /// The rule of a job's breaker, as the job says; empty for none.
    mutating func saw(breaker rule: String, of job: String) {
      jobs.updateIfPresent(job) { $0.breaker = .with(rule: rule, after: $0.breaker) }
    }

    mutating func saw(breakerState state: String, of job: String) {
      jobs.updateIfPresent(job) { $0.breaker?.saw(state: state) }
    }

    mutating func saw(breakerOpenUntil time: Int64, of job: String) {
      jobs.updateIfPresent(job) { $0.breaker?.saw(openUntil: time) }
    }

    mutating func saw(fence: Int64, of key: String) {
      fences.update(key, default: fence) { $0 = max($0, fence) }
    }

    mutating func won(_ lease: HeldLease) {
      leases[lease.token] = lease
      saw(fence: lease.fence, of: lease.key)
    }

    mutating func gaveBack(token: RunID) { leases[token] = nil }

    /// Whether something is known that a data set before this one had answered, and that was not told to this one.
    var isUntold: Bool { told < mustTell }

    /// All of it as it is now, to be told.
    mutating func beginTelling() -> FleetKnowledge {
      tellings += 1
      return self
    }

    /// A telling has succeeded. What was heard since it began was not in it, and came from the data set before.
    mutating func endTelling(of before: FleetKnowledge, epoch: String, dataSet: String, runID: String?) {
      if !isOf(epoch, dataSet), !self.epoch.isEmpty, heardSince >= before.tellings { mustTell = tellings + 1 }
      (self.epoch, self.dataSet, self.runID) = (epoch, dataSet, runID)
      told = max(told, before.tellings)
    }

    /// Something was answered to a question that named this data set.
    mutating func heard(from epoch: String, _ dataSet: String) {
      if isOf(epoch, dataSet) { heardSince = tellings } else { mustTell = tellings + 1 }
    }

    /// Whether this was merged last into the data set of that epoch and name.
    func isOf(_ epoch: String, _ dataSet: String) -> Bool { (self.epoch, self.dataSet) == (epoch, dataSet) }

    /// The calls of `merge` that tell all of it, made one by one; there is always one. `hasMore` says that other calls
    /// follow the last one.
    func mergeCalls(
      keys: Keys, candidate: String, dataSet: String, hasMore: Bool = false
    ) -> UnfoldFirstSequence<ScriptCall> {
      let head = [candidate, dataSet, epoch]
      var rest = Rest(self)
      return sequence(first: rest.call(keys, head, hasMore)) { _ in rest.isEmpty ? nil : rest.call(keys, head, hasMore)
      }
    }

    /// What is still to be told.
    private struct Rest {
      var jobs: ArraySlice<(key: String, value: Job)>
      var fences: ArraySlice<(key: String, value: Int64)>
      var leases: ArraySlice<HeldLease>
      var pauses: ArraySlice<(key: String, value: String)>
      let longestLease: Int64

      init(_ knowledge: FleetKnowledge) {
        // Of a stored job that was taken away only that is told.
        jobs = knowledge.jobs.sorted().filter { knowledge.stored.removals[$0.key] == nil }[...]
        fences = knowledge.fences.sorted()[...]
        leases = knowledge.leases.values.sorted { $0.token < $1.token }[...]
        pauses = knowledge.pauses.sorted { $0.key < $1.key }[...]
        longestLease = knowledge.longestLease
      }

      var isEmpty: Bool { jobs.isEmpty && fences.isEmpty && leases.isEmpty && pauses.isEmpty }

      /// The next call.
      mutating func call(_ keys: Keys, _ head: [String], _ hasMore: Bool) -> ScriptCall {
        var call = ScriptCall(keys: [keys.meta, keys.open, keys.runs, keys.ended, keys.control, keys.crashed])
        let (job, fence, pause) = (jobs.prefix(100), fences.prefix(100), pauses.prefix(100))
        // With their orders, which can be long.
        let lease = Batches.cut(Array(leases.prefix(50)), count: 50) { $0.runText.utf8.count }.first ?? []
        jobs = jobs.dropFirst(100)
        fences = fences.dropFirst(100)
        leases = leases.dropFirst(lease.count)
        pauses = pauses.dropFirst(100)
        call.arguments = BulkStrings(
          head + [
            "\(job.count)", "\(fence.count)", "\(lease.count)", "\(pause.count)", keys.wake,
            hasMore || !isEmpty ? "1" : "0", "\(longestLease)",
          ])
        for (name, state) in job {
          call.keys.append(keys.job(name))
          call.arguments += [
            state.cursor.map(String.init) ?? "", state.fingerprint, state.since.map(String.init) ?? "", state.trigger,
            state.next.map(String.init) ?? "", state.breaker?.text ?? "", state.left,
          ]
        }
        for (key, fence) in fence {
          call.keys.append(keys.held(key))
          call.arguments.append("\(fence)")
        }
        for lease in lease {
          call.keys += [keys.held(lease.key), keys.lock(lease.key, lease.slot)]
          call.arguments += [
            lease.token.description, "\(lease.slot)", "\(lease.milliseconds)", "\(lease.fence)",
            lease.run?.job ?? "", lease.runText,
          ]
        }
        for (field, note) in pause { call.arguments += [field, note] }
        return call
      }
    }
  }
#endif
