#if Redis
  import ClaimsModel
  import Scheduling
  @testable import SchedulingRedis

  /// The data of a fleet in Redis and in the model, written in the same words.
  enum ModelText {
    private static let jobs = ["a", "b", "c"]
    private static let locks = ["a", "shared"]

    /// What lies in Redis, by a name for each place.
    static func data(of client: RedisClient, _ keys: Keys) async throws -> [String: String] {
      var data: [String: String] = [:]
      for job in jobs {
        let fields = try await strings(
          client, ["HMGET", keys.job(job), "cursor", "last", "lastm", "fp", "since", "cr", "br", "bf", "bo"])
        data["job \(job)"] = fields.joined(separator: " ")
        let names = ["1", "2"].map { "c:" + TriggerName.of($0) }
        data["triggers \(job)"] = try await strings(client, ["HMGET", keys.job(job)] + names + ["rec"])
          .joined(separator: " ")
        let left = try await client.command("HGET", keys.job(job), "left").string ?? ""
        data["left \(job)"] = text(self.left(left))
      }
      for (index, lock) in locks.enumerated() {
        for slot in 0...index {
          let held = try await strings(client, ["HMGET", keys.held(lock), "fence", "\(slot)", "x\(slot)"])
          let holder = try await client.command("GET", keys.lock(lock, slot)).string ?? ""
          data["lock \(lock) \(slot)"] = (held + [holder]).joined(separator: " ")
        }
      }
      data["open"] = try await pairs(client, ["ZRANGE", keys.open, "0", "-1", "WITHSCORES"])
      data["crashed"] = try await pairs(client, ["ZRANGE", keys.crashed, "0", "-1", "WITHSCORES"])
      data["ended"] = try await pairs(client, ["ZRANGE", keys.ended, "0", "-1", "WITHSCORES"])
      data["runs"] = try await pairs(client, ["HGETALL", keys.runs])
      data["paused"] = try await strings(client, ["HKEYS", keys.control]).sorted().joined(separator: " ")
      data["aged"] = try await client.command("HGET", keys.meta, "aged").string ?? "-"
      data["born"] = try await client.command("HGET", keys.meta, "born").string ?? "-"
      data["lost"] = try await client.command("HGET", keys.meta, "lost").string ?? "-"
      data["rows"] = "\(try await client.command("XLEN", keys.history).integer ?? 0)"
      for (place, row) in (try await client.command("XREVRANGE", keys.history, "+", "-", "COUNT", "3").array ?? [])
        .enumerated()
      {
        data["row -\(place)"] = row.array?.last?.array?.last?.string.map { text(ofRow: $0) } ?? ""
      }
      return data
    }

    /// Job, last and first instant, count, cause and outcome of a row; how a run ended is the replica's own affair.
    private static func text(ofRow row: String) -> String {
      var fields = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      let isLate = fields.count > 12 && fields[12].hasPrefix("late:")
      if ["succeeded", "cancelled(leaseLost)"].contains(fields[5]) { fields[5] = isLate ? "late" : "ended" }
      return fields.prefix(6).joined(separator: "|")
    }

    private static func text(_ row: ModelRow) -> String {
      let outcome =
        switch row.outcome {
        case .missed: "missed(coalesced)"
        case .skippedPaused: "skipped(paused)"
        case .skippedCircuitOpen: "skipped(circuitOpen)"
        case .skippedOverlap: "skipped(overlap)"
        case .crashed: "crashed"
        case .noHandler: "missed(noHandler)"
        case .unreachable: "missed(claimsUnreachable)"
        case .ended: "ended"
        case .endedLate: "late"
        }
      let cause = row.cause == 0 ? "scheduled" : "run-now"
      return "\(jobs[row.job])|\(row.to)|\(row.from)|\(row.count)|\(cause)|\(outcome)"
    }

    private static func strings(_ client: RedisClient, _ words: [String]) async throws -> [String] {
      try await client.command(words).array?.map { $0.string ?? "-" } ?? []
    }

    private static func pairs(_ client: RedisClient, _ words: [String]) async throws -> String {
      let flat = try await strings(client, words)
      return stride(from: 0, to: flat.count - 1, by: 2).map { "\(flat[$0])=\(flat[$0 + 1])" }.sorted()
        .joined(separator: " ")
    }

    /// The first place at which the model is not as Redis is.
    static func difference(_ data: [String: String], _ model: ModelRedis, _ name: (Int) -> RunID) -> String? {
      let expected = describe(model, name)
      for (place, text) in expected.sorted(by: { $0.key < $1.key }) where data[place] != text {
        return "\(place) is [\(data[place] ?? "")], in the model [\(text)]"
      }
      return nil
    }

    private static func describe(_ model: ModelRedis, _ name: (Int) -> RunID) -> [String: String] {
      var data: [String: String] = [:]
      for (index, job) in jobs.enumerated() {
        let state = model.jobs[index]
        data["job \(job)"] = [
          number(state.cursor), answered(state.last, name), answered(state.lastByHand, name),
          number(state.fingerprint), number(state.since), deaths(state.deaths),
          state.breaker.map { "\($0.most)|\($0.coolDown)" } ?? "-", number(state.breaker?.failures ?? ModelRedis.none),
          number(state.breaker?.openUntil ?? ModelRedis.none),
        ].joined(separator: " ")
      }
      for (index, job) in jobs.enumerated() {
        let state = model.jobs[index]
        let aside = [1, 2].map { fingerprint in
          state.aside[fingerprint].map {
            "\($0.cursor == ModelRedis.none ? "" : "\($0.cursor)")|\($0.since)|\($0.used)"
          } ?? "-"
        }
        let recent = state.recent.map { recent in
          (recent.floor == ModelRedis.none ? "" : "\(recent.floor)") + "|,"
            + recent.instants.map { "\($0)," }.joined()
        }
        data["triggers \(job)"] = (aside + [recent ?? "-"]).joined(separator: " ")
      }
      for (index, job) in jobs.enumerated() {
        let state = model.jobs[index]
        let all = [(state.fingerprint, state.left)] + state.aside.map { ($0.key, $0.value.left) }
        data["left \(job)"] = text(
          all.flatMap { fingerprint, left in
            left.map { (fingerprint == ModelRedis.none ? "" : TriggerName.of("\(fingerprint)"), $0) }
          })
      }
      for (index, lock) in locks.enumerated() {
        for slot in 0...index {
          let state = model.slots[index * model.slotsPerKey + slot]
          let isHeld = state.holder != ModelRedis.none
          data["lock \(lock) \(slot)"] = [
            number(model.fences[index]), isHeld ? "\(name(state.holder))|\(state.fence)|\(jobs[state.job])" : "-",
            state.marked == ModelRedis.none ? "-" : "\(name(state.marked))|replaced",
            state.expires == ModelRedis.none ? "" : "\(name(state.lock))",
          ].joined(separator: " ")
        }
      }
      var (open, crashed, ended, runs): ([String], [String], [String], [String]) = ([], [], [], [])
      for (token, state) in model.tokens.enumerated() {
        if state.deadline != ModelRedis.none { open.append("\(name(token))=\(state.deadline)") }
        if state.offerAt != ModelRedis.none { crashed.append("\(name(token))=\(state.offerAt)") }
        if state.ended != ModelRedis.none { ended.append("\(name(token))=\(state.ended)") }
        if state.sweptAt != ModelRedis.none { ended.append("s:\(name(token))=\(state.sweptAt)") }
        if let run = state.run { runs.append("\(name(token))=\(text(run, name))") }
      }
      data["open"] = open.sorted().joined(separator: " ")
      data["crashed"] = crashed.sorted().joined(separator: " ")
      data["ended"] = ended.sorted().joined(separator: " ")
      data["runs"] = runs.sorted().joined(separator: " ")
      var paused = model.isPaused ? ["*"] : []
      for (index, job) in jobs.enumerated() where model.pausedJobs[index] { paused.append("j:\(job)") }
      data["paused"] = paused.sorted().joined(separator: " ")
      data["aged"] = number(model.meta.aged)
      data["born"] = number(model.meta.born)
      data["lost"] = number(model.meta.lost)
      data["rows"] = "\(model.rows.count)"
      for (place, row) in model.rows.reversed().prefix(3).enumerated() { data["row -\(place)"] = text(row) }
      return data
    }

    /// What is left undecided behind a cursor, as a replica remembers it or as it lies in Redis.
    static func left(_ text: String) -> [(trigger: String, range: ModelRedis.Left)] {
      text.split(separator: ",").map { word in
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        return (
          String(parts[0]),
          ModelRedis.Left(
            after: Int(parts[1]) ?? ModelRedis.none, through: parts.count > 2 ? Int(parts[2]) ?? ModelRedis.none : 0)
        )
      }
    }

    /// A job without a beginning has no name for its trigger.
    private static func text(_ left: [(trigger: String, range: ModelRedis.Left)]) -> String {
      left.map { "\($0.trigger):\($0.range.after):\($0.range.through)" }.sorted().joined(separator: ",")
    }

    private static func deaths(_ deaths: ModelRedis.Deaths?) -> String {
      guard let deaths else { return "-" }
      if deaths.born == 0 { return "0" }
      return (["\(deaths.born)", "\(deaths.count)"] + deaths.gone.flatMap { ["r\($0.owner)", "\($0.at)"] })
        .joined(separator: "|")
    }

    private static func number(_ value: Int) -> String { value == ModelRedis.none ? "-" : "\(value)" }

    private static func answered(_ answer: ModelRedis.Answered, _ name: (Int) -> RunID) -> String {
      guard answer.token != ModelRedis.none else { return "-" }
      switch answer.verdict {
      case .paused: return "\(name(answer.token))|SKIPPED|paused"
      case .circuitOpen: return "\(name(answer.token))|SKIPPED|circuitOpen"
      case .overlap: return "\(name(answer.token))|SKIPPED|overlap"
      default: return "\(name(answer.token))|RECORDED|"
      }
    }

    private static func text(_ run: ModelRun, _ name: (Int) -> RunID) -> String {
      var fields = [
        jobs[run.job], "\(run.instant)", run.cause == 0 ? "scheduled" : "run-now", locks[run.key], "\(run.slot)",
        "\(run.attempt)", "\(run.crashes)", "\(run.fence)", "r\(run.owner)", run.reruns ? "1" : "0",
        run.isTakeOver ? "t" + run.takenOver.map { "\(name($0))" }.joined(separator: ",") : "",
      ]
      let hasOrder = run.order != ModelRedis.none
      if run.seenAt != 0 || hasOrder { fields.append(run.seenAt == 0 ? "" : "\(run.seenAt)") }
      if hasOrder { fields += ["", "", "", "\(run.order)"] }
      return fields.joined(separator: "|")
    }

    /// A run as a replica remembers it.
    static func run(_ text: String, jobs: [String], locks: [String]) -> ModelRun? {
      let fields = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard fields.count >= 11 else { return nil }
      return ModelRun(
        job: jobs.firstIndex(of: fields[0]) ?? 0, instant: Int(fields[1]) ?? 0, cause: fields[2] == "scheduled" ? 0 : 1,
        key: locks.firstIndex(of: fields[3]) ?? 0, slot: Int(fields[4]) ?? 0, attempt: Int(fields[5]) ?? 0,
        crashes: Int(fields[6]) ?? 0, fence: Int(fields[7]) ?? 0, owner: Int(fields[8].dropFirst()) ?? 0,
        reruns: fields[9] == "1",
        takenOver: fields[10].dropFirst().split(separator: ",").compactMap { RunID(String($0)) }
          .map { Int($0.sequence) },
        order: fields.count > 15 ? Int(fields[15]) ?? ModelRedis.none : ModelRedis.none)
    }
  }
#endif
