import Synchronization

/// Whether the body of a dry run has asked whether it is one.
final class DryRun: Sendable {
  private let wasAsked = Atomic(false)

  func noteQuestion() { wasAsked.store(true, ordering: .relaxed) }

  /// What the record of the run says.
  var message: String? {
    wasAsked.load(ordering: .relaxed)
      ? nil : "the body did not ask run.isDryRun: what it does in earnest, it has done"
  }
}
