package import FleetLog

/// The jobs of a fleet under test. All instants are multiples of the period since 1970, so that a checker knows which ones
/// there are.
package enum FleetPlan {
  package struct Job: Sendable {
    package var name: String
    package var period: Int64
    /// By a cron expression instead of an interval.
    package var cron: String?
    /// How long its body takes; zero is a body with one effect.
    package var work: Duration = .zero
    /// Whether all instants that are late run, or the newest one.
    package var runsAll = false
    /// Whether what a dead process left behind runs again.
    package var reruns = false
    /// Whether its body takes the process down.
    package var kills = false
    /// Whether its scheduled runs fail, and leave dead letters.
    package var fails = false
    /// How many bytes its arguments have beside its name.
    package var filler = 0
    /// Whether the next version of the host gives it another trigger.
    package var changes = false
    /// Whether the next version of the host gives it other policies.
    package var hasOtherPolicies = false
  }

  /// 20 by intervals, 20 by cron expressions, 5 whose bodies take longer than their periods, 2 every 100 ms, 3 that run
  /// again what dead processes left behind, 3 for runs by hand, one that leaves dead letters, and one with large arguments.
  package static let soak: [Job] = {
    let periods: [Int64] = [500, 1_000, 2_000, 3_000]
    let seconds: [Int64] = [1, 1, 2, 3]
    var jobs: [Job] = []
    for index in 0..<20 {
      jobs.append(
        Job(name: "every-\(index)", period: periods[index % 4], runsAll: index % 8 < 4, changes: index == 5))
      let step = seconds[index % 4]
      jobs.append(
        Job(
          name: "cron-\(index)", period: step * 1_000, cron: step == 1 ? "* * * * * *" : "*/\(step) * * * * *",
          runsAll: index % 8 >= 4, changes: index == 6))
    }
    for index in 0..<5 {
      jobs.append(Job(name: "long-\(index)", period: 1_000, work: .milliseconds(1_200 + 150 * index)))
    }
    for index in 0..<2 { jobs.append(Job(name: "fast-\(index)", period: 100, runsAll: index == 0)) }
    for index in 0..<3 {
      jobs.append(Job(name: "again-\(index)", period: 1_000, work: .milliseconds(400 + 150 * index), reruns: true))
      jobs.append(Job(name: "order-\(index)", period: 4_000, work: .milliseconds(400), reruns: true))
    }
    jobs.append(Job(name: "letter-0", period: 1_000, work: .milliseconds(300), reruns: true, fails: true))
    jobs.append(Job(name: "large-0", period: 2_000, reruns: true, filler: 100_000))
    return jobs
  }()

  /// As `soak`, by the next version of the host: two jobs come twice as often, and eight have other policies.
  package static let soakNext: [Job] = soak.map { job in
    var job = job
    if job.changes {
      (job.period, job.cron) = (job.period / 2, job.cron.map { _ in "* * * * * *" })
    } else if ["every-8", "every-9", "every-10", "every-11", "cron-8", "cron-9", "long-0", "again-0"].contains(job.name)
    {
      job.hasOtherPolicies = true
    }
    return job
  }

  /// A few jobs, for a test of one fault.
  package static let small: [Job] = [
    Job(name: "every-0", period: 200, runsAll: true), Job(name: "every-1", period: 500, changes: true),
    Job(name: "cron-0", period: 1_000, cron: "* * * * * *", runsAll: true),
    Job(name: "long-0", period: 1_000, work: .milliseconds(1_300)),
  ]

  /// As `small`, by the next version of the host: one job comes twice as often.
  package static let next: [Job] = small.map { job in
    var job = job
    if job.name == "every-1" { job.period = 250 }
    return job
  }

  /// As `small`, where of late instants only the newest runs.
  package static let newest: [Job] = small.map { job in
    var job = job
    job.runsAll = false
    return job
  }

  /// As `small`, on a replica that has no handler for one job.
  package static let less: [Job] = small.filter { $0.name != "every-1" }

  /// More work at a time than a replica takes.
  package static let crowd: [Job] = (0..<6).map {
    Job(name: "every-\($0)", period: 1_000, work: .milliseconds(200), runsAll: true)
  }

  /// Jobs that run again what dead processes left behind, that are run by hand, and that leave dead letters.
  package static let again: [Job] = [
    Job(name: "every-0", period: 200, runsAll: true),
    Job(name: "again-0", period: 1_000, work: .milliseconds(500), reruns: true),
    Job(name: "order-0", period: 4_000, work: .milliseconds(400), reruns: true),
    Job(name: "letter-0", period: 1_000, work: .milliseconds(300), reruns: true, fails: true),
  ]

  /// As `small`, with a job that kills every process that runs it, and one whose crashed runs run again.
  package static let poison: [Job] =
    small + [
      Job(name: "poison-0", period: 10_000, reruns: true, kills: true),
      Job(name: "again-0", period: 1_000, work: .milliseconds(300), reruns: true),
    ]

  /// Due so often that a fleet of more than ten has to take turns. What finds its lock taken waits, so that a busy machine has
  /// them start late, and all of them.
  package static let turns: [Job] = (0..<5).map {
    Job(name: "fast-\($0)", period: 100, runsAll: true, hasOtherPolicies: true)
  }

  /// The locks that each replica takes by name, again and again, beside its jobs.
  package static func locks(of plan: String) -> [String] {
    switch plan {
    case "soak", "soak-next": ["stock", "invoices"]
    case "holders": ["stock"]
    default: []
    }
  }

  package static func named(_ name: String) -> [Job] {
    switch name {
    case "soak": soak
    case "soak-next": soakNext
    case "next": next
    case "less": less
    case "newest": newest
    case "poison": poison
    case "crowd": crowd
    case "again": again
    case "turns": turns
    default: small
    }
  }

  /// The plan that the next version of a host with a plan has.
  package static func next(after name: String) -> String {
    switch name {
    case "soak": "soak-next"
    case "small": "next"
    default: name
    }
  }

  package static func lines(_ jobs: [Job], lease: Int64, grace: Int64) -> [FleetLine] {
    jobs.map {
      .job(
        .init(
          name: $0.name, period: $0.period, lease: lease, grace: grace, reruns: $0.reruns, changes: $0.changes))
    }
  }
}
