#if Redis
  import CivilTime
  import Scheduling

  /// A row of history as it lies in Redis: thirteen fields between bars, names percent-encoded, times in milliseconds.
  enum RecordCoding {
    /// The row up to its message, which follows as it is.
    static func head(_ record: RunRecord) -> String { String(decoding: headBytes(record), as: UTF8.self) }

    /// The same, without a text for each of its fields.
    static func headBytes(_ record: RunRecord) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(160)
      func field(_ text: String?) {
        if let text { bytes.append(contentsOf: text.utf8) }
        bytes.append(UInt8(ascii: "|"))
      }
      func field(_ number: Int64?) {
        if let number { bytes.append(digitsOf: number) }
        bytes.append(UInt8(ascii: "|"))
      }
      field(PercentEncoding.encode(record.job.rawValue))
      field(record.instant.millisecondsSince1970)
      field(record.firstInstant.millisecondsSince1970)
      field(Int64(record.count))
      field(record.cause.rawValue)
      field(record.outcome.description)
      field(record.runID?.description)
      field(record.started?.millisecondsSince1970)
      field(record.ended.millisecondsSince1970)
      field(Int64(record.attempt))
      field(PercentEncoding.encode(record.instance))
      field(record.fencingToken)
      return bytes
    }

    /// Nil for a row of another version.
    static func record(_ row: String) -> RunRecord? {
      let fields = row.split(separator: "|", maxSplits: 12, omittingEmptySubsequences: false)
      guard fields.count == 13, let job = PercentEncoding.decode(fields[0]), let instant = instant(fields[1]),
        let first = Self.instant(fields[2]), let count = ServerNumber.count.int(fields[3]),
        let cause = FiringCause(rawValue: String(fields[4])),
        let outcome = RunOutcome(String(fields[5])), let ended = Self.instant(fields[8]),
        let attempt = ServerNumber.attempt.int(fields[9]),
        let instance = PercentEncoding.decode(fields[10])
      else { return nil }
      return RunRecord(
        runID: RunID(String(fields[6])), job: JobID(job), instant: instant, cause: cause, firstInstant: first,
        count: count, outcome: outcome, started: Self.instant(fields[7]), ended: ended, attempt: attempt,
        message: fields[12].isEmpty ? nil : String(fields[12]), instance: instance,
        fencingToken: ServerNumber.count.read(fields[11]))
    }

    private static func instant(_ text: Substring) -> Instant? { Milliseconds.instant(text) }
  }

  /// A run that goes on, as this replica would write it into the hash `runs` after a loss of data.
  struct OwnRun: Sendable, Equatable {
    var job: String
    var instant: Int64
    var cause: FiringCause
    var attempt: Int
    var crashes: Int
    var owner: String
    var reruns: Bool
    /// The runs of its firing that it took over, oldest first: the last eight.
    var takenOver: [RunID] = []
    /// In milliseconds.
    var rerunWithin: Int64?
    /// As ``OrderCoding`` writes it.
    var order = ""

    static func text(_ takenOver: [RunID]) -> String { takenOver.map(\.description).joined(separator: ",") }

    func text(key: String, slot: Int, fence: Int64) -> String {
      var fields = [
        job, "\(instant)", cause.rawValue, key, "\(slot)", "\(attempt)", "\(crashes)", "\(fence)", owner,
        reruns ? "1" : "0", takenOver.isEmpty ? "" : "t" + Self.text(takenOver),
      ]
      if rerunWithin != nil || !order.isEmpty {
        fields += ["", rerunWithin.map(String.init) ?? "", order.isEmpty ? "||" : order]
      }
      return fields.joined(separator: "|")
    }
  }

  /// A run as it lies in the hash `runs`.
  enum RunCoding {
    struct Place {
      var job: String
      var key: String
      var slot: Int
    }

    /// Where its job and its lock are.
    static func place(_ run: String) -> Place? {
      let fields = run.split(separator: "|", omittingEmptySubsequences: false)
      guard fields.count >= 11, let slot = ServerNumber.slot.int(fields[4]) else { return nil }
      return Place(job: String(fields[0]), key: String(fields[3]), slot: slot)
    }

    static func run(token: String, leaseEnds: String, _ run: String) -> FleetRun? {
      guard let crashed = crashed(token: token, run: run), let place = place(run),
        let ends = Milliseconds.instant(leaseEnds), let key = PercentEncoding.decode(place.key)
      else { return nil }
      return FleetRun(
        id: crashed.token, firing: crashed.firing, instance: crashed.owner, attempt: crashed.attempt,
        crashes: crashed.crashes, lockKey: key, slot: place.slot, fencingToken: crashed.fencingToken,
        leaseEnds: ends)
    }

    static func crashed(token: String, run: String, isOfferedAgain: Bool = false) -> CrashedRun? {
      let fields = run.split(separator: "|", omittingEmptySubsequences: false)
      guard fields.count >= 11, let token = RunID(token), let job = PercentEncoding.decode(fields[0]),
        let instant = Milliseconds.instant(fields[1]), let cause = FiringCause(rawValue: String(fields[2])),
        let attempt = ServerNumber.attempt.int(fields[5]), let crashes = ServerNumber.crashes.int(fields[6]),
        let fence = ServerNumber.count.read(fields[7]), let owner = PercentEncoding.decode(fields[8])
      else { return nil }
      // What it was asked to do cannot be read here: it was not asked to do something else.
      var (order, isReadable) = (FiringOrder?.none, true)
      do { order = try OrderCoding.order(fields.dropFirst(13)) } catch { isReadable = false }
      var crashed = CrashedRun(
        token: token, firing: Firing(job: JobID(job), instant: instant, cause: cause),
        owner: owner, attempt: attempt, crashes: crashes, fencingToken: fence,
        isOfferedAgain: isOfferedAgain, mayRunAgain: fields[9] == "1" && isReadable, order: order)
      if fields[10].hasPrefix("t") {
        crashed.takenOver = fields[10].dropFirst().split(separator: ",").suffix(Self.mostTakenOver)
          .compactMap { RunID(String($0)) }
      }
      return crashed
    }

    static let mostTakenOver = 8
  }
#endif
