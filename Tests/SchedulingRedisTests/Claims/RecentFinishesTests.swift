#if Redis
  import CivilTime
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("Ends of runs that a server may not know")
  struct RecentFinishesTests {
    private let now = MonotonicTime(nanoseconds: 0)

    private func some() throws -> RecentFinishes {
      let instant = Instant(millisecondsSince1970: 1_000)
      let lease = Lease(
        token: RunID(origin: 1, sequence: 1), firing: Firing(job: "a", instant: instant), lockKey: "a", slot: 0,
        fencingToken: 1, duration: .seconds(3), deadline: .never)
      let record = RunRecord(job: "a", instant: instant, outcome: .succeeded, ended: instant, instance: "a")
      var finishes = RecentFinishes()
      finishes.add([EndedRun(report: FinishReport(lease: lease, record: record), takenOver: [])], now)
      return finishes
    }

    @Test("are reported until they are acknowledged, however often that fails, by one caller at a time")
    func untilAcknowledged() throws {
      var finishes = try some()
      var counts = [finishes.toRepeat(now).count]
      var begins = [finishes.serverChanged()]
      for _ in 0..<1_000 {
        counts.append(finishes.toRepeat(now).count)
        begins.append(finishes.serverChanged())
        finishes.isUnacknowledged()
      }
      #expect(counts == [0] + Array(repeating: 1, count: 1_000))
      #expect(begins == [true] + Array(repeating: false, count: 1_000))
      counts = [finishes.toRepeat(now).count, finishes.toRepeat(now).count]
      #expect(counts == [1, 0], "acknowledged")
      begins = [finishes.serverChanged()]
      #expect(begins == [true], "the next change begins anew")
    }

    @Test("are reported once more when the server changes while they are on their way")
    func changedMeanwhile() throws {
      var finishes = try some()
      let begins = [finishes.serverChanged(), finishes.toRepeat(now).count == 1, finishes.serverChanged()]
      #expect(begins == [true, true, false])
      let counts = [finishes.toRepeat(now).count, finishes.toRepeat(now).count]
      #expect(counts == [1, 0])
    }

    @Test("are given up after ten minutes")
    func old() throws {
      var finishes = try some()
      finishes.isUnacknowledged()
      let count = finishes.toRepeat(now + .seconds(601)).count
      #expect(count == 0)
    }
  }
#endif
