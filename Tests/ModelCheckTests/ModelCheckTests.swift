import ClaimsModel
import ModelCheck
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A failure names its seed. To see it step by step:
/// `swift run -c release model-check --seed N --replay`; to try it in the debugger, run these
/// tests with `MODEL_CHECK_SEED=N`.
@Suite("The protocol of claims and leases, on interleavings of calls, faults and clocks")
struct ModelCheckTests {
  static let seed = ProcessInfo.processInfo.environment["MODEL_CHECK_SEED"].flatMap { UInt64($0) }
  static let interleavings = ProcessInfo.processInfo.environment["MODEL_CHECK_INTERLEAVINGS"].flatMap { Int($0) }

  @Test("starts each instant once, without overlap, forgets none and lets fences rise", arguments: 0..<4)
  func holds(part: UInt64) {
    let count = (Self.interleavings ?? 3_000) / 4
    let failure = ModelCheck.search(from: (Self.seed ?? 1) &+ part &* UInt64(count), interleavings: count)
    #expect(failure == nil)
  }

  /// Seeds shortly before one that finds it. When the model changes, `model-check --mutation NAME` tells another.
  static let broken: [(Mutation, from: UInt64)] = [
    (.noIdempotentAnswer, 1), (.cursorNotCompared, 1), (.gapNotTold, 1), (.bornKeptByNewServer, 1),
    (.plainFence, 1), (.releaseByName, 1), (.finishWithoutOwner, 1), (.renewalSteals, 24_000), (.sweepKeepsOpen, 1),
    (.takeOverNotChecked, 1), (.endedForgotten, 1), (.mergeIgnoresCursors, 1), (.mergeIgnoresFences, 1),
    (.crashesForgotten, 1), (.noSelfCancellation, 1), (.leaseFromAnswer, 8_000), (.noMerge, 1), (.orderForgotten, 1),
    (.freeLocksAtOnce, 1), (.olderEpochTrusted, 1), (.agedForgotten, 1), (.endsNotRepeated, 1),
    (.takenOverForgotten, 3_000), (.runsCountedAsDeaths, 7_500), (.restartCountedAsDeath, 1),
    (.oneCursorForAllTriggers, 1),
    (.commonInstantsForgotten, 1), (.mergeLeavesNothing, 1), (.beginningNotCompared, 1), (.mergeIgnoresBreakers, 1),
    (.breakerForgotten, 1),
  ]

  /// An interleaving holds back free locks for longer than a lease; the comparison of the model with the scripts finds
  /// this.
  static let foundBesideTheScripts: [Mutation] = [.noQuarantine]

  @Test("finds what a rule is for when the rule is left out", arguments: broken)
  func finds(_ mutation: Mutation, from seed: UInt64) {
    #expect(ModelCheck.search(from: seed, interleavings: 3_000, mutation: mutation) != nil)
  }

  @Test("has a test for every rule that can be left out")
  func complete() {
    let found = Set(Self.broken.map(\.0)).union(Self.foundBesideTheScripts)
    #expect(found.union([.none]) == Set(Mutation.allCases))
  }

  @Test("the same seed is the same interleaving")
  func repeats() {
    func told() -> [String] {
      var lines: [String] = []
      _ = ModelCheck.replay(seed: 7) { lines.append($0) }
      return lines
    }
    #expect(told() == told())
    #expect(told().count > 20)
  }
}
