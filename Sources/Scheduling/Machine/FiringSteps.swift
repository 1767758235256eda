/// A step of a firing before its run starts, which the log has at debug.
enum FiringStep: Sendable, Equatable {
  /// Its instant has come, or somebody asked for it.
  case due(Firing)
  /// Its overlap policy has it wait for the runs before it.
  case waits(Firing)
  /// It may run, and waits for its executor.
  case queued(Firing, run: RunID, attempt: Int, executor: String)
}

/// The steps that have not been logged yet. Where nobody reads them none is made.
struct FiringSteps {
  /// Whether the log is at debug.
  var areWanted = false
  private var steps: [FiringStep] = []

  mutating func add(_ step: @autoclosure () -> FiringStep) { if areWanted { steps.append(step()) } }

  /// Hands them over.
  mutating func move(to effects: inout Effects) {
    guard !steps.isEmpty else { return }
    effects.steps += steps
    steps.removeAll(keepingCapacity: true)
  }
}
