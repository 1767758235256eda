import CivilTime
import Logging
import SchedulingTesting
import Testing

@testable import Scheduling

/// What a body throws is redacted before anything keeps it.
@Suite struct RedactedRunTests {
  private struct Refused: Error, CustomStringConvertible {
    var description: String
  }

  /// Everything that a run which throws leaves behind, as one text.
  private func traces(_ redaction: Redaction, _ thrown: String, _ arguments: JobArguments? = nil) async throws
    -> [String]
  {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.redaction = redaction
    let lines = Tally<String>()
    let logger = Logger(label: "host") { _ in RecordingHandler(lines: lines) }
    let alerts = Tally<String>()
    let sink = AlertSink.closure { alert in alerts.add(alert.text) }
    return try await TestScheduler.run(at: "2026-01-01T00:00:00Z", alerts: [sink], configuration: configuration) {
      test in
      let log = EventLog(logger, instance: "test", redaction: redaction)
      let events = Tally<String>()
      let listening = test.scheduler.onEvent { event in
        events.add("\(event)")
        log.tell(event)
      }
      var options = JobOptions()
      options.retry = Retry(attempts: 2, backoff: .fixed(.seconds(1)), jitter: 0)
      options.arguments = arguments
      try await test.scheduler.add("transfer", .every(.seconds(3_600)), options: options) { _ in
        throw Refused(description: thrown)
      }
      await test.advance(by: .seconds(4_000))
      while !lines.all.contains(where: { $0.contains("firing given up") }) { await Task.yield() }
      while alerts.all.isEmpty { await Task.yield() }
      listening.cancel()
      let letters = try await test.scheduler.deadLetters(limit: 10)
      #expect(letters.count == 1)
      return test.scheduler.localHistory(of: "transfer").map { $0.message ?? "" } + letters.map { $0.message ?? "" }
        + lines.all + alerts.all + events.all + test.scheduler.status.reasons
    }
  }

  @Test func noTraceOfARunHasTheSecret() async throws {
    let traces = try await traces(
      .standard, "cannot pay via https://bob:hunter2@bank/ with token=hunter2, sent hunter2",
      ["bank": "b", "secret-key": "hunter2"])
    #expect(traces.count > 6)
    for trace in traces { #expect(!trace.contains("hunter2"), "\(trace)") }
    #expect(
      traces.contains { $0.contains("cannot pay via https://[redacted]@bank/ with token=[redacted], sent [redacted]") })
  }

  @Test func aSecretHandlerKeepsTheTypeOfItsErrorAlone() async throws {
    let traces = try await traces(Redaction(secretHandlers: ["transfer"]), "hunter2 has no money")
    for trace in traces { #expect(!trace.contains("hunter2"), "\(trace)") }
    #expect(traces.contains("Refused: [redacted]"))
  }

  @Test func theLogKeepsForeignTextOnItsLine() async throws {
    let traces = try await traces(.off, "a\n::error::b\u{1B}[2J\u{9B}31m\u{202E}c\u{2028}")
    let logged = traces.filter { $0.contains("job.id=transfer") }
    #expect(logged.contains { $0.contains("message=a\u{FFFD}::error::b\u{FFFD}[2J\u{FFFD}31m\u{FFFD}c\u{FFFD}") })
    for line in logged { #expect(line.unicodeScalars.filter { !$0.isPrintable }.isEmpty) }
  }
}
