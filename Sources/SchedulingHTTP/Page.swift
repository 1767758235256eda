import Scheduling

/// Which of the jobs a request asks for: `?limit=` and `?cursor=`.
struct Page: Hashable {
  /// How many; defaults to 100.
  var limit = 100
  /// Jobs whose ids sort after this one; all of them when nil.
  var cursor: JobID?

  static let mostJobs = 1_000

  struct Fault: Error {
    var message: String
    /// It is well formed, and cannot be served: 422 where the routes have that status, else 400.
    var isOutOfRange = false
  }

  init(_ target: RequestTarget) throws(Fault) {
    try target.allow(["limit", "cursor"])
    if let limit = try target.limit() { self.limit = limit }
    cursor = target["cursor"].map { JobID($0) }
  }
}
