#if Redis
  import CivilTime
  import Scheduling

  /// Every reading of a text that comes from Redis, for fuzzers and tests: whatever the text is, nothing traps.
  package enum RedisRows: CaseIterable, Sendable {
    case run, record, request, answer, deadLetter, namespaceCard, wake, members, switches, won, verdict, number

    /// Reads a text as one of this kind, and does with what it says what a replica does.
    package func read(_ text: String) {
      let value = RedisValue.string(text)
      switch self {
      case .run:
        _ = RunCoding.place(text)
        _ = RunCoding.run(token: Self.token, leaseEnds: text, text)
        guard let crashed = RunCoding.crashed(token: Self.token, run: text) else { return }
        _ = (crashed.attempt + 1, crashed.crashes + 1, crashed.fencingToken + 1)
        _ = crashed.firing.instant + .seconds(1)
      case .record:
        guard let record = RecordCoding.record(text) else { return }
        _ = RecordCoding.headBytes(record)
        _ = (record.count + 1, record.attempt + 1, record.ended - record.instant)
      case .request:
        guard let request = RequestCoding.request(id: "a", text) else { return }
        _ = request.expires.map { $0 + .seconds(1) }
        _ = RequestCoding.words(request)
      case .answer: _ = RequestCoding.answer(text)
      case .deadLetter: _ = DeadLetterCoding.letter(text).map { DeadLetterCoding.text($0, instance: "a") }
      case .namespaceCard:
        let own = NamespaceCard(fingerprint: "f", jobs: 1, seen: .epoch, instance: "a")
        _ = NamespaceCard(text)?.text
        _ = NamespaceCard.note("a", own, others: [("b", text), (text, own.text)])
      case .wake: if case .job(_, let change, let next) = FleetWake(text) { _ = (change - 1, next) }
      case .members: _ = FleetReading.members([value, value, value, .string("a"), value, value])
      case .switches: _ = FleetReading.pauses([.string("j:" + text), value, value, value])
      case .won: _ = WonAnswer(value).map { ($0.slot + 1, $0.fence + 1) }
      case .verdict:
        _ = Milliseconds.duration(value).map { MonotonicTime.now() + $0 }
        _ = Milliseconds.instant(value).map { $0 + .seconds(1) }
        _ = Milliseconds.place(value).map { $0 + .seconds(1) }
      case .number:
        for number in [ServerNumber.attempt, .crashes, .slot, .count, .instant, .duration, .stamp, .schema] {
          _ = number.read(text).map { $0 + 1 }
        }
      }
    }

    /// A text that reads, to be changed at random.
    package var example: String {
      switch self {
      case .run: "job|1795928074530|run-now|lock|0|1|0|1795928265893|a|1|t|1795928265893|60000|%7B\"a\":1%7D|skip|ada"
      case .record:
        "job|1795928074530|1795928074530|1|scheduled|failed|\(Self.token)|1795928074530|1795928074531|1|a|1795928265893|m"
      case .request:
        "job|run-now|1795928074530|1795928074530|queueAll(5)|ada|1795928074530|60000||%7B\"a\":[1,2.5,null]%7D"
      case .answer: "WON|\(Self.token)|a"
      case .deadLetter:
        "%7B\"a\":1%7D|job|1795928074530|1795928074530|1|scheduled|failed|\(Self.token)||1795928074531|3|a||m"
      case .namespaceCard: "0a4d55a8d778e5022fab701977c5d840bbc486d0|3|1795928074530|host"
      case .wake: "job 17 1795928074530 a job"
      case .members: "1795928074530"
      case .switches: "job%7C"
      case .won: "WON|0|1795928265893"
      case .verdict, .number: "1795928265893"
      }
    }

    private static let token = "00000000000000070000000000000005"
  }
#endif
