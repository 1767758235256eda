/// The order of jobs by their ids, as it was found last: from one second to the next the jobs are the same.
struct SnapshotOrder {
  private var ids: [JobID] = []
  private var order: [Int] = []

  /// The places of the jobs, in the order of their ids.
  mutating func order(of jobs: [JobSnapshot]) -> [Int] {
    if ids.count == jobs.count, zip(ids, jobs).allSatisfy({ $0 == $1.definition.id }) { return order }
    ids = jobs.map(\.definition.id)
    order = ids.indices.sorted { ids[$0] < ids[$1] }
    return order
  }
}
