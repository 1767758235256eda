/// The grammars a cron expression may be written in.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum CronDialect: String, Hashable, Sendable, CaseIterable {
  /// The Open Cron Pattern Specification 1.0 to 1.4: 5 fields as Vixie cron has them, 6 with seconds first, 7 with a
  /// year last; `L`, `W`, `#`, macros, `H`.
  case standard
  /// Quartz for Java: 6 or 7 fields, seconds first, weekdays 1 to 7 from Sunday, exactly one `?`.
  case quartz
  /// Amazon EventBridge: minute, hour, day of month, month, day of week, year; otherwise as Quartz.
  case aws
  /// APScheduler's CronTrigger fields, written `day=1st mon; hour=4`; see ``CronFields``.
  case apscheduler = "apscheduler-fields"
}

/// How two restricted day fields are taken together.
public enum CronDayMatch: String, Hashable, Sendable, CaseIterable {
  /// A day matches when either field does; a field is unrestricted only when it is exactly `*` or `?`.
  case standard
  /// As the daemon: a field that merely begins with `*` (`*/2`) counts as unrestricted, so that both must match.
  case vixie
}
