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
