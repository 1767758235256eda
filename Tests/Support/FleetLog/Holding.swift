/// A time for which somebody held a lock: from the beginning of a body until its end, its cancellation or the death of its
/// process.
struct Holding: Hashable {
  var lock: String
  var fence: Int64
  var pid: Int32
  /// In microseconds, as all times here.
  var lease: Int64
  var from: Int64
  var to: Int64

  /// Those of runs, whose lock is named after their job, and those of locks that were asked for by name.
  static func all(of history: FleetHistory) -> [Holding] {
    let deaths = Dictionary(grouping: history.faults.filter(\.endsReplica), by: \.pid).mapValues {
      $0.map(\.to).sorted()
    }
    func death(_ pid: Int32, after time: Int64) -> Int64? { deaths[pid]?.first { $0 >= time } }
    var open: [Place: Int] = [:]
    var all: [Holding] = []
    for step in history.steps {
      let place = Place(lock: step.job, fence: step.fence, pid: step.pid)
      switch step.kind {
      case .start:
        open[place] = all.count
        let lease = (history.jobs[step.job]?.lease ?? 0) * 1_000
        all.append(
          Holding(lock: step.job, fence: step.fence, pid: step.pid, lease: lease, from: step.at, to: step.at))
      case .effect: break
      case .end, .failed, .cancelled: open.removeValue(forKey: place).map { all[$0].to = step.at }
      }
    }
    // A run whose process dies ends there, or where the process begins the next.
    for (place, index) in open {
      guard let death = death(place.pid, after: all[index].from) else { continue }
      let next = history.starts.first { $0.job == place.lock && $0.pid == place.pid && $0.at > all[index].from }
      all[index].to = min(death, next?.at ?? death)
    }
    var held: [Place: Int] = [:]
    for step in history.lockSteps {
      let place = Place(lock: step.lock, fence: step.fence, pid: step.pid)
      switch step.kind {
      case .taken:
        held[place] = all.count
        all.append(
          Holding(
            lock: step.lock, fence: step.fence, pid: step.pid, lease: step.timeToLive * 1_000, from: step.at, to: .max))
      case .givenBack, .cancelled: held.removeValue(forKey: place).map { all[$0].to = step.at }
      }
    }
    for (place, index) in held { all[index].to = death(place.pid, after: all[index].from) ?? .max }
    return all
  }

  private struct Place: Hashable { var lock: String, fence: Int64, pid: Int32 }
}
