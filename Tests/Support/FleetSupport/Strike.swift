#if Redis
  import FleetLog
  import SchedulingRedis

  /// One harm on its way: what it is done to, and what chance it draws from.
  struct Strike: Sendable {
    let fleet: Fleet
    let kind: FaultKind
    /// The replica, for a harm that is done to one.
    let index: Int
    let seed: UInt64
    private let began = FleetClock.continuous
    private var random: SeededRandom

    init(fleet: Fleet, kind: FaultKind, index: Int, seed: UInt64, random: SeededRandom) {
      (self.fleet, self.kind, self.index, self.seed, self.random) = (fleet, kind, index, seed, random)
    }

    // MARK: Chance

    mutating func draw(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
    mutating func isLucky() -> Bool { Bool.random(using: &random) }
    mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &random) }
    mutating func someReplica() -> Int { Int(draw(0...Int64(max(0, fleet.count - 1)))) }

    /// A share of a lease.
    mutating func share(_ range: ClosedRange<Double>) -> Duration {
      .milliseconds(Int64(Double(fleet.options.lease) * Double.random(in: range, using: &random)))
    }

    mutating func wait(_ range: ClosedRange<Int64>) async throws {
      try await Task.sleep(for: .milliseconds(draw(range)))
    }
    mutating func wait(leases range: ClosedRange<Double>) async throws { try await Task.sleep(for: share(range)) }

    // MARK: The log

    /// Writes the harm down, as one that ends now unless a time is given.
    func note(pid: Int32 = 0, from: Int64? = nil, to: Int64? = nil, key: String = FleetLine.Origin.none) {
      note(kind, pid: pid, from: from, to: to, key: key)
    }

    func note(
      _ kind: FaultKind, pid: Int32 = 0, from: Int64? = nil, to: Int64? = nil, key: String = FleetLine.Origin.none
    ) {
      fleet.log.append(
        .fault(.init(kind, pid: pid, from: from ?? began, to: to ?? FleetClock.continuous, key: key)))
    }

    // MARK: Redis, past the proxies

    /// A command whose failure is no matter: another harm may be in its way.
    @discardableResult
    func ask(_ words: String...) async -> RedisValue? { try? await fleet.client.command(words) }

    func key(_ name: String) -> String { "{\(FleetWorker.namespace)}:" + name }
  }
#endif
