package import ClaimsModel

/// Checks the protocol of claims and leases: seeded interleavings of replicas, messages and faults against a model of
/// what the scripts do, each judged by the invariants. The same seed is the same interleaving.
package enum ModelCheck {
  /// The first interleaving that breaks an invariant.
  package struct Failure: Sendable, CustomStringConvertible {
    package var seed: UInt64
    package var violation: Violation

    package var description: String { "seed \(seed): \(violation)" }
  }

  /// Tries as many interleavings as given, from a seed on.
  package static func search(from seed: UInt64, interleavings: Int, mutation: Mutation = .none) -> Failure? {
    for number in 0..<UInt64(max(0, interleavings)) {
      if let violation = check(seed: seed &+ number, mutation: mutation) {
        return Failure(seed: seed &+ number, violation: violation)
      }
    }
    return nil
  }

  package static func check(seed: UInt64, mutation: Mutation = .none) -> Violation? {
    var world = World(seed: seed, mutation: mutation)
    return world.run()
  }

  /// The interleaving of a seed, step by step.
  package static func replay(
    seed: UInt64, mutation: Mutation = .none, _ tell: @escaping (String) -> Void
  ) -> Violation? {
    var world = World(seed: seed, mutation: mutation)
    world.trace = tell
    tell("\(world.plan)")
    return world.run()
  }
}
