import Instrumentation
import Synchronization
import Tracing

/// The metrics and tracing back ends that the process has bootstrapped, looked up once: when the scheduler begins to run.
/// A scheduler may be made before the host bootstraps them.
final class Telemetry: Sendable {
  private final class Found: Sendable {
    let metrics: SchedulerMetrics?
    let tracer: (any Tracer)?

    init(metrics: SchedulerMetrics?, tracer: (any Tracer)?) {
      self.metrics = metrics
      self.tracer = tracer
    }
  }

  private let found = AtomicLazyReference<Found>()

  /// Nil before ``lookUp()``, and where the host has none: then nothing is counted and nothing is spent.
  var metrics: SchedulerMetrics? { found.load()?.metrics }
  /// Nil before ``lookUp()``, and where the host has none.
  var tracer: (any Tracer)? { found.load()?.tracer }

  func lookUp() {
    let tracer = InstrumentationSystem.tracer
    _ = found.storeIfNil(
      Found(metrics: SchedulerMetrics.ifBootstrapped(), tracer: tracer is NoOpTracer ? nil : tracer))
  }
}
