#if Redis
  import CivilTime
  package import Scheduling

  extension RedisClaims: JobStoreService {
    /// What a change leaves undecided, as `put` takes it; the first word is empty where there is nothing.
    private func droppedWords(_ dropped: StoredJobChange.Dropped?) -> [String] {
      guard let dropped else { return ["", "", "", "", "", "", ""] }
      let instants = dropped.instants
      return [
        "\(instants.from.millisecondsSince1970)", "\(instants.to.millisecondsSince1970)", "\(instants.count)",
        instants.reason.rawValue, dropped.cursor.map { "\($0.millisecondsSince1970)" } ?? "", instance,
        historyBound,
      ]
    }

    /// Adds or changes a stored job.
    package func put(_ change: StoredJobChange) async throws(ClaimsUnavailable) -> StoredJobReply {
      try session.checkSize("the definition of job \(change.id)", bytes: change.definition.utf8.count)
      try session.checkSize(ofNote: change.pauseNote)
      let keys = session.keys
      let name = PercentEncoding.encode(change.id.rawValue)
      let expected =
        switch change.expected {
        case .absent: "absent"
        case .any: "any"
        case .version(let version): "\(version)"
        }
      let next = change.next.map(\.millisecondsSince1970)
      let lock = PercentEncoding.encode(change.lock?.key ?? change.id.rawValue)
      let slots = min(max(change.lock?.slots ?? 1, 1), 16)
      let answer = try await ask(.put) { epoch, dataSet in
        ScriptCall(
          keys: [
            keys.meta, keys.due, keys.jobs, keys.control, keys.job(name), keys.locks, keys.job(lock), keys.history,
          ],
          arguments: [
            epoch, dataSet, name, expected, change.definition, change.fingerprint, next.map { "\($0)" } ?? "",
            change.token.description, change.pauseNote ?? "", keys.wake,
            ClaimCoding.text(change.breaker), lock, "\(slots)", change.lock?.isNamed == true ? "1" : "0",
          ] + droppedWords(change.dropped))
      }
      let words = Array(answer.items)
      switch words.first?.string {
      case "PUT":
        guard words.count >= 4, let version = ServerNumber.count.read(words[1]),
          let since = ServerNumber.instant.read(words[3])
        else { break }
        let cursor = session.cursor(words[2])
        session.learn(from: answer) { knowledge in
          knowledge.stored.saw(
            .init(
              version: version, definition: change.definition, fingerprint: change.fingerprint, since: since,
              next: next,
              lock: "\(lock)|\(slots)"),
            of: name)
          knowledge.saw(fingerprint: change.fingerprint, since: since, of: name)
          let left = UndecidedRanges.text(words.count > 5 ? words[5] : nil)
          if let cursor { knowledge.saw(cursor: cursor, left: left, of: name) }
          knowledge.saw(next: next, of: name)
          knowledge.saw(breaker: ClaimCoding.text(change.breaker), of: name)
          if let note = change.pauseNote { knowledge.pauses["j:" + name] = note }
        }
        return .made(
          version: version, cursor: Milliseconds.instant(words[2]), since: Instant(millisecondsSince1970: since))
      case "EXISTS":
        guard let version = ServerNumber.count.read(words.last) else { break }
        return .exists(version: version)
      case "CONFLICT": return .conflict(version: ServerNumber.count.read(words.last))
      case "UNREADABLE": throw Self.unreadable(change.id, words.last)
      case "SLOTS":
        guard words.count >= 3, let slots = words[1].integer, let other = words[2].string,
          let job = PercentEncoding.decode(other)
        else { break }
        return .otherSlots(slots: Int(clamping: slots), job: JobID(job))
      default: break
      }
      throw FleetSession.unexpected(.array(words))
    }

    /// Takes a stored job away.
    package func remove(
      _ job: JobID, expected: Int64?, token: RunID
    ) async throws(ClaimsUnavailable) -> StoredJobReply {
      let keys = session.keys
      let name = PercentEncoding.encode(job.rawValue)
      let answer = try await ask(.remove) { epoch, dataSet in
        ScriptCall(
          keys: [keys.meta, keys.due, keys.jobs, keys.control, keys.job(name), keys.locks, keys.removed],
          arguments: [epoch, dataSet, name, expected.map { "\($0)" } ?? "", token.description, keys.wake])
      }
      let words = Array(answer.items)
      switch words.first?.string {
      case "REMOVED":
        guard let version = ServerNumber.count.read(words.last) else { break }
        session.learn(from: answer) { knowledge in
          knowledge.stored.sawRemoval(version, of: name)
          knowledge.pauses["j:" + name] = nil
        }
        return .made(version: version, cursor: nil, since: .epoch)
      case "UNKNOWN": return .conflict(version: nil)
      case "CONFLICT": return .conflict(version: ServerNumber.count.read(words.last))
      case "UNREADABLE": throw Self.unreadable(job, words.last)
      default: break
      }
      throw FleetSession.unexpected(.array(words))
    }

    /// Which stored jobs are due next.
    package func head(_ question: StoreHeadQuestion) async throws(ClaimsUnavailable) -> StoreHead {
      for _ in 0..<3 {
        let (head, isWhole) = try await look(at: question)
        if isWhole { return head }
      }
      return try await look(at: question).head
    }

    /// The head, and whether it is as long as was asked for: what names no job takes the place of others until it is put off.
    private func look(
      at question: StoreHeadQuestion
    ) async throws(ClaimsUnavailable) -> (head: StoreHead, isWhole: Bool) {
      let (words, epoch) = try await due(question)
      guard let changes = words.first?.string else { throw FleetSession.unexpected(.array(words)) }
      var head = StoreHead(changes: epoch + "/" + changes, entries: nil)
      guard words.count > 1 else { return (head, true) }
      guard let flat = words[1].array else { throw FleetSession.unexpected(.array(words)) }
      var entries: [StoreHead.Entry] = []
      var foreign: [[UInt8]] = []
      for index in stride(from: 0, to: flat.count - flat.count % 2, by: 2) {
        if let name = flat[index].string.flatMap({ PercentEncoding.decode($0) }), JobID(name).fault == nil {
          // A place that is no instant is one that was long ago: the job is looked at, and put where it belongs.
          entries.append(.init(id: JobID(name), next: Milliseconds.place(flat[index + 1]) ?? .min))
        } else if let name = flat[index].bytes {
          foreign.append(name)
        }
      }
      head.entries = entries
      await putOff(foreign)
      return (head, foreign.isEmpty)
    }

    /// The number of changes and, where the answer has it, the head. Removals are noted on the way, all that there are.
    private func due(
      _ question: StoreHeadQuestion
    ) async throws(ClaimsUnavailable) -> (words: [RedisValue], epoch: String) {
      var page = try await duePage(question)
      for _ in 0..<60 where page.isFull { page = try await duePage(question) }
      var words = Array(page.answer.items)
      words.remove(at: 1)
      return (words, page.answer.epoch)
    }

    private func duePage(
      _ question: StoreHeadQuestion
    ) async throws(ClaimsUnavailable) -> (answer: FleetSession.Answer, isFull: Bool) {
      let keys = session.keys
      let answer = try await ask(.due) { epoch, dataSet in
        // Seen in another data set, a number of changes says nothing.
        let changes = question.changes.hasPrefix(epoch + "/") ? question.changes.dropFirst(epoch.utf8.count + 1) : ""
        return ScriptCall(
          keys: [keys.meta, keys.due, keys.removed],
          arguments: [
            epoch, dataSet, String(changes), question.wantsEntries ? "1" : "0", "\(max(1, question.limit))",
            question.until.map(Milliseconds.text) ?? "+inf", "\(removals.withLock { $0.seen(in: epoch, dataSet) })",
            "\(Self.mostRemovals)",
          ])
      }
      let words = Array(answer.items)
      guard words.count > 1, let removed = words[1].array else { throw FleetSession.unexpected(.array(words)) }
      return (answer, learn(removed: FleetReading.pairs(removed), from: answer))
    }

    private static func unreadable(_ job: JobID, _ reason: RedisValue?) -> ClaimsUnavailable {
      ClaimsUnavailable(
        "the data of job \(job) in Redis cannot be read (\(reason?.excerpt ?? "")); delete or rename its key, then try "
          + "again.", needsOperator: true)
    }

    /// The most bytes of definitions in one answer: far below what the client accepts.
    private static let mostLoaded = 4 << 20
    /// A definition that is larger was not written by this library, and is not read.
    private static let mostDefinition = 4 << 20

    /// Names that no job can have leave the head of the order for an hour, so that they block no other job.
    private func putOff(_ names: [[UInt8]]) async {
      session.found(
        .order,
        warnings: names.isEmpty
          ? []
          : ["\(names.count) entries of \(session.keys.due) name no job and are passed over; remove them with ZREM."])
      guard !names.isEmpty, let now = fleetTime(at: .now()) else { return }
      var call = BulkStrings(["ZADD", session.keys.due, "XX"])
      for name in names.prefix(1_000) {
        call.append(Milliseconds.text(now + .seconds(3_600)))
        call.append(name)
      }
      _ = try? await session.client.send(CommandEncoding.encode(call), on: session.client.commands)
    }

    /// Stored jobs by id.
    package func load(_ jobs: [StoredJobQuestion]) async throws(ClaimsUnavailable) -> [StoredJob?] {
      var found: [StoredJob?] = []
      while found.count < jobs.count {
        let rest = jobs[found.count...].prefix(Self.batch)
        let part = try await loadSome(Array(rest))
        // The script answers for one at least.
        if part.isEmpty { throw FleetSession.unexpected(.array([])) }
        found += part
      }
      return found
    }

    /// The first of the jobs, as many as fit into an answer.
    private func loadSome(_ jobs: [StoredJobQuestion]) async throws(ClaimsUnavailable) -> [StoredJob?] {
      let keys = session.keys
      let names = jobs.map { PercentEncoding.encode($0.id.rawValue) }
      let answer = try await ask(.load) { epoch, dataSet in
        ScriptCall(
          keys: [keys.meta] + names.map(keys.job),
          arguments: [epoch, dataSet, "\(Self.mostLoaded)", "\(Self.mostDefinition)"]
            + jobs.map { $0.known.map { "\($0)" } ?? "" })
      }
      guard answer.items.count == jobs.count else { throw FleetSession.unexpected(.array(Array(answer.items))) }
      var found: [StoredJob?] = []
      for ((job, name), item) in zip(zip(jobs, names), answer.items) {
        let fields = item.array ?? []
        if fields.first == .string("LATER") { break }
        if fields == [.string("")] {
          session.learn(from: answer) { $0.stored.sawGone(name) }
          found.append(nil)
          continue
        }
        guard fields.count >= 5, let version = ServerNumber.count.read(fields[0]),
          let since = ServerNumber.instant.read(fields[2]),
          fields[1] == .string("") || ServerNumber.instant.read(fields[1]) != nil
        else {
          let reason = fields.count == 2 ? fields[1].excerpt : item.excerpt
          found.append(.unreadable(job.id, "its data in Redis cannot be read: \(reason)"))
          continue
        }
        let cursor = session.cursor(fields[1])
        let fingerprint = fields[3].string ?? ""
        let (rule, state) = fields.count > 7 ? (fields[6].string ?? "", fields[7].string ?? "") : ("", "")
        let definition = fields[4].string.flatMap { $0.isEmpty ? nil : $0 }
        session.learn(from: answer) { knowledge in
          knowledge.saw(fingerprint: fingerprint, since: since, of: name)
          let left = UndecidedRanges.text(fields.count > 8 ? fields[8] : nil)
          if let cursor { knowledge.saw(cursor: cursor, left: left, of: name) }
          knowledge.saw(breaker: rule, of: name)
          knowledge.saw(breakerState: state, of: name)
          if let definition {
            knowledge.stored.saw(
              .init(
                version: version, definition: definition, fingerprint: fingerprint, since: since, next: cursor ?? since,
                lock: fields.count > 5 ? fields[5].string ?? "" : ""),
              of: name)
          }
        }
        found.append(
          StoredJob(
            id: job.id, version: version, definition: definition, fingerprint: fingerprint,
            cursor: cursor.map { Instant(millisecondsSince1970: $0) }, since: Instant(millisecondsSince1970: since)))
      }
      return found
    }

    /// Corrects the places of stored jobs.
    package func place(_ places: [StoredJobPlace]) async throws(ClaimsUnavailable) {
      let keys = session.keys
      let names = places.map { PercentEncoding.encode($0.job.id.rawValue) }
      _ = try await ask(.place) { epoch, dataSet in
        var call = ScriptCall(
          keys: [keys.meta, keys.due, keys.jobs] + names.map(keys.job), arguments: [epoch, dataSet])
        for (place, name) in zip(places, names) {
          call.arguments += [
            name, place.job.fault == nil ? "\(place.job.version)" : "*", place.job.cursor.map(Milliseconds.text) ?? "",
            place.next.map(Milliseconds.text) ?? "",
          ]
        }
        return call
      }
    }

    /// Names of stored jobs.
    package func list(after job: JobID?, limit: Int) async throws(ClaimsUnavailable) -> [JobID] {
      let keys = session.keys
      let after = job.map { PercentEncoding.encode($0.rawValue) } ?? ""
      let answer = try await ask(.list) { epoch, dataSet in
        ScriptCall(keys: [keys.meta, keys.jobs], arguments: [epoch, dataSet, after, "\(max(1, limit))"])
      }
      guard let names = answer.items.first?.array else { throw FleetSession.unexpected(.array(Array(answer.items))) }
      return names.compactMap { $0.string.flatMap { PercentEncoding.decode($0) } }.map { JobID($0) }
    }
  }
#endif
