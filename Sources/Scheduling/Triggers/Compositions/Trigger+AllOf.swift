// One function for each number of triggers: in a parameter pack the compiler takes a string literal within an element for
// a `String`, and `.cron(…, timeZone: "Europe/Berlin")` would not compile.

/// `.all(of: .cron("0 9 * * MON"), .cron("0 9 1 * *"))`.
extension Trigger where Self == AllOfTrigger {
  /// Due at the instants that several triggers have in common; see ``AllOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when triggers are nested too deeply.
  public static func all(of a: some Trigger, _ b: some Trigger) throws(SchedulerError) -> AllOfTrigger {
    try AllOfTrigger([a, b])
  }

  /// Due at the instants that several triggers have in common; see ``AllOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when triggers are nested too deeply.
  public static func all(
    of a: some Trigger, _ b: some Trigger, _ c: some Trigger
  ) throws(SchedulerError) -> AllOfTrigger {
    try AllOfTrigger([a, b, c])
  }

  /// Due at the instants that several triggers have in common; see ``AllOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when triggers are nested too deeply.
  public static func all(
    of a: some Trigger, _ b: some Trigger, _ c: some Trigger, _ d: some Trigger
  ) throws(SchedulerError) -> AllOfTrigger {
    try AllOfTrigger([a, b, c, d])
  }

  /// Due at the instants that several triggers have in common, of any number; see ``AllOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none, or when they are nested too deeply.
  public static func all(of triggers: [any Trigger]) throws(SchedulerError) -> AllOfTrigger {
    try AllOfTrigger(triggers)
  }
}
