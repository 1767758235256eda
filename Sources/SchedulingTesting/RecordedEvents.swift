public import Scheduling

/// Every event of a scheduler from one moment on, for assertions afterwards.
///
/// ```swift
/// try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
///   let recorded = test.recordEvents()
///   try await test.scheduler.add("nightly", .cron("0 3 * * *")) { _ in }
///   test.failNextRuns(of: "nightly")
///   await test.advance(by: .days(1))
///   #expect(recorded.events.contains { if case .ended(let row) = $0 { row.outcome == .failed } else { false } })
/// }
/// ```
public struct RecordedEvents: Sendable {
  let recorder: EventRecorder

  /// The events so far, oldest first.
  public var events: [SchedulerEvent] { recorder.events }
}

extension TestScheduler {
  /// Records every event from now on. Costs memory for each: a year of a job that runs each minute has a million.
  public func recordEvents() -> RecordedEvents { RecordedEvents(recorder: EventRecorder(scheduler)) }
}

extension TestFleet.Replica {
  /// Records every event of this replica from now on.
  public func recordEvents() -> RecordedEvents { RecordedEvents(recorder: EventRecorder(scheduler)) }
}
