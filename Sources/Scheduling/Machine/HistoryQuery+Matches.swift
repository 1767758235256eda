extension HistoryQuery {
  func matches(_ row: History.Row) -> Bool {
    if let job, row.job.id != job { return false }
    if !kinds.isEmpty, !kinds.contains(row.outcome.kind) { return false }
    if !causes.isEmpty, !causes.contains(row.cause) { return false }
    if let from, row.ended < from { return false }
    if let to, row.ended >= to { return false }
    return true
  }
}
