import CivilTime

/// Options of jobs that have no effect as the scheduler is set up. They are allowed, since the same jobs run in memory on a
/// developer's machine and with claims in production; each is named once, in the log and as an event.
extension SchedulerCore {
  func optionNotices() -> [SchedulerEvent] {
    look { machine, _ in
      var idle: [(option: String, needs: String, jobs: [JobID])] = []
      func add(_ option: String, _ needs: String, _ job: JobID) {
        if let index = idle.firstIndex(where: { $0.option == option }) {
          idle[index].jobs.append(job)
        } else {
          idle.append((option, needs, [job]))
        }
      }
      var events: [SchedulerEvent] = []
      for slot in machine.jobs.indices {
        guard let definition = machine.jobs[slot]?.definition, definition.stored == nil else { continue }
        let options = definition.options
        if claims == nil {
          if options.lease != nil { add("lease", "shared claims", definition.id) }
          if options.minimumHold > .zero { add("minimumHold", "shared claims", definition.id) }
          if options.recovery != nil { add("recovery", "shared claims", definition.id) }
          if options.whenClaimsUnreachable != .hold { add("whenClaimsUnreachable", "shared claims", definition.id) }
        }
        if options.queue != JobOptions.defaultQueue { add("queue", "a durable job store", definition.id) }
        if case .completion(of: .some(let other), _, _) = definition.event, machine.slots[other] == nil {
          events.append(
            .notice(
              "job \(definition.id) runs after '\(other)', which this scheduler does not have: it starts nothing until a "
                + "job with that id is added"))
        }
      }
      for (option, needs, jobs) in idle {
        events.append(.notice("`\(option)` has no effect without \(needs): \(Self.names(jobs))"))
      }
      return events
    }
  }

  private static func names(_ jobs: [JobID]) -> String {
    let shown = jobs.prefix(5).map(\.rawValue).joined(separator: ", ")
    return jobs.count > 5 ? "\(shown) and \(jobs.count - 5) more jobs" : shown
  }
}
