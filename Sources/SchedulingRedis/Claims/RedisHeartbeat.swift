#if Redis
  package import Scheduling
  import CivilTime

  extension RedisClaims {
    /// Tells of this replica, hears of the fleet, and declares crashed the runs whose leases ended.
    package func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply {
      heartbeats.withLock { $0.beat(.now()) }
      let keys = session.keys
      let facts = "\(PercentEncoding.encode(report.status))|\(PercentEncoding.encode(report.timeZoneData ?? ""))"
      let answer = try await ask(.heartbeat) { epoch, dataSet in
        ScriptCall(
          keys: [
            keys.meta, keys.open, keys.runs, keys.crashed, keys.ended, keys.control, keys.members, keys.memberFacts,
            keys.history, keys.requests, keys.dead, keys.deadLetters, keys.unreadable,
          ],
          arguments: [
            epoch, dataSet, PercentEncoding.encode(report.instance), facts, report.isLeaving ? "1" : "0", historyBound,
            "\(Self.batch)", "\(Self.mostOrderBytes)", "\(requestsFrom.withLock { $0 })",
          ])
      }
      let parts = Array(answer.items)
      guard parts.count == 7, let members = parts[0].array, let control = parts[1].array, let expired = parts[2].array,
        let offered = parts[3].array, let requests = parts[4].array,
        let unreadable = parts[5].array
      else { throw FleetSession.unexpected(.array(parts)) }

      var reply = HeartbeatReply()
      reply.members = FleetReading.members(members)
      let switches = FleetReading.pairs(control)
      session.withKnowledge { $0.pauses = Dictionary(switches, uniquingKeysWith: { $1 }) }
      reply.pauses = FleetReading.pauses(switches)
      reply.crashed = FleetReading.pairs(offered).compactMap {
        RunCoding.crashed(token: $0.0, run: $0.1, isOfferedAgain: true)
      }
      reply.crashed += try await sweepAll(FleetReading.pairs(expired))
      requestsFrom.withLock { $0 = ServerNumber.count.read(parts[6]) ?? 0 }
      let foreign = FleetReading.unreadableRequests(requests)
      let names = Set(unreadable.compactMap(\.string)).union(foreign.map { "request \($0)" })
      session.found(
        .rows,
        warnings: names.isEmpty
          ? [] : [FleetReading.warning(ofUnreadable: Array(names), in: "\(keys.runs), \(keys.requests)")])
      reply.requests = try await open(FleetReading.requests(requests), foreign: foreign)
      reply.jobs = try await states(of: report.jobs)
      if let now = fleetTime(at: .now()) {
        session.tell(.clockOffset(now - SystemClock().now()))
      }
      session.listen()
      // Not waited for: it asks more, and nothing hangs on it.
      if !report.isLeaving {
        Task { [weak self] in
          await self?.checkConfiguration()
          await self?.tidyIfDue()
        }
      }
      return reply
    }

    /// The most bytes of runs, with what was asked for with them, in one answer; the others are told with the next.
    private static let mostOrderBytes = 1_048_576
    /// A heartbeat goes on with the next batch at once, up to so many times; what is left then waits for the next one.
    private static let mostSweeps = 100

    /// Judges all runs whose leases have ended, batch by batch; returns those that are dead.
    private func sweepAll(_ first: [(String, String)]) async throws(ClaimsUnavailable) -> [CrashedRun] {
      var crashed: [CrashedRun] = []
      var expired = first
      for _ in 0..<Self.mostSweeps {
        crashed += try await sweep(expired)
        guard expired.count >= Self.batch else { break }
        let keys = session.keys
        let answer = try await ask(.expired) { epoch, dataSet in
          ScriptCall(
            keys: [keys.meta, keys.open, keys.runs, keys.unreadable], arguments: [epoch, dataSet, "\(Self.batch)"])
        }
        let next = FleetReading.pairs(Array(answer.items))
        // Runs that cannot be judged stay at the head.
        if next.first?.0 == expired.first?.0 { break }
        expired = next
      }
      return crashed
    }

    /// Judges the runs whose leases ended; returns those that are dead.
    private func sweep(_ expired: [(String, String)]) async throws(ClaimsUnavailable) -> [CrashedRun] {
      let runs = expired.compactMap { token, run in RunCoding.place(run).map { (token: token, place: $0) } }
      if runs.isEmpty { return [] }
      let keys = session.keys
      let answer = try await ask(.sweep) { epoch, dataSet in
        var call = ScriptCall(
          keys: [
            keys.meta, keys.open, keys.runs, keys.crashed, keys.ended, keys.history, keys.control, keys.dead,
            keys.deadLetters,
          ],
          arguments: [epoch, dataSet, instance, historyBound, keys.wake, "\(Self.mostOrderBytes)"])
        for run in runs {
          call.keys += [keys.held(run.place.key), keys.lock(run.place.key, run.place.slot), keys.job(run.place.job)]
          call.arguments.append(run.token)
        }
        return call
      }
      return zip(runs, answer.items).compactMap { run, item in
        item.string.flatMap { RunCoding.crashed(token: run.token, run: $0) }
      }
    }

    /// The requests that can still be served. Those that have expired are ended. Whether one that
    /// cannot be read here has expired is left to the script.
    private func open(
      _ requests: [FleetRequest], foreign: [String]
    ) async throws(ClaimsUnavailable) -> [FleetRequest] {
      if requests.isEmpty, foreign.isEmpty { return [] }
      let now = fleetTime(at: .now()) ?? .min
      let expired = requests.filter { $0.expires ?? .max <= now }
      try await session.expire(
        expired.map(\.id.description) + foreign.prefix(100), owner: instance, historyBound: historyBound)
      return requests.filter { $0.expires ?? .max > now }
    }

    private func states(of jobs: [JobID]) async throws(ClaimsUnavailable) -> [JobID: FleetJobState] {
      var states: [JobID: FleetJobState] = [:]
      for start in stride(from: 0, to: jobs.count, by: 200) {
        let chunk = jobs[start..<min(start + 200, jobs.count)]
        let names = chunk.map { PercentEncoding.encode($0.rawValue) }
        let answer = try await ask(.jobStates) { _, _ in ScriptCall(keys: BulkStrings(names.map(session.keys.job))) }
        for ((job, name), item) in zip(zip(chunk, names), answer.items) {
          guard let fields = item.array, fields.count == 4 else { throw FleetSession.unexpected(item) }
          let cursor = session.cursor(fields[0])
          let current = fields[2].string ?? ""
          if let cursor {
            session.withKnowledge { knowledge in
              // The cursor is that of the job's current trigger, which may be another than this replica's.
              let own = knowledge.jobs[name]?.trigger ?? ""
              if own.isEmpty || current.isEmpty || own == current {
                knowledge.saw(cursor: cursor, left: UndecidedRanges.text(fields[3]), of: name)
              }
            }
          }
          states[job] = FleetJobState(
            cursor: cursor.map { Instant(millisecondsSince1970: $0) },
            lastRun: fields[1].string.flatMap(RecordCoding.record))
        }
      }
      return states
    }
  }
#endif
