/// I2: what runs do after a newer one has started.
extension FleetChecker {
  mutating func checkEffects() {
    struct Run: Hashable { var pid: Int32, fence: Int64 }
    var started: [String: Int64] = [:]
    var accepted: [String: Int64] = [:]
    var starts: [String: [Run: FleetLine.BodyStep]] = [:]
    for step in history.steps {
      let run = Run(pid: step.pid, fence: step.fence)
      switch step.kind {
      case .start:
        started[step.job] = max(started[step.job] ?? .min, step.fence)
        starts[step.job, default: [:]][run] = step
      case .effect:
        if step.fence < accepted[step.job] ?? .min { rejectedEffects += 1 }
        accepted[step.job] = max(accepted[step.job] ?? .min, step.fence)
        guard step.fence < started[step.job] ?? .min else { continue }
        staleEffects += 1
        if !excuses.staleEffect(step, since: starts[step.job]?[run]) {
          report(
            .noStaleEffect,
            "\(step.job)@\(step.instant) of \(step.pid) had an effect under fence \(step.fence) at \(step.at), after a "
              + "start under \(started[step.job] ?? 0)")
        }
      case .end, .failed, .cancelled: break
      }
    }
  }
}
