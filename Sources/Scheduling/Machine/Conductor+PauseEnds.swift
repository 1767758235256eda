import CivilTime

/// Pauses that end by themselves.
extension Conductor {
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
