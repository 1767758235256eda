import CivilTime

/// A job of a schedule file with everything worked out, ready for a body.
package struct ResolvedJob: Sendable {
  package var id: JobID
  package var trigger: any Trigger
  package var options: JobOptions
  /// The names of the stages that its body must have.
  package var pipeline: [String]?
  /// The name of its body, where it is not the id.
  package var handler: String?
}

extension ScheduleFile {
  /// The jobs over their defaults, in the order of the file, each with its trigger and options checked.
  ///
  /// Adding a file to a scheduler, linting it and comparing it all go through here, so that none of them accepts what
  /// another refuses.
  /// - Parameters:
  ///   - limits: What the triggers may cost; those of the scheduler where there is one.
  ///   - now: The time from when on a trigger must have an instant, unless its instants lie in the past.
  /// - Throws: ``ScheduleFileError`` with everything that is wrong.
  package func resolved(
    limits: TriggerLimits = TriggerLimits(), now: Instant = .epoch
  ) throws(ScheduleFileError) -> [ResolvedJob] {
    let (jobs, faults) = checked(passingOver: [], limits, now)
    if let error = ScheduleFileError(faults) { throw source.locate(error) }
    return jobs
  }

  /// The jobs that can be used, and what is wrong with the others, each with its line.
  func checked(now: Instant) -> (jobs: [ResolvedJob], faults: [ScheduleFileError]) {
    let (jobs, faults) = checked(passingOver: [], TriggerLimits(), now)
    return (jobs, ScheduleFileError(faults).map { source.locate($0).faults } ?? [])
  }

  /// What is wrong with the jobs, other than with those that could not be read.
  func faults(passingOver unread: Set<JobID>) -> [ScheduleFileError] {
    checked(passingOver: unread, TriggerLimits(), .epoch).faults
  }

  private func checked(
    passingOver unread: Set<JobID>, _ limits: TriggerLimits, _ now: Instant
  ) -> (jobs: [ResolvedJob], faults: [ScheduleFileError]) {
    var faults: [ScheduleFileError] = []
    if let timeZone {
      do throws(ScheduleFileError) { try Self.checkZone(timeZone, at: ["timezone"]) } catch { faults.append(error) }
    }
    let zoneIsKnown = faults.isEmpty
    var resolved: [ResolvedJob] = []
    var ofDefaults: Set<ScheduleFileError> = []
    // One budget for the whole file: that of one trigger, and enough for any number of plain ones.
    var budget = SearchBudget(steps: limits.steps + 500 * jobs.count)
    // The arguments of the defaults are copied into each job that has some of its own.
    let inherited = defaults.arguments?.valueCount ?? 0
    var copied = 0
    for id in orderedIDs where !unread.contains(id) {
      if self.jobs[id]?.arguments != nil { copied += inherited }
      guard copied <= Self.mostCopiedValues else {
        faults.append(
          ScheduleFileError(
            key: ["defaults", "arguments"],
            "are copied into each job that has arguments of its own: that makes more than \(Self.mostCopiedValues) values. "
              + "Give the jobs what they need, or use several files"))
        break
      }
      guard budget.spent < budget.steps else {
        faults.append(
          ScheduleFileError(
            key: ["jobs", id.rawValue],
            "was not checked, nor were the jobs below it: the triggers above took \(budget.steps) steps to search. Use "
              + "simpler triggers, or several files"))
        break
      }
      do throws(ScheduleFileError) {
        resolved.append(try JobResolver(id, in: self, limits: limits, now: now).resolve(within: &budget))
      } catch {
        // A fault of the file's zone or of the defaults is one fault, however many jobs meet it.
        faults += error.faults.filter { fault in
          (zoneIsKnown || fault.key.last != "timezone")
            && (fault.key.first != "defaults" || ofDefaults.insert(fault).inserted)
        }
      }
    }
    let circles = Self.circles(resolved)
    return (resolved, faults + circles)
  }

  private static let mostCopiedValues = 1_000_000

  /// Jobs that wait for each other in a circle, which would never begin.
  private static func circles(_ jobs: [ResolvedJob]) -> [ScheduleFileError] {
    var waitsFor: [JobID: JobID] = [:]
    for job in jobs { if let other = (job.trigger as? CompletionTrigger)?.job { waitsFor[job.id] = other } }
    var settled: Set<JobID> = []
    var faults: [ScheduleFileError] = []
    for job in jobs {
      var way: [JobID] = []
      var places: [JobID: Int] = [:]
      var current = job.id
      while !settled.contains(current), let other = waitsFor[current] {
        if let place = places[current] {
          let names = (way[place...] + [current]).map(\.rawValue).joined(separator: " after ")
          faults.append(
            ScheduleFileError(key: ["jobs", current.rawValue, "after"], "the jobs wait for each other: \(names)"))
          break
        }
        places[current] = way.count
        way.append(current)
        current = other
      }
      settled.formUnion(way)
    }
    return faults
  }

  /// As the lines stand, then by id: the order in which errors are found and jobs are added.
  private var orderedIDs: [JobID] {
    jobs.keys.map { (id: $0, line: source.lines[["jobs", $0.rawValue]] ?? 0) }
      .sorted { ($0.line, $0.id) < ($1.line, $1.id) }.map(\.id)
  }

  static func checkZone(_ name: String, at key: [String]) throws(ScheduleFileError) {
    do {
      _ = try Zone(named: name)
    } catch {
      throw ScheduleFileError(key: key, "\(error)")
    }
  }
}

extension JobArguments {
  /// How many values it has, those within it included.
  fileprivate var valueCount: Int {
    switch self {
    case .array(let values): values.reduce(1) { $0 + $1.valueCount }
    case .object(let members): members.values.reduce(1) { $0 + $1.valueCount }
    default: 1
    }
  }
}
