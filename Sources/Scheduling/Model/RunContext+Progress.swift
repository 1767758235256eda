extension RunContext {
  /// Reports how far the run has come: shown while it goes on, and kept with its record.
  ///
  /// ```swift
  /// try await scheduler.add("copy", .cron("0 3 * * *")) { run in
  ///   for page in 1...30 {
  ///     // … copies the page
  ///     run.progress(Double(page) / 30, "page \(page) of 30")
  ///   }
  /// }
  /// ```
  /// It never waits for anybody and may be called as often as a body likes: listeners receive at most two reports of a run
  /// in a second (``SchedulerEvent/progressed(_:run:_:)``), and the last one is kept. Nothing is kept where the job's
  /// ``JobOptions/keepsEvidence`` is false.
  /// - Parameters:
  ///   - fraction: 0 at the beginning, 1 at the end.
  ///   - note: what the body is at, in a few words; 200 bytes of it are kept.
  public func progress(_ fraction: Double, _ note: String = "") {
    recorder?.report(fraction, note)
  }
}
