import CivilTime

extension PauseSwitches {
  /// When the first of the pauses ends by itself; nil when none does.
  var firstEnd: Instant? {
    var end = everything.flatMap { PauseNote(stored: $0).until }
    for note in jobs.values {
      if let until = PauseNote(stored: note).until { end = min(end ?? until, until) }
    }
    return end
  }

  /// The same with the notes alone, as people read them.
  package var withNotesAlone: PauseSwitches {
    PauseSwitches(
      everything: everything.map { PauseNote(stored: $0).note }, jobs: jobs.mapValues { PauseNote(stored: $0).note })
  }
}
