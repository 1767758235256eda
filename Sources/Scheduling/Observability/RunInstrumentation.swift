import CivilTime
import Logging
import Tracing

/// Runs a body with its context, inside the logger's metadata and a span: each only where somebody asked for it.
struct RunInstrumentation: Sendable {
  private let logger: Logger?
  private let instance: String
  private let tracer: @Sendable () -> (any Tracer)?

  init(logger: Logger?, instance: String, tracer: @autoclosure @escaping @Sendable () -> (any Tracer)?) {
    self.logger = logger
    self.instance = instance
    self.tracer = tracer
  }

  func run(_ ticket: RunTicket, instance: String, lease: any LeaseReader) async -> BodyResult {
    let facts = ticket.context
    let context = RunContext(
      firing: facts.firing, id: facts.id, attempt: facts.attempt, fencingToken: facts.fencingToken,
      instance: instance, arguments: ticket.arguments,
      argumentsJSON: ticket.argumentsJSON, requestedBy: ticket.order?.firing?.requestedBy,
      lease: facts.isLeased ? lease : nil, dryRun: ticket.order?.dryRun
    )
    let tracer = tracer()
    do {
      try await RunContext.$current.withValue(context) {
        if logger == nil, tracer == nil {
          try await ticket.definition.body(context)
        } else {
          try await observed(ticket, context, tracer)
        }
      }
      return .returned
    } catch {
      let isPermanent = error is any PermanentError || ticket.definition.retryIf?(error) == false
      return .threw(String(describing: error).cut(toBytes: 2_000), isPermanent: isPermanent)
    }
  }

  private func observed(
    _ ticket: RunTicket, _ context: RunContext, _ tracer: (any Tracer)?
  ) async throws {
    guard let tracer else { return try await logged(ticket.definition.body, context) }
    try await tracer.withAnySpan("scheduler.run", ofKind: .consumer) { span in
      span.attributes["job.id"] = context.job.rawValue
      span.attributes["job.run_id"] = context.id.description
      span.attributes["job.scheduled_at"] = context.firing.instant.description
      span.attributes["job.attempt"] = context.attempt
      span.attributes["scheduler.instance"] = instance
      if let askedFor = ticket.askedFor { span.addLink(SpanLink(context: askedFor, attributes: [:])) }
      try await logged(ticket.definition.body, context)
    }
  }

  private func logged(_ body: @escaping JobBody, _ context: RunContext) async throws {
    guard var logger else { return try await body(context) }
    logger[metadataKey: "job.id"] = .string(context.job.rawValue)
    logger[metadataKey: "job.run_id"] = .string(context.id.description)
    logger[metadataKey: "job.scheduled_at"] = .string(context.firing.instant.description)
    logger[metadataKey: "job.attempt"] = .stringConvertible(context.attempt)
    logger[metadataKey: "scheduler.instance"] = .string(instance)
    try await withLogger(logger) { _ in try await body(context) }
  }
}
