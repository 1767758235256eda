#if Redis
  import CivilTime
  import ClaimsModel
  import RedisServerTestSupport
  import Scheduling
  @testable import SchedulingRedis
  import Testing

  /// The model that the interleavings are checked against, and the scripts: the same answers, the same data.
  ///
  /// The sequences are random; a failure names the seed and the step.
  @Suite("The scripts do what the model says")
  struct ModelAgreementTests {
    @Test("after every step of random sequences of questions, renewals, ends, sweeps and losses", arguments: 1...6)
    func agree(seed: UInt64) async throws {
      let server = try RedisServer.start()
      var pair = try await ModelledFleet(server, seed: seed)
      for step in 0..<300 {
        let told = try await pair.step()
        #expect(told == nil, "seed \(seed), step \(step): \(told ?? "")")
        if told != nil { return }
      }
      #expect(pair.decisions > 60 && pair.wins > 0, "the sequence is worth something")
    }

    @Test(
      "and a model with a rule left out is told from them",
      arguments: [
        Mutation.plainFence, .releaseByName, .gapNotTold, .endedForgotten, .finishWithoutOwner, .orderForgotten,
        .oneCursorForAllTriggers, .commonInstantsForgotten, .noQuarantine, .freeLocksAtOnce,
        .mergeIgnoresBreakers,
      ])
    func differ(mutation: Mutation) async throws {
      let server = try RedisServer.start()
      var isFound = false
      for seed in 1...10 where !isFound {
        var pair = try await ModelledFleet(server, seed: UInt64(seed), mutation: mutation)
        for _ in 0..<300 where !isFound { isFound = try await pair.step() != nil }
      }
      #expect(isFound)
    }
  }
#endif
