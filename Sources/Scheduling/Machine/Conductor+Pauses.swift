import CivilTime

/// Pause switches: set, cleared, and ended by themselves.
extension Conductor {
  /// Sets or clears a pause switch. Firings that come due while it is set are recorded as skipped(paused).
  mutating func pause(
    _ id: JobID?, note: String?, _ context: inout Context
  ) throws(SchedulerError) {
    if let id {
      if !claims.isStored { _ = try slot(of: id) }
      pauses.jobs[id] = note
      if note == nil, let slot = jobs.slot(id) { watchFromNow(slot, context.now) }
    } else {
      pauses.everything = note
      if note == nil { watchAllFromNow(context.now) }
    }
    // Retries that a pause has held go on, and what is reported as overdue is looked at.
    context.wakeLoop()
    if note != nil { lookAtOverdue(id) }
    context.report(note.map { .paused(id, note: PauseNote(stored: $0).note) } ?? .resumed(id))
  }

  /// A changed definition says that the job is paused, or no longer. A pause that somebody set by hand stays.
  mutating func pauseAsDefined(_ slot: Int, _ context: inout Context) {
    guard let definition = jobs[slot]?.definition else { return }
    if definition.options.startsPaused {
      guard pauses.jobs[definition.id] == nil else { return }
      pauses.jobs[definition.id] = Self.addedPaused
      reportPause(definition.id, note: Self.addedPaused, &context)
      context.report(.paused(definition.id, note: Self.addedPaused))
    } else if claims.isLocal, pauses.jobs[definition.id] == Self.addedPaused {
      pauses.jobs[definition.id] = nil
      context.report(.resumed(definition.id))
    }
  }

  /// Clears the switches whose time is over. Where claims are shared, the fleet is asked to: each replica asks, and the
  /// first one clears the switch, unless somebody has set it anew.
  mutating func endPauses(_ context: inout Context) {
    guard let end = pauseEnds, end <= context.now.wall else { return }
    func isOver(_ stored: String) -> Bool { PauseNote(stored: stored).until.map { $0 <= context.now.wall } ?? false }
    let jobs = pauses.jobs.filter { isOver($0.value) }
    let everything = pauses.everything.flatMap { isOver($0) ? $0 : nil }
    guard !claims.isLocal else {
      for id in jobs.keys.sorted() {
        // A job that was removed meanwhile has no switch.
        try? pause(id, note: nil, &context)
        pauses.jobs[id] = nil
      }
      if everything != nil { try? pause(nil, note: nil, &context) }
      return
    }
    if let everything { context.effects.pauseEnds.append((nil, everything)) }
    for (id, note) in jobs.sorted(by: { $0.key < $1.key }) { context.effects.pauseEnds.append((id, note)) }
    // The next heartbeat brings the switches as they are then.
    pauseEnds = nil
  }
}
