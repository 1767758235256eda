/// Pauses that jobs have set themselves here, until the fleet knows of them.
struct PauseReports {
  private var waiting: [JobID: String] = [:]
  private var onTheirWay: [JobID: String] = [:]

  mutating func add(_ job: JobID, note: String) { waiting[job] = note }

  /// Takes out what is to be sent now, at most `limit`.
  mutating func take(_ limit: inout Int) -> [(job: JobID, note: String)] {
    guard !waiting.isEmpty else { return [] }
    var taken: [(job: JobID, note: String)] = []
    for (job, note) in waiting where limit > 0 {
      limit -= 1
      taken.append((job, note))
    }
    for (job, note) in taken {
      waiting[job] = nil
      onTheirWay[job] = note
    }
    return taken
  }

  /// The fleet knows.
  mutating func reported(_ job: JobID) { onTheirWay[job] = nil }

  /// It may not know: reported again.
  mutating func failed(_ job: JobID) {
    if let note = onTheirWay.removeValue(forKey: job) { waiting[job] = waiting[job] ?? note }
  }

  /// The fleet's switches with what it does not know yet, which holds here.
  func applied(to switches: PauseSwitches) -> PauseSwitches {
    var switches = switches
    for notes in [waiting, onTheirWay] {
      for (job, note) in notes { switches.jobs[job] = switches.jobs[job] ?? note }
    }
    return switches
  }
}
