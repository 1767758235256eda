#if Redis
  /// The stored jobs that this replica has seen, so that it can tell of them to a server that has lost them.
  ///
  /// Names are percent-encoded and times whole milliseconds, as in Redis. Bounded: of more jobs than that, some are not
  /// kept, and a loss of data in Redis then loses those that no other replica kept either.
  struct StoredKnowledge: Sendable {
    struct Job: Sendable, Equatable {
      var version: Int64
      /// Nil for a job that was taken away.
      var definition: String?
      var fingerprint = ""
      var since: Int64 = 0
      /// The next instant as far as this replica knows; an earlier one than the true one does no harm.
      var next: Int64?
      /// Its lock and how many slots that has, as the job's hash has it.
      var lock = ""
    }

    private(set) var jobs: RecentlyUsed<Job>

    init(limit: Int = 20_000) { jobs = RecentlyUsed(limit: limit) }

    /// A definition, or the lack of one, of a version.
    mutating func saw(_ job: Job, of name: String) {
      jobs.update(name, default: job) { if $0.version <= job.version { $0 = job } }
    }

    /// A job is gone; the version at which that was seen is at least the one after the last that was known.
    mutating func sawGone(_ name: String) {
      jobs.updateIfPresent(name) { if $0.definition != nil { $0 = Job(version: $0.version + 1) } }
    }

    mutating func sawNext(_ next: Int64?, of name: String) { jobs.updateIfPresent(name) { $0.next = next } }

    /// The calls of `restore` that tell all of it.
    func restoreCalls(keys: Keys, epoch: String, dataSet: String) -> [ScriptCall] {
      var calls: [ScriptCall] = []
      var rest = jobs.sorted()[...]
      while !rest.isEmpty {
        var call = ScriptCall(
          keys: [keys.meta, keys.due, keys.jobs, keys.locks, keys.control], arguments: [epoch, dataSet])
        var taken = 0
        for (name, job) in rest.prefix(100) where taken == 0 || call.arguments.bytes.count < 1 << 20 {
          taken += 1
          call.keys.append(keys.job(name))
          call.arguments += [
            name, "\(job.version)", job.definition ?? "", job.fingerprint, "\(job.since)",
            job.next.map { "\($0)" } ?? "", job.lock,
          ]
        }
        calls.append(call)
        rest = rest.dropFirst(taken)
      }
      return calls
    }
  }
#endif
