import CivilTime
import Logging
import Tracing

/// Runs a body with its context, inside the logger's metadata and a span: each only where somebody asked for it.
struct RunInstrumentation: Sendable {
  private let logger: Logger?
  private let instance: String
  private let tracer: @Sendable () -> (any Tracer)?
  private let redaction: Redaction

  init(
    logger: Logger?, instance: String, redaction: Redaction = .standard,
    tracer: @autoclosure @escaping @Sendable () -> (any Tracer)?
  ) {
    self.logger = logger
    self.instance = instance
    self.redaction = redaction
    self.tracer = tracer
  }

  func run(
    _ ticket: RunTicket, instance: String, lease: any LeaseReader, recorder: RunRecorder? = nil
  ) async -> BodyResult {
    let facts = ticket.context
    let context = RunContext(
      firing: facts.firing, id: facts.id, attempt: facts.attempt, fencingToken: facts.fencingToken,
      instance: instance, arguments: ticket.arguments,
      argumentsJSON: ticket.argumentsJSON, requestedBy: ticket.order?.firing?.requestedBy,
      lease: facts.isLeased ? lease : nil, dryRun: ticket.order?.dryRun,
      recorder: recorder
    )
    let tracer = tracer()
    do {
      try await RunContext.$current.withValue(context) {
        if logger == nil, tracer == nil {
          try await ticket.definition.body(context)
        } else {
          try await observed(ticket, context, tracer, recorder)
        }
      }
      return .returned
    } catch {
      let isPermanent = error is any PermanentError || ticket.definition.retryIf?(error) == false
      return .threw(redaction.message(of: error, ticket.definition, ticket.arguments), isPermanent: isPermanent)
    }
  }

  private func observed(
    _ ticket: RunTicket, _ context: RunContext, _ tracer: (any Tracer)?, _ recorder: RunRecorder?
  ) async throws {
    guard let tracer else { return try await logged(ticket.definition.body, context, recorder) }
    // A span records an error that leaves it, so none does: the trace receives what the history receives.
    let result = await tracer.withAnySpan("scheduler.run", ofKind: .consumer) { span -> Result<Void, any Error> in
      span.attributes["job.id"] = context.job.rawValue
      span.attributes["job.run_id"] = context.id.description
      span.attributes["job.scheduled_at"] = context.firing.instant.description
      span.attributes["job.attempt"] = context.attempt
      span.attributes["scheduler.instance"] = instance
      if let askedFor = ticket.askedFor { span.addLink(SpanLink(context: askedFor, attributes: [:])) }
      do {
        return .success(try await logged(ticket.definition.body, context, recorder))
      } catch {
        span.recordError(Redacted(description: redaction.message(of: error, ticket.definition, ticket.arguments)))
        return .failure(error)
      }
    }
    try result.get()
  }

  private struct Redacted: Error, CustomStringConvertible {
    var description: String
  }

  private func logged(_ body: @escaping JobBody, _ context: RunContext, _ recorder: RunRecorder?) async throws {
    guard var logger else { return try await body(context) }
    logger[metadataKey: "job.id"] = .string(context.job.rawValue)
    logger[metadataKey: "job.run_id"] = .string(context.id.description)
    logger[metadataKey: "job.scheduled_at"] = .string(context.firing.instant.description)
    logger[metadataKey: "job.attempt"] = .stringConvertible(context.attempt)
    logger[metadataKey: "scheduler.instance"] = .string(instance)
    if let recorder { logger.handler = RecordingLogHandler(logger.handler, recorder) }
    try await withLogger(logger) { _ in try await body(context) }
  }
}

extension Redaction {
  /// Longer messages are cut before they are kept.
  package static let longestMessage = 2_000

  /// What is kept of an error that a body threw.
  func message(of error: any Error, handler: String, arguments: JobArguments?) -> String {
    // The type alone has no secret, and says more than nothing.
    let text =
      secretHandlers.contains(handler)
      ? "\(type(of: error)): \(Self.placeholder)"
      // Cut first, so that the work has a bound, and with room for what is hidden.
      : message(String(describing: error).cut(toBytes: 4 * Self.longestMessage), handler: handler, arguments: arguments)
    return text.cut(toBytes: Self.longestMessage)
  }

  func message(of error: any Error, _ job: JobDefinition, _ arguments: JobArguments?) -> String {
    message(of: error, handler: job.handler ?? job.id.rawValue, arguments: arguments)
  }
}
