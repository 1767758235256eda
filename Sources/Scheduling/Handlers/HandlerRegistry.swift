import CivilTime

/// The code that this process has for stored jobs, by name: the handlers it was made with, and the bodies of jobs that
/// it has added itself.
struct HandlerRegistry: Sendable {
  /// A body, and which of its errors are worth another attempt.
  struct Code: Sendable {
    var body: JobBody
    var retryIf: (@Sendable (any Error) -> Bool)?
  }

  private var handlers: [String: Code]
  private var closures: [String: Code] = [:]
  /// What is wrong with the handlers, reported when the scheduler is first used.
  let fault: SchedulerError?

  init(_ handlers: [any JobHandler]) {
    var bodies: [String: Code] = [:]
    var fault: SchedulerError?
    for handler in handlers {
      let name = type(of: handler).name
      if let reason = JobID(name).fault {
        fault = SchedulerError(.invalidConfiguration, "the name of a handler is like a job's id: \(reason)")
      } else if bodies.updateValue(Code(body: handler.body), forKey: name) != nil {
        fault = SchedulerError(.invalidConfiguration, "two handlers have the name '\(name)'; names must be unique")
      }
    }
    self.handlers = bodies
    self.fault = fault
  }

  /// The names of the handlers that the scheduler was made with.
  var names: [String] { handlers.keys.sorted() }

  func hasHandler(_ name: String) -> Bool { handlers[name] != nil }

  /// The code of a name; nil when this process has none.
  func code(_ name: String) -> Code? { handlers[name] ?? closures[name] }

  /// Lets each handler be rehearsed by a test.
  mutating func rehearse(_ rehearsal: Rehearsal) {
    handlers = handlers.mapValues { Code(body: rehearsal.before($0.body), retryIf: $0.retryIf) }
  }

  /// Keeps the code of a job that was added as a closure, under the job's id.
  mutating func keep(_ code: Code, of job: JobID) { closures[job.rawValue] = code }
}
