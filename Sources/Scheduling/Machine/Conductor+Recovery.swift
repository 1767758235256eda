import CivilTime

/// Running again what a process left behind when it disappeared.
extension Conductor {
  /// Asks for the right to run a crashed firing again, where its job says so. One replica gets it.
  ///
  /// One that has crashed twice is taken alone: a body that takes its process down takes with it whatever runs beside it,
  /// and firings that crash together again and again could not be distinguished. What is left is offered again.
  mutating func askToTakeOver(_ crashed: CrashedRun, _ now: Now) {
    guard crashed.mayRunAgain else { return }
    if claims.isStored, !jobs.contains(crashed.firing.job) { return invite(crashed, now) }
    guard phase == .running, let slot = jobs.slot(crashed.firing.job), let job = jobs[slot], job.definition.reruns,
      job.definition.stored?.hold == nil, !crashed.isPoison, runs.number(leased: crashed.token) == nil,
      !runs.isSaturated(job.pool), crashed.crashes < 2 || !isTryingAgain,
      claims.unscheduled.beginTakeOver(crashed.token)
    else { return }
    let definition = job.definition
    let options = definition.options.overlapping(crashed.order?.overlap)
    let request = ClaimRequest(
      job: definition.id, cause: crashed.firing.cause, token: newRunID(), intent: .takeOver(crashed),
      expectedCursor: .min, lockKey: definition.lockKey, slots: options.instanceLimit,
      leaseDuration: leaseDuration(definition), whenBusy: .wait, attempt: crashed.attempt + 1,
      rerunsAfterCrash: true, rerunWithin: definition.recovery.limit, order: crashed.order)
    claims.unscheduled.add(
      .init(slot: slot, request: request, order: crashed.order.map { RunOrder($0) }, giveUpAt: .never))
  }

  /// A firing that has crashed twice is being run here, or asked for.
  private var isTryingAgain: Bool { runs.hasCrashedTwice || claims.unscheduled.hasCrashedTwice }
}

extension CrashedRun {
  /// A body that took its process down so often is not run again.
  static let poisonous = 3

  /// It is a dead letter, and its job is paused.
  var isPoison: Bool { crashes >= Self.poisonous }
}
