import CivilTime

/// Jobs that wait for something to happen: a start-up, or the end of a run.
///
/// A delay between the event and the firing is kept on the continuous clock. A job with a delay after each of its own
/// runs is armed by its state, not by the path that led there: whenever it is idle, ``armWhenIdle(_:_:_:)`` arms it.
extension Conductor {
  /// Delayed firings of one job beyond this many are recorded as missed(coalesced) when their event happens.
  static let mostDelayed = 1_000

  /// Starts what waits for the scheduler's start, for a job that is there now.
  mutating func beginEvents(_ slot: Int, _ context: inout Context) {
    guard phase == .running, let definition = jobs[slot]?.definition else { return }
    if case .startup = definition.event { fire(slot, at: context.now.wall, &context) }
    armWhenIdle(slot, &context)
  }

  /// Starts, or plans, what waits for the end of a run of `job`.
  mutating func completed(
    _ job: JobDefinition, _ outcome: RunOutcome, _ context: inout Context
  ) {
    guard phase == .running else { return }
    for slot in jobs.dependents(of: job.id) {
      guard case .completion(_, let ending, let delay) = jobs[slot]?.definition.event, ending.includes(outcome) else {
        continue
      }
      if delay > 0 { fireLater(slot, after: delay, &context) } else { fire(slot, at: context.now.wall, &context) }
    }
  }

  /// Arms a job with a delay after each of its own runs where nothing else would: it has no run, none waits, and no delay
  /// goes on. Does nothing for any other job, so that every change of a job's state may call it.
  mutating func armWhenIdle(_ slot: Int, _ context: inout Context) {
    guard phase == .running, case .completion(of: nil, _, let delay) = jobs[slot]?.definition.event,
      jobs[slot]?.isRemoved == false, jobs[slot]?.isIdle == true
    else { return }
    fireLater(slot, after: delay, &context)
  }

  private mutating func fireLater(_ slot: Int, after delay: Int64, _ context: inout Context) {
    guard let count = jobs[slot]?.delayed.count else { return }
    let moment = context.now.monotonic.advanced(byNanoseconds: delay)
    guard count < Self.mostDelayed else {
      let firing = WaitingFiring(instant: context.now.wall, due: context.now.wall, cause: .event)
      refuse(slot, firing, .missed(.coalesced), &context)
      return
    }
    jobs.delay(slot, until: moment)
    showNextDelay(slot, context.now)
    context.wakeLoop()
  }

  /// Shows on the wall clock of now when the first delay of a job ends.
  private mutating func showNextDelay(_ slot: Int, _ now: Now) {
    let moment = jobs[slot]?.delayed.first
    jobs.expect(slot, moment.map { now.wall.advanced(byNanoseconds: ($0 - now.monotonic).nanoseconds) })
  }

  /// The wall clock was set: the delays stay what they are, and what is shown of them follows.
  mutating func showDelays(_ now: Now) {
    for slot in jobs.indices where jobs[slot]?.delayed.isEmpty == false { showNextDelay(slot, now) }
  }

  /// Fires what has waited for its delay.
  mutating func watchDelays(_ context: inout Context) {
    guard phase == .running else { return }
    while let (slot, moment) = jobs.takeDelay(context.now.monotonic) {
      if jobs[slot]?.definition.event != nil { showNextDelay(slot, context.now) }
      let late = (context.now.monotonic - moment).nanoseconds
      fire(slot, at: context.now.wall.advanced(byNanoseconds: -late), &context)
      armWhenIdle(slot, &context)
    }
  }

  /// Ends the delays of a job that is removed, changed or drained. An event of another job has happened, so that its
  /// firing is recorded; a delay after the job's own runs stands for nothing that has happened.
  mutating func dropDelays(_ slot: Int, _ outcome: RunOutcome, _ context: inout Context) {
    let moments = jobs.takeDelays(slot)
    guard !moments.isEmpty else { return }
    jobs.expect(slot, nil)
    guard case .completion(of: .some, _, _) = jobs[slot]?.definition.event else { return }
    for moment in moments {
      let instant = context.now.wall.advanced(byNanoseconds: (moment - context.now.monotonic).nanoseconds)
      refuse(slot, WaitingFiring(instant: instant, due: instant, cause: .event), outcome, &context)
    }
  }

  private mutating func fire(_ slot: Int, at instant: Instant, _ context: inout Context) {
    guard let job = jobs[slot] else { return }
    if pauses.hold(job.definition.id, .event) {
      recordPassed(slot, through: instant, .skipped(.paused), cause: .event, &context)
    } else if !claims.isLocal, job.definition.event != .startup, breakerSkips(slot, job.definition, context.now) {
      recordPassed(slot, through: instant, .skipped(.circuitOpen), cause: .event, &context)
    } else if !claims.isLocal, job.definition.event != .startup {
      askUnscheduled(slot, nil, cause: .event, instant: instant, context.now)
    } else {
      startOrWait(slot, WaitingFiring(instant: instant, due: instant, cause: .event), &context)
    }
  }

  /// What is wrong with how jobs with event triggers are armed: nil, unless a path has forgotten one of them. For tests.
  var eventFault: String? {
    for slot in jobs.indices {
      guard let job = jobs[slot], !job.isRemoved, phase == .running else { continue }
      if jobs.hasDelayFault(slot) {
        return "\(job.definition.id): the delays and their heap differ"
      }
      guard case .completion(of: nil, _, _) = job.definition.event else { continue }
      if job.isIdle {
        return "\(job.definition.id) is neither running, nor waiting, nor armed"
      }
    }
    return nil
  }

  /// Throws when `definition` would wait, through others, for itself.
  func refuseCycle(_ definition: JobDefinition) throws(SchedulerError) {
    var path = [definition.id]
    var current = definition
    while case .completion(of: let job?, _, _) = current.event {
      path.append(job)
      if job == definition.id {
        throw SchedulerError(
          .invalidTrigger, "these jobs would wait for each other: \(path.map(\.rawValue).joined(separator: " after "))",
          job: definition.id)
      }
      guard path.count <= jobs.count + 1, let next = jobs.definition(job) else { return }
      current = next
    }
  }
}
