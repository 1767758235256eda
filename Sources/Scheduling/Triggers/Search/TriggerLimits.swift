public import CivilTime

/// How large a trigger may be, and how much work the search for its instants: what a scheduler checks when a job is added.
///
/// The defaults are safe for hosts whose end users type expressions, recurrence rules and compositions. Such a host may
/// check what was typed before it builds a job of it:
/// ```swift
/// try TriggerLimits().check(trigger, at: SystemClock().now())
/// ```
public struct TriggerLimits: Sendable, Hashable {
  /// The length of one cron expression or recurrence rule in bytes, 1 to 4,096; defaults to 4,096. All expressions of one
  /// trigger together may have 16 times as many.
  public var expressionLength = Self.largestExpression
  /// How many triggers and exclusions one trigger may be made of, itself included, at least 1; defaults to 256.
  public var terms = 256
  /// How deeply triggers may be nested, 1 to 32; defaults to 32.
  public var depth = Self.largestDepth
  /// The steps of the search that finds a trigger's first instant and counts what a limit or `COUNT` counts, when its job
  /// is added; see ``SearchBudget``. 10,000 to 100,000,000; defaults to 2,000,000, which take less than a second.
  ///
  /// Later searches happen while others wait for the scheduler and have 10,000 steps each. A trigger that needs more of
  /// them for its next two instants is refused when the job is added. One that comes to need more later is held: the
  /// status is degraded and names the job, which is looked at again when its trigger changes and when the process starts.
  public var steps = SearchBudget.defaultSteps

  /// The longest expression that is read at all, in bytes.
  package static let largestExpression = 4_096
  /// The deepest nesting that any stack has room for.
  package static let largestDepth = 32

  /// The defaults.
  public init() {}

  /// Checks a trigger as `Scheduler.add` does.
  /// - Parameters:
  ///   - trigger: what is checked.
  ///   - job: the job's id, which an `H` in a cron expression is hashed from.
  ///   - now: instants are searched for from here on.
  /// - Returns: the trigger as it is for the job.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for a trigger that is too large, `triggerTooComplex` where
  ///   a search gave up, `neverFires` where there is no instant; and what the trigger throws when it is prepared.
  @discardableResult
  public func check(_ trigger: some Trigger, for job: JobID = "trigger", at now: Instant) throws -> any Trigger {
    var budget = SearchBudget(steps: steps)
    return try check(trigger, for: job, at: now, within: &budget)
  }

  /// As ``check(_:for:at:)``, with a budget that many triggers share: none may spend more than ``steps`` of it.
  @discardableResult
  func check(
    _ trigger: some Trigger, for job: JobID, at now: Instant, within budget: inout SearchBudget
  ) throws -> any Trigger {
    if !trigger.isSmall { try checkSize(trigger, job) }
    let prepared = try trigger.prepared(for: job)
    if prepared is any EventTrigger { return prepared }
    try checkSearch(prepared, job, now, &budget)
    return prepared
  }

  /// Checks a trigger that is kept by a store already: it may be over, but its searches must not hold anything up.
  func checkStored(_ trigger: any Trigger, for job: JobID, at now: Instant) throws {
    do {
      try check(trigger, for: job, at: now)
    } catch let error as SchedulerError where error.code == .neverFires {}
  }

  func validate() throws(SchedulerError) {
    func require(_ isFine: Bool, _ message: String) throws(SchedulerError) {
      if !isFine { throw SchedulerError(.invalidConfiguration, message) }
    }
    try require(
      (1...Self.largestExpression).contains(expressionLength), "triggerLimits.expressionLength is 1 to 4096 bytes")
    try require(terms >= 1, "triggerLimits.terms is at least 1")
    try require((1...Self.largestDepth).contains(depth), "triggerLimits.depth is 1 to \(Self.largestDepth)")
    try require((10_000...100_000_000).contains(steps), "triggerLimits.steps is 10,000 to 100,000,000")
  }
}

extension Trigger {
  /// One term without an expression of its own: there is nothing to measure, and most jobs have such a trigger.
  fileprivate var isSmall: Bool { self is IntervalTrigger || self is DateTrigger }
}

extension TriggerLimits {
  /// Expressions, terms and depth, before anything of the trigger is evaluated.
  private func checkSize(_ trigger: any Trigger, _ job: JobID) throws(SchedulerError) {
    var left = (terms: terms, bytes: expressionLength * 16)
    try checkSize(trigger, depth, &left, job)
  }

  private func checkSize(
    _ trigger: any Trigger, _ depth: Int, _ left: inout (terms: Int, bytes: Int), _ job: JobID
  ) throws(SchedulerError) {
    guard depth >= 1 else {
      throw SchedulerError(
        .invalidTrigger, "triggers are nested at most \(self.depth) deep: put the innermost ones into one list",
        job: job)
    }
    left.terms -= 1
    if let excluding = trigger as? ExcludingTrigger {
      left.terms -= excluding.exclusions.count
      for case .cron(let expression) in excluding.exclusions.map(\.kind) {
        try checkLength(expression.text, &left.bytes, job)
      }
    }
    guard left.terms >= 0 else {
      throw SchedulerError(
        .invalidTrigger, "a trigger is made of at most \(self.terms) triggers and exclusions: use several jobs",
        job: job)
    }
    if let composite = trigger as? any CompositeTrigger {
      for part in composite.parts { try checkSize(part, depth - 1, &left, job) }
    } else {
      try checkLength(trigger.expression, &left.bytes, job)
    }
  }

  private func checkLength(_ expression: String, _ left: inout Int, _ job: JobID) throws(SchedulerError) {
    left -= expression.utf8.count
    guard left >= 0 else {
      throw SchedulerError(
        .invalidTrigger,
        "the expressions of a trigger have at most \(expressionLength * 16) bytes in all: use several jobs",
        job: job)
    }
    guard expression.utf8.count <= expressionLength else {
      throw SchedulerError(
        .invalidTrigger,
        "an expression has at most \(expressionLength) bytes, and '\(expression.printable(bytes: 40))' has "
          + "\(expression.utf8.count)", job: job)
    }
  }

  /// Whether there is an instant, and whether later searches end in time.
  private func checkSearch(
    _ trigger: any Trigger, _ job: JobID, _ now: Instant, _ shared: inout SearchBudget
  ) throws(SchedulerError) {
    var budget = SearchBudget(steps: min(steps, shared.steps - shared.spent))
    defer { shared.spend(budget.spent) }
    guard let next = trigger.next(after: now, within: &budget) else {
      // Nothing is left, or was there ever anything? Triggers without a start reach back beyond the years of cron
      // expressions, and an instant in there is none.
      if !budget.isExhausted, !(trigger is DateTrigger) {
        let first = trigger.next(after: Instant.epoch.advanced(byNanoseconds: -1), within: &budget)
        if first == nil, !budget.isExhausted {
          throw SchedulerError(
            .neverFires, "\(trigger.expression.printable(bytes: 200)) has no instant in any year", job: job)
        }
      }
      if budget.isExhausted { throw Self.gaveUp(trigger, budget, "whether it has an instant is not known", job) }
      return
    }
    guard trigger is DateTrigger || next < Self.horizon else {
      throw SchedulerError(
        .neverFires,
        "\(trigger.expression.printable(bytes: 200)) has no instant before the year 2200: what is excluded leaves none",
        job: job
      )
    }
    var instant = now
    for _ in 0..<2 {
      var budget = SearchBudget.ofOneInstant
      defer { shared.spend(budget.spent) }
      guard let next = trigger.next(after: instant, within: &budget) else {
        guard budget.isExhausted else { return }
        throw Self.gaveUp(
          trigger, budget, "there is one at \(next), but each search has only so many while jobs run", job)
      }
      instant = next
    }
  }

  /// 2200-01-01T00:00:00Z: cron expressions name no instant from here on.
  private static let horizon = Instant(secondsSince1970: 7_258_118_400)

  static func gaveUp(
    _ trigger: any Trigger, _ budget: SearchBudget, _ known: String, _ job: JobID
  ) -> SchedulerError {
    SchedulerError(
      .triggerTooComplex,
      "the search for an instant of '\(trigger.expression.printable(bytes: 200))' gave up after \(budget.steps) steps (\(known)); "
        + Self.howToSimplify(trigger), job: job)
  }

  /// What to change of a trigger whose search gave up.
  static func howToSimplify(_ trigger: any Trigger) -> String {
    switch trigger {
    case let bounded as BoundedTrigger where bounded.limit != nil:
      return "give an end in place of the limit, or a smaller limit"
    case let rule as RecurrenceTrigger:
      return rule.parsed.count == nil
        ? "give the rule fewer BY parts, or a larger unit in FREQ" : "give UNTIL in place of COUNT, or a smaller COUNT"
    case is AllOfTrigger: return "combine triggers that are due less often, or write one expression for them"
    case is ExcludingTrigger: return "exclude whole days or parts of the day in place of single minutes"
    case let composite as any CompositeTrigger:
      return composite.parts.first(where: { $0 is any CompositeTrigger }).map(howToSimplify)
        ?? "use several jobs in place of one trigger"
    default: return "use a simpler trigger"
    }
  }
}
