import CivilTime

/// Options of jobs that have no effect as the scheduler is set up. They are allowed, since the same jobs run in memory on a
/// developer's machine and with claims in production; each is named once for each job, in the log and as an event.
struct OptionNotices {
  /// Jobs that were added or changed and have not been looked at.
  private var unseen: [Int] = []
  /// What has been named. Of a job that is removed nothing is kept.
  private var named: [JobID: Set<String>] = [:]
  /// How many notices of an option were published since the start.
  private var published: [String: Int] = [:]

  /// Services that add jobs without end do not get one for each.
  static let most = 20

  /// Whether there is something to look at.
  var isEmpty: Bool { unseen.isEmpty }

  mutating func add(_ slot: Int) { unseen.append(slot) }

  mutating func forget(_ job: JobID) { if !named.isEmpty { named[job] = nil } }

  mutating func takeUnseen() -> [Int] {
    defer { unseen = [] }
    return unseen
  }

  /// Whether an option of a job is to be named; from then on it is not.
  mutating func isNews(_ option: String, of job: JobID) -> Bool { named[job, default: []].insert(option).inserted }

  /// A notice of an option, unless it was named too often already.
  mutating func notice(_ option: String, _ text: String) -> SchedulerEvent? {
    let count = published[option, default: 0] + 1
    guard count <= Self.most else { return nil }
    published[option] = count
    return .notice(count < Self.most ? text : "\(text); more jobs with it are not named")
  }

  /// Options of a definition without an effect, each with what it needs.
  static func idle(_ definition: JobDefinition, sharesClaims: Bool) -> [(option: String, needs: String)] {
    guard definition.stored == nil else { return [] }
    let options = definition.options
    var idle: [(option: String, needs: String)] = []
    if !sharesClaims {
      if options.lease != nil { idle.append(("lease", "shared claims")) }
      if options.minimumHold > .zero { idle.append(("minimumHold", "shared claims")) }
      if options.recovery != nil { idle.append(("recovery", "shared claims")) }
      if options.whenClaimsUnreachable != .hold { idle.append(("whenClaimsUnreachable", "shared claims")) }
    }
    if options.queue != JobOptions.defaultQueue { idle.append(("queue", "a durable job store")) }
    return idle
  }
}

extension Conductor {
  /// A job was added or changed: what of it has no effect is named with the next pass, so that the jobs of one file are
  /// looked at together.
  mutating func noticeLater(_ slot: Int, _ context: inout Context) {
    guard phase == .running, let definition = jobs[slot]?.definition else { return }
    guard otherJobIsMissing(definition) != nil || !OptionNotices.idle(definition, sharesClaims: !claims.isLocal).isEmpty
    else { return }
    notices.add(slot)
    context.wakeLoop()
  }

  /// Names what has no effect and has not been named.
  mutating func publishNotices(_ context: inout Context) {
    var idle: [(option: String, needs: String, jobs: [JobID])] = []
    for slot in notices.takeUnseen() {
      guard let job = jobs[slot], !job.isRemoved else { continue }
      let definition = job.definition
      for (option, needs) in OptionNotices.idle(definition, sharesClaims: !claims.isLocal)
      where notices.isNews(option, of: definition.id) {
        if let index = idle.firstIndex(where: { $0.option == option }) {
          idle[index].jobs.append(definition.id)
        } else {
          idle.append((option, needs, [definition.id]))
        }
      }
      if let other = otherJobIsMissing(definition), notices.isNews("after \(other)", of: definition.id) {
        let text =
          "job \(definition.id) runs after '\(other)', which this scheduler does not have: it starts nothing until a job "
          + "with that id is added"
        if let notice = notices.notice("after", text) { context.report(notice) }
      }
    }
    for (option, needs, jobs) in idle {
      let text = "`\(option)` has no effect without \(needs): \(Self.names(jobs))"
      if let notice = notices.notice(option, text) { context.report(notice) }
    }
  }

  /// The job that a job runs after, where there is none with that id.
  private func otherJobIsMissing(_ definition: JobDefinition) -> JobID? {
    guard case .completion(of: .some(let other), _, _) = definition.event, !jobs.contains(other) else { return nil }
    return other
  }

  private static func names(_ jobs: [JobID]) -> String {
    let shown = jobs.prefix(5).map(\.rawValue).joined(separator: ", ")
    return jobs.count > 5 ? "\(shown) and \(jobs.count - 5) more jobs" : shown
  }
}
