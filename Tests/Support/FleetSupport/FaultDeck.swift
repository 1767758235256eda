package import FleetLog

/// Draws kinds of faults like cards: each once before any comes again, so that a short time meets as many as it can.
package struct FaultDeck: Sendable {
  private let kinds: [FaultKind]
  private var left: [FaultKind] = []

  package init(_ kinds: [FaultKind]) { self.kinds = kinds }

  package var isEmpty: Bool { kinds.isEmpty }

  /// The next kind, if need be one that may happen at the same time as another; nil when none of the whole deck may.
  package mutating func draw(beside other: FaultKind? = nil, using random: inout SeededRandom) -> FaultKind? {
    if left.isEmpty { left = kinds.shuffled(using: &random) }
    guard let other else { return left.popLast() }
    guard let index = left.lastIndex(where: { $0.canHappen(beside: other) }) else { return nil }
    return left.remove(at: index)
  }
}

extension FaultKind {
  /// Whether two strikes of these kinds do not undo each other: one redis-server is replaced at a time, and a replica is
  /// ended and started by one of them. A rolling change ends every replica, one after the other.
  package func canHappen(beside other: FaultKind) -> Bool {
    if replacesServer && other.replacesServer || changesFleet && other.changesFleet { return false }
    return !(self == .rollingChange && other.endsReplica || other == .rollingChange && endsReplica)
  }
}
