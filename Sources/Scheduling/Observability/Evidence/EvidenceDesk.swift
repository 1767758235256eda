import CivilTime
import Synchronization

/// The runs of this process that go on and have left evidence.
final class EvidenceDesk: Sendable {
  let redaction: Redaction
  private let clock: any SchedulerClock
  private let wall: @Sendable (MonotonicTime) -> Instant?
  private let hub: EventHub
  private let recorders = Lock<[RunID: RunRecorder]>([:])
  private let count = Atomic<Int>(0)

  /// - Parameter fleetTime: the fleet's clock; nil while it is not known.
  init(
    redaction: Redaction, clock: any SchedulerClock, hub: EventHub,
    fleetTime: @escaping @Sendable (MonotonicTime) -> Instant?
  ) {
    (self.redaction, self.clock, self.hub, wall) = (redaction, clock, hub, fleetTime)
  }

  /// The time as jobs see it.
  func now() -> Instant { wall(clock.monotonic()) ?? clock.now() }
  func monotonic() -> MonotonicTime { clock.monotonic() }
  func publish(_ event: SchedulerEvent) { hub.publish([event]) }

  /// The first evidence of a run has come.
  func add(_ recorder: RunRecorder) {
    recorders.withLock { recorders in
      if recorders.updateValue(recorder, forKey: recorder.run) == nil { count.add(1, ordering: .relaxed) }
    }
  }

  /// The attempt has ended.
  func remove(_ recorder: RunRecorder) {
    recorders.withLock { recorders in
      guard recorders[recorder.run] === recorder else { return }
      recorders[recorder.run] = nil
      count.subtract(1, ordering: .relaxed)
    }
  }

  /// What a run that goes on has left up to now.
  func evidence(of run: RunID) -> RunEvidence? { recorders.withLock { $0[run] }?.evidence }

  /// How far the runs that go on have come, of those that reported it.
  var progress: [(run: RunID, job: JobID, progress: RunProgress)] {
    guard count.load(ordering: .relaxed) > 0 else { return [] }
    return recorders.withLock { Array($0.values) }.compactMap { recorder in
      recorder.progress.map { (recorder.run, recorder.firing.job, $0) }
    }
  }
}
