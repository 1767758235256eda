import Foundation
import Scheduling

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension AlertSink {
  /// Posts each alert as JSON to a chat or a pager. Tried three times, a second and four seconds apart; then the
  /// scheduler logs that it was not delivered.
  static func webhook(_ url: URL) -> AlertSink {
    .closure("webhook") { alert in
      var request = URLRequest(url: url, timeoutInterval: 5)
      request.httpMethod = "POST"
      request.setValue("application/json", forHTTPHeaderField: "content-type")
      request.httpBody = try JSONEncoder().encode(WebhookMessage(alert))
      for delay in [Duration.seconds(1), .seconds(4)] {
        if (try? await post(request)) != nil { return }
        try await Task.sleep(for: delay)
      }
      try await post(request)
    }
  }

  private static func post(_ request: URLRequest) async throws {
    let (_, response) = try await URLSession.shared.data(for: request)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    guard (200..<300).contains(status) else { throw WebhookRefused(status: status) }
  }
}

/// The webhook answered with something other than success.
struct WebhookRefused: Error, CustomStringConvertible {
  var status: Int
  var description: String { "the webhook answered with status \(status)" }
}

/// What is posted: a pager groups alerts by the key.
struct WebhookMessage: Encodable {
  var key: String
  var kind: Scheduler.Alert.Kind
  var severity: Scheduler.Alert.Severity
  var reason: Scheduler.Alert.Reason
  var job: JobID?
  var recipients: [Scheduler.Alert.Recipient]
  var count: Int
  var text: String

  init(_ alert: Scheduler.Alert) {
    key = alert.key
    kind = alert.kind
    severity = alert.severity
    reason = alert.reason
    job = alert.job
    recipients = alert.recipients
    count = alert.count
    text = alert.text
  }
}
