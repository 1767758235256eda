/// Due once on each replica, when its scheduler starts; at once for a job that is added later.
///
/// Its runs take no claim: every replica has its own.
public struct StartupTrigger: EventTrigger, Hashable {
  /// Due at start-up.
  public init() {}

  var event: TriggerEvent { .startup }

  public var description: String { "When the scheduler starts, on each replica" }

  public var expression: String { "@reboot" }

  public var fingerprint: String { "startup" }
}

extension Trigger where Self == StartupTrigger {
  /// Due once on each replica, when its scheduler starts.
  public static var startup: StartupTrigger { StartupTrigger() }
}
