import CivilTime

extension SchedulerCore {
  /// Refuses arguments that the claims do not keep. Those of local claims have no limit.
  func checkSize(of arguments: JobArguments?, _ job: JobID) throws(SchedulerError) {
    guard let arguments, let claims else { return }
    let bytes = (try? arguments.json().count) ?? 0
    try ValueSize.check("the arguments' JSON", bytes: bytes, most: claims.maximumValueBytes, job: job)
  }

  func checkSize(ofNote note: String?, _ job: JobID?) throws(SchedulerError) {
    guard let note, let claims else { return }
    let most = ValueSize.noteBytes(of: claims.maximumValueBytes)
    try ValueSize.check("the note", bytes: note.utf8.count, most: most, job: job)
  }
}
