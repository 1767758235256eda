extension FleetLine {
  /// The line without its end.
  package var text: String {
    switch self {
    case .job(let job): "J \(job.name) \(job.period) \(job.lease) \(job.grace)"
    case .body(let step):
      "\(step.kind.rawValue) \(step.job) \(step.instant) \(step.fence) \(step.attempt) \(step.at) \(step.pid) "
        + "\(step.wall)"
    case .outcome(let outcome): "O \(outcome.text)"
    case .history(let outcome): "V \(outcome.text)"
    case .fault(let fault): "F \(fault.kind.rawValue) \(fault.pid) \(fault.from) \(fault.to)"
    case .phase(let phase): "P \(phase.name.rawValue) \(phase.at) \(phase.wall)"
    case .clock(let clock): "K redis \(clock.at) \(clock.offset)"
    case .number(let name, let value): "N \(name) \(value)"
    }
  }

  /// Nil for a line that is not whole: a process may die while it writes one.
  package init?(text: Substring) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count >= 3 else { return nil }
    let numbers = words.dropFirst(2).compactMap(Int64.init)
    switch (words[0], numbers.count) {
    case ("J", 3): self = .job(PlannedJob(name: words[1], period: numbers[0], lease: numbers[1], grace: numbers[2]))
    case ("S", 6), ("X", 6), ("E", 6), ("C", 6):
      guard let kind = BodyStep.Kind(rawValue: words[0]) else { return nil }
      self = .body(
        BodyStep(
          kind, job: words[1], instant: numbers[0], fence: numbers[1], attempt: Int(numbers[2]), at: numbers[3],
          pid: Int32(truncatingIfNeeded: numbers[4]), wall: numbers[5]))
    case ("O", 5), ("V", 5):
      guard words.count == 8 else { return nil }
      let outcome = Outcome(
        job: words[1], from: numbers[0], to: numbers[1], count: numbers[2],
        pid: Int32(truncatingIfNeeded: numbers[3]), at: numbers[4], word: words[7])
      self = words[0] == "O" ? .outcome(outcome) : .history(outcome)
    case ("F", 3):
      guard let kind = FaultKind(rawValue: words[1]) else { return nil }
      self = .fault(Fault(kind, pid: Int32(truncatingIfNeeded: numbers[0]), from: numbers[1], to: numbers[2]))
    case ("P", 2):
      guard let name = Phase.Name(rawValue: words[1]) else { return nil }
      self = .phase(Phase(name, at: numbers[0], wall: numbers[1]))
    case ("K", 2): self = .clock(Clock(at: numbers[0], offset: numbers[1]))
    case ("N", 1): self = .number(name: words[1], value: numbers[0])
    default: return nil
    }
  }
}

extension FleetLine.Outcome {
  fileprivate var text: String { "\(job) \(from) \(to) \(count) \(pid) \(at) \(word)" }
}
