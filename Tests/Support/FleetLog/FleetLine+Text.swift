extension FleetLine {
  /// The line without its end.
  package var text: String {
    switch self {
    case .job(let job): "J \(job.name) \(job.period) \(job.lease) \(job.grace) \(job.traits)"
    case .body(let step):
      "\(step.kind.rawValue) \(step.job) \(step.instant) \(step.fence) \(step.attempt) \(step.at) \(step.pid) "
        + "\(step.wall) \(step.origin.text) \(step.origin.run)"
    case .lock(let step):
      "L \(step.kind.rawValue) \(step.lock) \(step.timeToLive) \(step.fence) \(step.at) \(step.pid)"
    case .outcome(let outcome): "O \(outcome.text)"
    case .history(let outcome): "V \(outcome.text)"
    case .fault(let fault): "F \(fault.kind.rawValue) \(fault.pid) \(fault.from) \(fault.to) \(fault.key)"
    case .order(let order): "Q \(order.job) \(order.instant) \(order.at) \(order.origin.text)"
    case .phase(let phase): "P \(phase.name.rawValue) \(phase.at) \(phase.wall)"
    case .clock(let clock): "K redis \(clock.at) \(clock.offset)"
    case .number(let name, let value): "N \(name) \(value)"
    }
  }

  /// Nil for a line that is not whole: a process may die while it writes one.
  package init?(text: Substring) {
    let words = text.split(separator: " ").map(String.init)
    /// The numbers that follow the second word; nil unless there are as many, and then as many words.
    func numbers(_ count: Int, words others: Int = 0) -> [Int64]? {
      guard words.count == 2 + count + others else { return nil }
      let numbers = words[2..<(2 + count)].compactMap(Int64.init)
      return numbers.count == count ? numbers : nil
    }
    switch words.first {
    case "J":
      guard let n = numbers(3, words: 1) else { return nil }
      self = .job(
        PlannedJob(
          name: words[1], period: n[0], lease: n[1], grace: n[2], reruns: words[5].contains("r"),
          changes: words[5].contains("c")))
    case "S", "X", "E", "Z", "C":
      guard let n = numbers(6, words: 4), let kind = BodyStep.Kind(rawValue: words[0]) else { return nil }
      self = .body(
        BodyStep(
          kind, job: words[1], instant: n[0], fence: n[1], attempt: Int(n[2]), at: n[3],
          pid: Int32(truncatingIfNeeded: n[4]), wall: n[5],
          origin: Origin(cause: words[8], arguments: words[9], requester: words[10], run: words[11])))
    case "L":
      guard words.count == 7, let kind = LockStep.Kind(rawValue: words[1]), let ttl = Int64(words[3]),
        let fence = Int64(words[4]), let at = Int64(words[5]), let pid = Int32(words[6])
      else { return nil }
      self = .lock(LockStep(kind, lock: words[2], timeToLive: ttl, fence: fence, at: at, pid: pid))
    case "O", "V":
      guard let n = numbers(5, words: 3) else { return nil }
      let outcome = Outcome(
        job: words[1], from: n[0], to: n[1], count: n[2], pid: Int32(truncatingIfNeeded: n[3]), at: n[4],
        word: words[7], cause: words[8], run: words[9])
      self = words[0] == "O" ? .outcome(outcome) : .history(outcome)
    case "F":
      guard let n = numbers(3, words: 1), let kind = FaultKind(rawValue: words[1]) else { return nil }
      self = .fault(Fault(kind, pid: Int32(truncatingIfNeeded: n[0]), from: n[1], to: n[2], key: words[5]))
    case "Q":
      guard let n = numbers(2, words: 3) else { return nil }
      self = .order(
        Order(
          job: words[1], instant: n[0], at: n[1],
          origin: Origin(cause: words[4], arguments: words[5], requester: words[6])))
    case "P":
      guard let n = numbers(2), let name = Phase.Name(rawValue: words[1]) else { return nil }
      self = .phase(Phase(name, at: n[0], wall: n[1]))
    case "K":
      guard let n = numbers(2) else { return nil }
      self = .clock(Clock(at: n[0], offset: n[1]))
    case "N":
      guard let n = numbers(1) else { return nil }
      self = .number(name: words[1], value: n[0])
    default: return nil
    }
  }
}

extension FleetLine.PlannedJob {
  fileprivate var traits: String { reruns || changes ? (reruns ? "r" : "") + (changes ? "c" : "") : "-" }
}

extension FleetLine.Outcome {
  fileprivate var text: String { "\(job) \(from) \(to) \(count) \(pid) \(at) \(word) \(cause) \(run)" }
}

extension FleetLine.Origin {
  fileprivate var text: String { "\(cause) \(arguments) \(requester)" }
}
