import Scheduling

/// Which of the jobs a request asks for: `?limit=` and `?cursor=`.
struct Page {
  /// How many; 100 unless given.
  var limit = 100
  /// Jobs whose ids sort after this one; all of them when nil.
  var cursor: JobID?

  static let mostJobs = 1_000

  struct Fault: Error { var message: String }

  init(_ target: RequestTarget) throws(Fault) {
    if let unknown = target.names.first(where: { $0 != "limit" && $0 != "cursor" }) {
      throw Fault(message: "unknown query item '\(unknown)'; there are limit and cursor")
    }
    if let text = target["limit"] {
      guard let limit = Int(text), (1...Self.mostJobs).contains(limit) else {
        throw Fault(message: "limit is a whole number from 1 to \(Self.mostJobs); this one is '\(text)'")
      }
      self.limit = limit
    }
    cursor = target["cursor"].map { JobID($0) }
  }

  /// The page of jobs that are sorted by id, and the cursor of the next page; nil when this is the last.
  func cut(_ jobs: [JobInfo]) -> (jobs: ArraySlice<JobInfo>, next: JobID?) {
    let start = cursor.flatMap { cursor in jobs.firstIndex { $0.id > cursor } ?? jobs.endIndex } ?? jobs.startIndex
    let rest = jobs[start...]
    let page = rest.prefix(limit)
    return (page, page.count < rest.count ? page.last?.id : nil)
  }
}
