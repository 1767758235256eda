/// The ends of runs that the claims have not acknowledged. An end is reported until it is acknowledged: a cancellation or an outage
/// does not lose it.
struct FinishOutbox {
  private var waiting: [FinishReport] = []
  private var inFlight: Set<RunID> = []

  var isEmpty: Bool { waiting.isEmpty && inFlight.isEmpty }
  var hasWaiting: Bool { !waiting.isEmpty }
  var count: Int { waiting.count + inFlight.count }

  mutating func add(_ report: FinishReport) { waiting.append(report) }

  /// Takes out what is to be sent now.
  mutating func take(limit: Int) -> [FinishReport] {
    var reports: [FinishReport] = []
    if waiting.count <= limit {
      swap(&reports, &waiting)
    } else {
      reports = Array(waiting.prefix(limit))
      waiting.removeFirst(limit)
    }
    for report in reports { inFlight.insert(report.lease.token) }
    return reports
  }

  mutating func acknowledge(_ reports: [FinishReport]) {
    for report in reports { inFlight.remove(report.lease.token) }
  }

  /// Whether they arrived is not known: they are reported again.
  mutating func putBack(_ reports: [FinishReport]) {
    waiting.insert(contentsOf: reports.filter { inFlight.remove($0.lease.token) != nil }, at: 0)
  }
}
