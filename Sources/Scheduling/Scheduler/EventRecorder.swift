import CivilTime

/// Keeps every event of a scheduler from the moment at which it is made, for tests that look at them afterwards.
package final class EventRecorder: Sendable {
  private let core: SchedulerCore
  private let buffer: EventBuffer
  private let kept = Lock([SchedulerEvent]())

  package init(_ scheduler: Scheduler) {
    core = scheduler.core
    core.listenersChanged(by: 1)
    buffer = core.hub.listen(limit: .max) {}
  }

  deinit { core.listenersChanged(by: -1) }

  /// All events so far, oldest first.
  package var events: [SchedulerEvent] {
    kept.withLock { kept in
      kept += buffer.takeWaiting()
      return kept
    }
  }
}
