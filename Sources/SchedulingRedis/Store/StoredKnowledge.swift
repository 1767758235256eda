#if Redis
  /// The stored jobs that this replica has seen, and those that were removed, so that it can report them to a server
  /// that has lost them.
  ///
  /// Names are percent-encoded and times whole milliseconds, as in Redis. Bounded: of more jobs than that, some are not
  /// kept, and a loss of data in Redis then loses those that no other replica kept either.
  struct StoredKnowledge: Sendable {
    struct Job: Sendable, Equatable {
      var version: Int64
      var definition: String
      var fingerprint = ""
      var since: Int64 = 0
      /// The next instant as far as this replica knows; an earlier one than the true one does no harm.
      var next: Int64?
      /// Its lock and how many slots that has, as the job's hash has it.
      var lock = ""

      var bytes: Int { definition.utf8.count + fingerprint.utf8.count + lock.utf8.count }
    }

    private(set) var jobs: RecentlyUsed<Job>
    /// Jobs that were removed, and the version of their removal: no definition of a lower version is reported.
    private(set) var removals: RecentlyUsed<Int64>
    private var bytes = 0
    private let mostBytes: Int

    init(limit: Int = 20_000, removals: Int = 100_000, bytes: Int = 64 << 20) {
      jobs = RecentlyUsed(limit: limit)
      self.removals = RecentlyUsed(limit: removals)
      mostBytes = bytes
    }

    var isEmpty: Bool { jobs.count == 0 && removals.count == 0 }

    /// A definition of a version.
    mutating func saw(_ job: Job, of name: String) {
      if let removed = removals[name] {
        if removed >= job.version { return }
        removals.remove(name)
      }
      let before = jobs[name]
      if let before, before.version > job.version { return }
      if before == nil, jobs.isFull || bytes + job.bytes > mostBytes { makeRoom(for: job.bytes) }
      bytes += job.bytes - (before?.bytes ?? 0)
      jobs.update(name, default: job) { $0 = job }
    }

    /// A job was removed, and its removal has a version.
    mutating func sawRemoval(_ version: Int64, of name: String) {
      if let job = jobs[name] {
        if job.version > version { return }
        forget(name)
      }
      removals.update(name, default: version) { $0 = max($0, version) }
    }

    /// A job is gone; the version at which that was seen is at least the one after the last that was known.
    mutating func sawGone(_ name: String) {
      guard let job = jobs[name] else { return }
      sawRemoval(job.version + 1, of: name)
    }

    mutating func sawNext(_ next: Int64?, of name: String) { jobs.updateIfPresent(name) { $0.next = next } }

    private mutating func makeRoom(for more: Int) {
      while jobs.isFull || (bytes + more > mostBytes && jobs.count > 0) {
        guard let name = jobs.leastRecent() else { return }
        forget(name)
      }
    }

    private mutating func forget(_ name: String) {
      bytes -= jobs[name]?.bytes ?? 0
      jobs.remove(name)
    }

    /// The calls of `restore` that report all of it, made one by one.
    func restoreCalls(keys: Keys, epoch: String, dataSet: String) -> some Sequence<ScriptCall> {
      var rest = jobs.sorted()[...]
      var gone = removals.sorted()[...]
      return sequence(state: ()) { _ -> ScriptCall? in
        if rest.isEmpty, gone.isEmpty { return nil }
        var call = ScriptCall(keys: [keys.meta, keys.due, keys.jobs, keys.locks, keys.control, keys.removed])
        var items: BulkStrings = []
        var taken = 0
        while taken < 100, items.bytes.count < 1 << 20, let (name, job) = rest.popFirst() {
          taken += 1
          call.keys.append(keys.job(name))
          items += [
            name, "\(job.version)", job.definition, job.fingerprint, "\(job.since)", job.next.map { "\($0)" } ?? "",
            job.lock,
          ]
        }
        while taken < 100, rest.isEmpty, let (name, version) = gone.popFirst() {
          taken += 1
          call.keys.append(keys.job(name))
          items += [name, "\(version)", "", "", "0", "", ""]
        }
        call.arguments = [epoch, dataSet, rest.isEmpty && gone.isEmpty ? "0" : "1"]
        call.arguments.append(contentsOf: items)
        return call
      }
    }
  }
#endif
