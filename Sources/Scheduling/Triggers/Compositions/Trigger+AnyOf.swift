// One function for each number of triggers: in a parameter pack the compiler takes a string literal within an element for
// a `String`, and `.cron(…, timeZone: "Europe/Berlin")` would not compile.

/// `.any(of: .cron("0 9 * * MON-FRI", timeZone: "Europe/Berlin"), .cron("0 11 * * SAT,SUN", timeZone: "Europe/Berlin"))`.
extension Trigger where Self == AnyOfTrigger {
  /// Due whenever one of several triggers is; see ``AnyOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when triggers are nested too deeply.
  public static func any(of a: some Trigger, _ b: some Trigger) throws(SchedulerError) -> AnyOfTrigger {
    try AnyOfTrigger([a, b])
  }

  /// Due whenever one of several triggers is; see ``AnyOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when triggers are nested too deeply.
  public static func any(
    of a: some Trigger, _ b: some Trigger, _ c: some Trigger
  ) throws(SchedulerError) -> AnyOfTrigger {
    try AnyOfTrigger([a, b, c])
  }

  /// Due whenever one of several triggers is; see ``AnyOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when triggers are nested too deeply.
  public static func any(
    of a: some Trigger, _ b: some Trigger, _ c: some Trigger, _ d: some Trigger
  ) throws(SchedulerError) -> AnyOfTrigger {
    try AnyOfTrigger([a, b, c, d])
  }

  /// Due whenever one of several triggers is, of any number; see ``AnyOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none, or when they are nested too deeply.
  public static func any(of triggers: [any Trigger]) throws(SchedulerError) -> AnyOfTrigger {
    try AnyOfTrigger(triggers)
  }
}
