/// How much of a value is kept where it is shared: every batch is bounded in bytes, so each of its items is.
package enum ValueSize {
  /// A note is for people: of the largest value, so much.
  package static func noteBytes(of most: Int) -> Int { max(1, most / 64) }

  /// What to say of a value that is too large.
  package static func refusal(_ what: String, bytes: Int, most: Int) -> String {
    "\(what) has \(bytes) bytes, and at most \(most) are kept; keep the data elsewhere, and its place here"
  }

  static func check(_ what: String, bytes: Int, most: Int?, job: JobID?) throws(SchedulerError) {
    guard let most, bytes > most else { return }
    throw SchedulerError(.tooLarge, refusal(what, bytes: bytes, most: most), job: job)
  }
}

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
