import CivilTime

/// Jobs that wait for something to happen: a start-up, or the end of a run.
extension SchedulerStateMachine {
  /// Starts what waits for the scheduler's start, for a job that is there now.
  mutating func beginEvents(_ slot: Int, _ now: Now, _ effects: inout Effects) {
    guard phase == .running, let definition = jobs[slot]?.definition else { return }
    switch definition.event {
    case .startup: fire(slot, at: now.wall, now, &effects)
    case .completion(of: nil, _, let delay): fireLater(slot, after: delay, now, &effects)
    case .completion, nil: break
    }
  }

  /// Starts, or plans, what waits for the end of a run of `job`.
  mutating func completed(
    _ job: JobDefinition, _ slot: Int?, _ outcome: RunOutcome, _ now: Now, _ effects: inout Effects
  ) {
    if case .completion(of: nil, let ending, let delay) = job.event, let slot, jobs[slot]?.definition === job {
      if ending.includes(outcome), phase == .running { fireLater(slot, after: delay, now, &effects) }
    }
    guard let waiting = dependents[job.id], phase == .running else { return }
    for slot in waiting {
      guard case .completion(_, let ending, let delay) = jobs[slot]?.definition.event, ending.includes(outcome) else {
        continue
      }
      if delay > 0 { fireLater(slot, after: delay, now, &effects) } else { fire(slot, at: now.wall, now, &effects) }
    }
  }

  private mutating func fireLater(_ slot: Int, after delay: Int64, _ now: Now, _ effects: inout Effects) {
    jobs[slot]?.next = now.wall.advanced(byNanoseconds: delay)
    arm(slot)
    effects.wakesLoop = true
  }

  /// The moment of a delayed event has come.
  mutating func decideEvent(_ slot: Int, _ now: Now, _ effects: inout Effects) {
    guard let instant = jobs[slot]?.next else { return due.remove(slot) }
    jobs[slot]?.next = nil
    due.remove(slot)
    fire(slot, at: instant, now, &effects)
  }

  private mutating func fire(_ slot: Int, at instant: Instant, _ now: Now, _ effects: inout Effects) {
    guard let job = jobs[slot] else { return }
    if pauses.pauses(job.definition.id) {
      recordSkip(slot, instant, .paused, cause: .event, now, &effects)
    } else if shared != nil, job.definition.event != .startup, breakerSkips(slot, job.definition, now) {
      recordSkip(slot, instant, .circuitOpen, cause: .event, now, &effects)
    } else if shared != nil, job.definition.event != .startup {
      askUnscheduled(slot, nil, cause: .event, now)
      return
    } else {
      startOrWait(slot, WaitingFiring(instant: instant, due: instant, cause: .event), now, &effects)
      let after = jobs[slot]
      if (after?.running ?? 0) > job.running || (after?.waiting.count ?? 0) > job.waiting.count { return }
    }
    // A job that waits for its own runs has none to wait for now.
    if case .completion(of: nil, _, let delay) = job.definition.event { fireLater(slot, after: delay, now, &effects) }
  }

  /// Keeps in mind who waits for whose runs.
  mutating func watchDependencies(_ slot: Int, _ definition: JobDefinition) {
    forgetDependencies(slot)
    if case .completion(of: let job?, _, _) = definition.event { dependents[job, default: []].append(slot) }
  }

  mutating func forgetDependencies(_ slot: Int) {
    guard case .completion(of: let job?, _, _) = jobs[slot]?.definition.event else { return }
    dependents[job]?.removeAll { $0 == slot }
    if dependents[job]?.isEmpty == true { dependents[job] = nil }
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
      guard path.count <= slots.count + 1, let slot = slots[job], let next = jobs[slot]?.definition else { return }
      current = next
    }
  }
}
