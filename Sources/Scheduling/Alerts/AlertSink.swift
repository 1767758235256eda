public import Logging

/// Where alerts go: a log, a pager, a chat.
///
/// ```swift
/// let scheduler = Scheduler(alerts: [
///   .log(logger),
///   .closure("pager") { alert in
///     for recipient in alert.recipients where recipient.urgency == .page {
///       try await pager.call(recipient.name, alert.text, deduplicationKey: alert.key)
///     }
///   },
/// ])
/// ```
/// Each sink has a queue of its own, away from the scheduler's loop and from runs. One that throws is reported by the
/// event `alertNotDelivered` and in the log. One that has not answered for 30 seconds is cancelled; while it holds out,
/// up to 256 alerts wait for it, and what is beyond is reported as not delivered.
public struct AlertSink: Sendable {
  /// Names it in events and in the log.
  public let name: String
  let deliver: @Sendable (Scheduler.Alert) async throws -> Void

  /// A sink that does what the closure does, for one alert after the other.
  public static func closure(
    _ name: String = "closure", _ deliver: @escaping @Sendable (Scheduler.Alert) async throws -> Void
  ) -> AlertSink { AlertSink(name: name, deliver: deliver) }

  /// Writes alerts to a logger: critical ones as critical, warnings as warnings, ends as notices.
  public static func log(_ logger: Logger) -> AlertSink {
    AlertSink(name: "log") { alert in
      let level: Logger.Level =
        alert.kind == .recovered ? .notice : alert.severity == .critical ? .critical : .warning
      var metadata: Logger.Metadata = [
        "alert.key": "\(alert.key)", "alert.kind": "\(alert.kind.rawValue)", "alert.count": "\(alert.count)",
      ]
      if let job = alert.job { metadata["job.id"] = "\(job)" }
      if let run = alert.run { metadata["job.run_id"] = "\(run)" }
      for recipient in alert.recipients { metadata["alert.\(recipient.urgency.rawValue)"] = "\(recipient.name)" }
      PrintableLog(logger).log(level, alert.text, metadata)
    }
  }
}
