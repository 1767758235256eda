#if Redis
  public import Scheduling
  import CivilTime

  extension RedisClaims {
    /// Tells of this replica, hears of the fleet, and declares crashed the runs whose leases ended.
    public func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply {
      heartbeats.withLock { $0.beat(.now()) }
      session.listen()
      let keys = session.keys
      let facts = "\(PercentEncoding.encode(report.status))|\(PercentEncoding.encode(report.timeZoneData ?? ""))"
      let answer = try await ask(.heartbeat) { epoch, dataSet in
        ScriptCall(
          keys: [
            keys.meta, keys.open, keys.runs, keys.crashed, keys.ended, keys.control, keys.members, keys.memberFacts,
            keys.history,
          ],
          arguments: [
            epoch, dataSet, PercentEncoding.encode(report.instance), facts, report.isLeaving ? "1" : "0", historyBound,
          ])
      }
      let parts = Array(answer.items)
      guard parts.count == 4, let members = parts[0].array, let control = parts[1].array, let expired = parts[2].array,
        let offered = parts[3].array
      else { throw FleetSession.unexpected(.array(parts)) }

      var reply = HeartbeatReply()
      reply.members = Self.members(members)
      let switches = Self.pairs(control)
      session.withKnowledge { $0.pauses = Dictionary(switches, uniquingKeysWith: { $1 }) }
      for (field, note) in switches {
        if field == "*" {
          reply.pauses.everything = note
        } else if let job = PercentEncoding.decode(field.dropFirst(2)) {
          reply.pauses.jobs[JobID(job)] = note
        }
      }
      reply.crashed = Self.pairs(offered).compactMap { RunCoding.crashed(token: $0.0, run: $0.1) }
      reply.crashed += try await sweep(Self.pairs(expired))
      reply.jobs = try await states(of: report.jobs)
      if let now = fleetTime(at: .now()) {
        session.tell(.clockOffset(now - SystemClock().now()))
      }
      return reply
    }

    /// Judges the runs whose leases ended; returns those that are dead.
    private func sweep(_ expired: [(String, String)]) async throws(ClaimsUnavailable) -> [CrashedRun] {
      let runs = expired.compactMap { token, run in RunCoding.place(run).map { (token: token, place: $0) } }
      if runs.isEmpty { return [] }
      let keys = session.keys
      let answer = try await ask(.sweep) { epoch, dataSet in
        var call = ScriptCall(
          keys: [keys.meta, keys.open, keys.runs, keys.crashed, keys.ended, keys.history],
          arguments: [epoch, dataSet, instance, historyBound])
        for run in runs {
          call.keys += [keys.held(run.place.key), keys.lock(run.place.key, run.place.slot)]
          call.arguments.append(run.token)
        }
        return call
      }
      return zip(runs, answer.items).compactMap { run, item in
        item.string.flatMap { RunCoding.crashed(token: run.token, run: $0) }
      }
    }

    private func states(of jobs: [JobID]) async throws(ClaimsUnavailable) -> [JobID: FleetJobState] {
      var states: [JobID: FleetJobState] = [:]
      for start in stride(from: 0, to: jobs.count, by: 200) {
        let chunk = jobs[start..<min(start + 200, jobs.count)]
        let names = chunk.map { PercentEncoding.encode($0.rawValue) }
        let answer = try await ask(.jobStates) { _, _ in ScriptCall(keys: names.map(session.keys.job)) }
        for ((job, name), item) in zip(zip(chunk, names), answer.items) {
          guard let fields = item.array, fields.count == 2 else { throw FleetSession.unexpected(item) }
          let cursor = fields[0].integer
          if let cursor { session.withKnowledge { $0.saw(cursor: cursor, of: name) } }
          states[job] = FleetJobState(
            cursor: cursor.map { Instant(millisecondsSince1970: $0) },
            lastRun: fields[1].string.flatMap(RecordCoding.record))
        }
      }
      return states
    }

    private static func members(_ words: [RedisValue]) -> [FleetMember] {
      stride(from: 0, to: words.count - words.count % 3, by: 3).compactMap { index in
        guard let name = words[index].string.flatMap({ PercentEncoding.decode($0) }),
          let lastSeen = Milliseconds.instant(words[index + 1]), let facts = words[index + 2].string
        else { return nil }
        let parts = facts.split(separator: "|", omittingEmptySubsequences: false)
          .map { PercentEncoding.decode($0) ?? "" }
        return FleetMember(
          instance: name, lastSeen: lastSeen, status: parts.first ?? "",
          timeZoneData: parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil)
      }
    }

    private static func pairs(_ words: [RedisValue]) -> [(String, String)] {
      stride(from: 0, to: words.count - words.count % 2, by: 2).compactMap { index in
        guard let first = words[index].string, let second = words[index + 1].string else { return nil }
        return (first, second)
      }
    }
  }
#endif
