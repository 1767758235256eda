import CivilTime

extension SchedulerCore {
  /// All runs, in short pieces.
  func runFindings() -> RunFindings {
    var findings = RunFindings()
    var from = 0
    while true {
      let numbers = from..<from + Self.snapshotPiece
      let soFar = findings
      let (found, count) = look { machine, _ in
        var found = soFar
        machine.look(at: numbers, &found)
        return (found, machine.runs.indices.count)
      }
      findings = found
      from = numbers.upperBound
      if from >= count { return findings }
    }
  }
}
