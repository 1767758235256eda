import CivilTime

/// Letting the preferred replica of a large fleet go first. One that comes later looks at the head of the store before it
/// asks: what has been decided meanwhile is not there any more, and costs it nothing.
extension SchedulerStateMachine {
  /// True when others may decide the job's instant first: the job is armed for later, or waits for a look.
  mutating func letsOthersGoFirst(_ slot: Int, _ now: Now) -> Bool {
    guard let owners = store?.owners, owners.takesTurns, let job = jobs[slot], let next = job.next,
      case .armed = job.claim, job.definition.stored?.hold == nil
    else { return false }
    let definition = job.definition
    var delay = owners.delay(job: definition.jitterSeed, instant: next)
    if let grace = definition.options.misfireGrace.duration { delay = min(delay, grace / 2) }
    guard delay > .zero else { return false }
    let turn = definition.due(next) + delay
    if now.wall < turn {
      due.set(slot, to: turn.nanosecondsSince1970)
    } else {
      due.remove(slot)
      store?.late.append(slot)
    }
    return true
  }

  mutating func advanceTurns(_ effects: inout Effects) {
    guard let late = store?.late, !late.isEmpty, store?.looking.isEmpty == true else { return }
    store?.late = []
    store?.looking = late
    effects.looksForOverdue = true
  }

  /// What is overdue in the store: the rest has been decided by others.
  mutating func heardOverdue(_ head: StoreHead, limit: Int, _ now: Now, _ effects: inout Effects) {
    claimsReached(now, &effects)
    let entries = head.entries ?? []
    let told = Dictionary(entries.map { ($0.id, $0.next) }, uniquingKeysWith: min)
    let horizon = entries.count >= limit ? entries.last?.next ?? .max : .max
    let looking = store?.looking ?? []
    store?.looking = []
    for slot in looking {
      guard let job = jobs[slot], !job.isRemoved, case .armed = job.claim, let next = job.next, next <= now.wall else {
        arm(slot)
        continue
      }
      let place = told[job.definition.id]
      if place.map({ $0 <= next }) ?? (next >= horizon) {
        ask(slot, now)
        continue
      }
      let trigger = job.definition.trigger
      let through = max(next, place.flatMap(trigger.previous(before:)) ?? next)
      noteElsewhere(slot, from: job.cursor, through: through, &effects)
      jobs[slot]?.claim = .armed(.init(server: through))
      settle(slot, through: through, next: trigger.next(after: through), &effects)
    }
  }

  mutating func overdueFailed(_ error: ClaimsUnavailable, _ now: Now, _ effects: inout Effects) {
    let looking = store?.looking ?? []
    store?.late += looking
    store?.looking = []
    claimsFailed(error, now, &effects)
  }
}
