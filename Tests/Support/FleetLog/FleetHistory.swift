/// A log, sorted by what its lines are about.
package struct FleetHistory: Sendable {
  package var jobs: [String: FleetLine.PlannedJob] = [:]
  /// In the order of the log.
  package var steps: [FleetLine.BodyStep] = []
  /// What holders of locks wrote, in the order of the log.
  package var lockSteps: [FleetLine.LockStep] = []
  package var outcomes: [FleetLine.Outcome] = []
  package var rows: [FleetLine.Outcome] = []
  package var faults: [FleetLine.Fault] = []
  package var orders: [FleetLine.Order] = []
  package var numbers: [String: Int64] = [:]
  package var clocks: [FleetLine.Clock] = []
  package var begin: FleetLine.Phase?
  package var heal: FleetLine.Phase?
  package var end: FleetLine.Phase?

  package init(_ lines: [FleetLine]) {
    for line in lines {
      switch line {
      case .job(let job): jobs[job.name] = job
      case .body(let step): steps.append(step)
      case .lock(let step): lockSteps.append(step)
      case .outcome(let outcome): outcomes.append(outcome)
      case .history(let row): rows.append(row)
      case .fault(let fault): faults.append(fault)
      case .order(let order): orders.append(order)
      case .number(let name, let value): numbers[name] = value
      case .clock(let clock): clocks.append(clock)
      case .phase(let phase):
        switch phase.name {
        case .begin: begin = phase
        case .heal: heal = phase
        case .end: end = phase
        }
      }
    }
  }

  package var starts: [FleetLine.BodyStep] { steps.filter { $0.kind == .start } }
  /// Those of the schedule.
  package var scheduledStarts: [FleetLine.BodyStep] { starts.filter(\.isScheduled) }
  package var losses: [FleetLine.Fault] { faults.filter(\.kind.losesData) }

  /// The instants of a job that must have been decided: those between the phases `begin` and `end`.
  package func expected(_ job: FleetLine.PlannedJob) -> [Int64] {
    guard let begin, let end else { return [] }
    let first = (begin.wall / 1_000 + job.period) / job.period * job.period
    return Array(stride(from: first, through: end.wall / 1_000, by: Int64.Stride(job.period)))
  }

  /// Whether Redis keeps the definitions of the jobs.
  package var keepsDefinitions: Bool { numbers["mode.store"] == 1 }

  /// By how much Redis's clock was ahead at most in a time, in microseconds.
  package func redisClock(from: Int64, to: Int64) -> Int64 {
    let before = clocks.last { $0.at < from }?.offset ?? 0
    return clocks.filter { $0.at >= from && $0.at <= to }.reduce(before) { max($0, $1.offset) }
  }

  /// Converts a time since 1970 to the continuous clock.
  package func continuous(ofInstant milliseconds: Int64) -> Int64 {
    guard let begin else { return milliseconds * 1_000 }
    return milliseconds * 1_000 - begin.wall + begin.at
  }
}

/// A firing as the log names it.
struct LoggedFiring: Hashable {
  var job: String
  var instant: Int64
  var cause: String
}

extension FleetLine.BodyStep {
  package var isScheduled: Bool { origin.cause == FleetLine.Origin.schedule }
  var firing: LoggedFiring { LoggedFiring(job: job, instant: instant, cause: origin.cause) }
}

extension FleetLine.Outcome {
  var firing: LoggedFiring { LoggedFiring(job: job, instant: to, cause: cause) }
}
