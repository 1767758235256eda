@testable import Scheduling

/// Traces of the machine that pass the time and collect what is to be done, step by step.
extension Conductor {
  init(settings: Settings, sharesClaims: Bool) {
    self.init(settings: settings, keeper: sharesClaims ? .shared : .local)
  }

  var activeRuns: Int { runs.active }
  var carriersWanted: [Int] { runs.carriersWanted }
  var history: History { ledger.history }
  func record(of row: History.Row) -> RunRecord { ledger.record(of: row) }

  private mutating func at<Result, Failure: Error>(
    _ now: Now, _ effects: inout Effects, _ body: (inout Self, inout Context) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var context = Context(now: now)
    swap(&context.effects, &effects)
    defer { swap(&context.effects, &effects) }
    return try body(&self, &context)
  }

  mutating func begin(_ now: Now, _ effects: inout Effects) throws -> Bool {
    try at(now, &effects) { machine, context throws(SchedulerError) in try machine.begin(&context) }
  }

  mutating func add(
    _ definition: JobDefinition, ifExists: IfExists, _ now: Now, _ effects: inout Effects
  ) throws -> JobInfo {
    try at(now, &effects) { machine, context throws(SchedulerError) in
      try machine.add(definition, ifExists: ifExists, &context)
    }
  }

  mutating func advance(_ now: Now, _ effects: inout Effects) -> Bool {
    at(now, &effects) { machine, context in machine.advance(&context) }
  }

  mutating func registered(_ replies: [RegisteredJob], _ now: Now, _ effects: inout Effects) {
    at(now, &effects) { machine, context in machine.registered(replies, &context) }
  }

  mutating func decided(_ request: ClaimRequest, _ verdict: ClaimVerdict, _ now: Now, _ effects: inout Effects) {
    at(now, &effects) { machine, context in machine.decided(request, verdict, &context) }
  }

  mutating func take(
    _ carrier: Carrier, of pool: Int, isFirst: Bool, _ now: Now, _ effects: inout Effects
  ) -> RunTicket? {
    at(now, &effects) { machine, context in machine.take(carrier, of: pool, isFirst: isFirst, &context) }
  }

  mutating func renewed(_ lease: Lease, _ verdict: RenewalVerdict, _ now: Now, _ effects: inout Effects) {
    at(now, &effects) { machine, context in machine.renewed(lease, verdict, &context) }
  }
}

/// The claims of a fleet.
struct SharedClaims {
  private let machine: ClaimMachine

  init(lease: Duration, seed: UInt64) { machine = ClaimMachine(keeper: .shared, lease: lease, seed: seed) }

  var reach: Reachability { machine.reach }
  var heartbeatInterval: Int64 { machine.heartbeat.interval }
}

typealias SchedulerStateMachine = Conductor
