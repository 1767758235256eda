/// Due once on each replica, when its scheduler starts; at once for a job that is added later.
///
/// Its runs take no claim: every replica has its own.
public struct StartupTrigger: EventTrigger, Hashable {
  /// Due at start-up.
  package init() {}

  var event: TriggerEvent { .startup }

  /// The trigger in one line of English.
  public var description: String { "When the scheduler starts, on each replica" }

  /// The trigger as it is written in tables and the status.
  public var expression: String { "@reboot" }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String { "startup" }
}

extension Trigger where Self == StartupTrigger {
  /// Due once on each replica, when its scheduler starts.
  public static var startup: StartupTrigger { StartupTrigger() }
}
