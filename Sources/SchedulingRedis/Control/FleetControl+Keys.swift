#if Redis
  public import Scheduling
  import CivilTime

  /// What is found by walking through the server's keys, a thousand at a time: it blocks nobody, and takes longer where
  /// the server holds much else.
  extension FleetControl {
    /// The jobs that the fleet knows, by id: all that were registered and have instants, or had one within a week.
    public func jobs() async throws(ClaimsUnavailable) -> [FleetJob] {
      var jobs = try await storedJobs()
      for index in jobs.indices { jobs[index].pauseNote = jobs[index].pauseNote.map { PauseNote(stored: $0).note } }
      return jobs
    }

    /// The jobs that the fleet knows, their pauses as they are kept.
    func storedJobs() async throws(ClaimsUnavailable) -> [FleetJob] {
      let keys = session.keys
      let names = try await names(after: keys.job(""))
      let pauses = FleetReading.pauses(try await session.command(["HGETALL", keys.control]).array ?? [])
      var jobs: [FleetJob] = []
      for start in stride(from: 0, to: names.count, by: Self.detailsAtOnce) {
        let chunk = names[start..<min(start + Self.detailsAtOnce, names.count)]
        jobs += try await details(of: chunk).values
      }
      for index in jobs.indices { jobs[index].pauseNote = pauses.jobs[jobs[index].id] }
      return jobs.sorted { $0.id < $1.id }
    }

    static let detailsAtOnce = 200

    /// What the fleet knows of jobs, by their encoded names; nothing of those that it does not have. One command for as many
    /// as ``detailsAtOnce``.
    func details(of names: some Collection<String>) async throws(ClaimsUnavailable) -> [String: FleetJob] {
      let answer = try await session.run(.jobDetails, ScriptCall(keys: BulkStrings(names.map(session.keys.job))))
      var jobs: [String: FleetJob] = [:]
      for (name, item) in zip(names, answer) {
        guard let id = PercentEncoding.decode(name).map({ JobID($0) }), let fields = item.array, fields.count == 4
        else { continue }
        jobs[name] = FleetJob(
          id: id, cursor: Milliseconds.instant(fields[0]), since: Milliseconds.instant(fields[1]),
          next: Milliseconds.instant(fields[2]), lastRun: fields[3].string.flatMap(RecordCoding.record),
          pauseNote: nil)
      }
      return jobs
    }

    /// The locks that are taken, by key and slot: of runs, of `RedisLocks.withLock`, and those kept for a minimum hold.
    public func locks() async throws(ClaimsUnavailable) -> [FleetLock] {
      let keys = session.keys
      let places = try await names(after: keys.prefix + "lock:").compactMap { name -> RunCoding.Place? in
        guard let colon = name.lastIndex(of: ":"), let slot = ServerNumber.slot.int(name[name.index(after: colon)...])
        else { return nil }
        return RunCoding.Place(job: "", key: String(name[..<colon]), slot: slot)
      }
      var locks: [FleetLock] = []
      for start in stride(from: 0, to: places.count, by: 200) {
        let chunk = places[start..<min(start + 200, places.count)]
        let answer = try await session.run(
          .lockDetails,
          ScriptCall(
            keys: BulkStrings(chunk.flatMap { [keys.lock($0.key, $0.slot), keys.held($0.key)] }),
            arguments: BulkStrings(chunk.map { "\($0.slot)" })))
        for (place, item) in zip(chunk, answer) {
          guard let fields = item.array, fields.count == 3, let holder = fields[0].string, !holder.isEmpty,
            let key = PercentEncoding.decode(place.key), let remaining = Milliseconds.duration(fields[1])
          else { continue }
          // Of the holder, unless its run is over and the lock only kept.
          let held = fields[2].string?.split(separator: "|", omittingEmptySubsequences: false) ?? []
          let isHeld = held.count >= 3 && held[0] == holder
          let job = isHeld ? PercentEncoding.decode(held[2]) : nil
          locks.append(
            FleetLock(
              key: key, slot: place.slot, holder: holder, job: job.flatMap { $0.isEmpty ? nil : JobID($0) },
              fencingToken: isHeld ? ServerNumber.count.read(held[1]) : nil, remaining: remaining))
        }
      }
      return locks.sorted { ($0.key, $0.slot) < ($1.key, $1.slot) }
    }

    /// What follows a prefix in the names of the server's keys, each once.
    private func names(after prefix: String) async throws(ClaimsUnavailable) -> [String] {
      var names: Set<String> = []
      var cursor = "0"
      var seen: Set<String> = [cursor]
      let deadline = MonotonicTime.now() + Self.longestWalk
      // A hundred million keys; a server whose pages never end keeps nobody here.
      for _ in 0..<100_000 where MonotonicTime.now() < deadline && names.count <= Self.mostNames {
        let (next, found) = try await page(of: prefix, at: cursor)
        names.formUnion(found)
        if next == "0" { return names.sorted() }
        // An honest server gives no cursor twice in one walk.
        guard seen.insert(next).inserted else { break }
        cursor = next
      }
      throw Self.endless
    }

    private static var endless: ClaimsUnavailable {
      ClaimsUnavailable(
        "the server's list of keys does not end (100,000 pages, 1,000,000 names of the namespace and 60 seconds are the "
          + "most, and no page may come twice); look at what answers at its address.", needsOperator: true)
    }

    /// One page of the walk through the server's keys: what follows a prefix in them, and the cursor of the next page, which
    /// is `0` after the last one.
    func page(
      of prefix: String, at cursor: String
    ) async throws(ClaimsUnavailable) -> (next: String, names: [String]) {
      let pattern = prefix.map { #"\*?[]"#.contains($0) ? "\\\($0)" : "\($0)" }.joined() + "*"
      let page = try await session.command(["SCAN", cursor, "MATCH", pattern, "COUNT", "1000"])
      guard let parts = page.array, parts.count == 2, let next = parts[0].string, let keys = parts[1].array
      else { throw FleetSession.unexpected(page) }
      // No number: no server would end a walk with it.
      guard next.utf8.count <= 20 else { throw Self.endless }
      return (next, keys.compactMap { $0.string.map { String($0.dropFirst(prefix.count)) } })
    }

    private static let longestWalk = Duration.seconds(60)
    private static let mostNames = 1_000_000
  }
#endif
