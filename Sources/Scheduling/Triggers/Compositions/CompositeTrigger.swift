/// A trigger made of others.
protocol CompositeTrigger: Trigger {
  var parts: [any Trigger] { get }
}

extension AnyOfTrigger: CompositeTrigger {
  var parts: [any Trigger] { triggers }
}

extension AllOfTrigger: CompositeTrigger {
  var parts: [any Trigger] { triggers }
}

extension ExcludingTrigger: CompositeTrigger {
  var parts: [any Trigger] { [base] }
}

extension BoundedTrigger: CompositeTrigger {
  var parts: [any Trigger] { [base] }
}

extension Trigger {
  /// How deeply triggers are nested: 1 for one that is made of no others. All depths beyond the limit of
  /// ``TriggerLimits/largestDepth`` are one value.
  var depth: Int { depth(upTo: TriggerLimits.largestDepth + 1) }

  private func depth(upTo most: Int) -> Int {
    guard most > 1, let composite = self as? any CompositeTrigger else { return 1 }
    return 1 + (composite.parts.map { $0.depth(upTo: most - 1) }.max() ?? 0)
  }
}

/// Refuses parts of a trigger that are nested so deeply that following them might need more stack than a thread has.
func requireDepth(_ parts: [any Trigger]) throws(SchedulerError) {
  guard parts.allSatisfy({ $0.depth < TriggerLimits.largestDepth }) else {
    throw SchedulerError(
      .invalidTrigger,
      "triggers are nested at most \(TriggerLimits.largestDepth) deep: put the innermost ones into one list")
  }
}
