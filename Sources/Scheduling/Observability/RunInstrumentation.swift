import CivilTime
import Instrumentation
import Logging
import Tracing

/// Runs a body with its context, inside the logger's metadata and a span: each only where somebody asked for it.
struct RunInstrumentation: Sendable {
  private let logger: Logger?
  private let instance: String
  private let tracer: (any Tracer)?

  init(logger: Logger?, instance: String) {
    self.logger = logger
    self.instance = instance
    let tracer = InstrumentationSystem.tracer
    self.tracer = tracer is NoOpTracer ? nil : tracer
  }

  func run(_ ticket: RunTicket, instance: String, lease: any LeaseReader) async -> BodyResult {
    let facts = ticket.context
    let context = RunContext(
      firing: facts.firing, id: facts.id, attempt: facts.attempt, fencingToken: facts.fencingToken,
      instance: instance, lease: facts.isLeased ? lease : nil)
    do {
      try await RunContext.$current.withValue(context) {
        if logger == nil, tracer == nil {
          try await ticket.definition.body(context)
        } else {
          try await observed(ticket.definition.body, context)
        }
      }
      return .returned
    } catch {
      return .threw(String(String(describing: error).prefix(2_000)))
    }
  }

  private func observed(_ body: @escaping JobBody, _ context: RunContext) async throws {
    guard let tracer else { return try await logged(body, context) }
    try await tracer.withAnySpan("scheduler.run", ofKind: .consumer) { span in
      span.attributes["job.id"] = context.job.rawValue
      span.attributes["job.run_id"] = context.id.description
      span.attributes["job.scheduled_at"] = context.firing.instant.description
      span.attributes["job.attempt"] = context.attempt
      span.attributes["scheduler.instance"] = instance
      try await logged(body, context)
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
