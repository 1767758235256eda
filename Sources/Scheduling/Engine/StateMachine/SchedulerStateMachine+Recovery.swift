import CivilTime

/// Running again what a process left behind when it disappeared.
extension SchedulerStateMachine {
  /// Asks for the right to run a crashed firing again, where its job says so. One replica gets it.
  ///
  /// One that has crashed twice is taken alone: a body that takes its process down takes with it whatever runs beside it,
  /// and firings that crash together again and again could not be distinguished. What is left is offered again.
  mutating func askToTakeOver(_ crashed: CrashedRun, _ now: Now) {
    guard crashed.mayRunAgain else { return }
    if store != nil, slots[crashed.firing.job] == nil { return invite(crashed, now) }
    guard phase == .running, let slot = slots[crashed.firing.job], let job = jobs[slot], job.definition.reruns,
      job.definition.stored?.hold == nil, !crashed.isPoison, runs.number(leased: crashed.token) == nil,
      !runs.isSaturated(job.pool), crashed.crashes < 2 || !isTryingAgain,
      shared?.takeOvers.insert(crashed.token).inserted == true
    else { return }
    let definition = job.definition
    var options = definition.options
    if let overlap = crashed.order?.overlap { options.overlap = overlap }
    let request = ClaimRequest(
      job: definition.id, cause: crashed.firing.cause, token: newRunID(), intent: .takeOver(crashed),
      expectedCursor: .min, lockKey: definition.lockKey, slots: options.instanceLimit,
      leaseDuration: options.lease ?? settings.lease, whenBusy: .wait, attempt: crashed.attempt + 1,
      rerunsAfterCrash: true, rerunWithin: definition.recovery.limit, order: crashed.order)
    shared?.runNow[request.token] = SharedClaims.RunNowQuestion(
      slot: slot, request: request, order: crashed.order.map { RunOrder($0) }, giveUpAt: .never)
  }

  /// A firing that has crashed twice is being run here, or asked for.
  private var isTryingAgain: Bool {
    if runs.hasCrashedTwice { return true }
    return shared?.runNow.values.contains { question in
      if case .takeOver(let crashed) = question.request.intent { crashed.crashes >= 2 } else { false }
    } == true
  }

  /// The firing is ours now. Its instant stays in the books of the replica that decided it.
  mutating func takeOver(
    _ slot: Int, _ crashed: CrashedRun, _ lease: Lease, _ order: RunOrder?, _ context: inout Context
  ) {
    start(
      slot, lease.firing.instant, due: context.now.wall, cause: lease.firing.cause, id: lease.token,
      attempt: lease.attempt, lease: lease, order: order, takenOverFrom: crashed)
    context.report(
      .takenOver(lease.firing, run: lease.token, from: crashed.owner, crashes: crashed.crashes))
  }
}

extension CrashedRun {
  /// A body that took its process down so often is not run again.
  static let poisonous = 3

  /// It is a dead letter, and its job is paused.
  var isPoison: Bool { crashes >= Self.poisonous }
}

extension ClaimRequest {
  /// Whether it only records.
  var records: Bool { if case .record = intent { true } else { false } }

  /// Whether the answer decides an instant of the schedule.
  var movesCursor: Bool {
    if case .takeOver = intent { return false }
    return cause == .scheduled
  }
}
