#if Redis
  import CivilTime
  import Scheduling

  /// When to look at the server's configuration, and at the other namespaces, again.
  struct ConfigurationWatch {
    private var lookedAt: MonotonicTime?
    private var fingerprint = ""

    /// At once when the replica's jobs have changed; every minute while something is wrong, else every ten.
    mutating func isDue(_ now: MonotonicTime, fingerprint: String, isMended: Bool) -> Bool {
      if let lookedAt, fingerprint == self.fingerprint, now < lookedAt + .seconds(isMended ? 600 : 60) { return false }
      lookedAt = now
      self.fingerprint = fingerprint
      return true
    }
  }

  /// A namespace of the server, as its replicas tell the others.
  struct NamespaceCard: Equatable {
    /// Hash: namespace -> card. The one key outside of any namespace; a user who may not touch it does without.
    static let key = "swift-scheduling:namespaces"
    /// A namespace from which nothing was heard for so long says nothing.
    static let isCurrentFor = Duration.seconds(1800)
    static let isForgottenAfter = Duration.seconds(86_400)

    var fingerprint: String
    var jobs: Int
    var seen: Instant
    var instance: String

    var text: String { "\(fingerprint)|\(jobs)|\(seen.millisecondsSince1970)|\(PercentEncoding.encode(instance))" }

    init(fingerprint: String, jobs: Int, seen: Instant, instance: String) {
      self.fingerprint = fingerprint
      self.jobs = jobs
      self.seen = seen
      self.instance = instance
    }

    init?(_ text: String) {
      let fields = text.split(separator: "|", omittingEmptySubsequences: false)
      guard text.utf8.count <= 1_000, fields.count >= 4, let jobs = ServerNumber.count.int(fields[1]),
        let seen = Milliseconds.instant(fields[2]), let instance = PercentEncoding.decode(fields[3]),
        JobID(instance).fault == nil
      else { return nil }
      self.init(
        fingerprint: String(fields[0]), jobs: jobs, seen: seen, instance: instance)
    }

    /// Of a set of jobs, the same on every replica that has them; empty where there are none.
    static func fingerprint(of jobs: some Sequence<String>) -> String {
      let names = jobs.sorted()
      return names.isEmpty ? "" : SHA1.hexDigest(of: names.joined(separator: "|"))
    }

    /// What to say of other namespaces in which the same jobs are registered.
    static func note(_ own: String, _ card: NamespaceCard, others: [(String, String)]) -> [String] {
      others.compactMap { name, text in
        // The names are other tenants' words.
        guard name != own, JobID(name).fault == nil, let other = NamespaceCard(text),
          other.fingerprint == card.fingerprint,
          card.seen - other.seen < isCurrentFor
        else { return nil }
        return "The same \(card.jobs) jobs are registered in the namespace '\(name)' of this Redis (by "
          + "\(other.instance)); this replica uses '\(own)'. Replicas of one service need one namespace, or each firing "
          + "runs once in each."
      }
    }
  }

  extension RedisClaims {
    /// Looks at what may be set up wrongly. Whatever cannot be looked at is left: this only warns.
    func checkConfiguration() async {
      let names = session.withKnowledge { $0.jobs.names { !$0.fingerprint.isEmpty } }
      let fingerprint = NamespaceCard.fingerprint(of: names)
      let isMended = session.hasNoFindings
      guard configuration.withLock({ $0.isDue(.now(), fingerprint: fingerprint, isMended: isMended) }) else { return }
      if let facts = try? await session.client.refreshFacts() {
        session.found(.server, warnings: Connector.warnings(of: facts))
      }
      guard comparesNamespaces, !fingerprint.isEmpty, let now = fleetTime(at: .now()) else { return }
      let owner = PercentEncoding.decode(instance) ?? instance
      let card = NamespaceCard(fingerprint: fingerprint, jobs: names.count, seen: now, instance: owner)
      let own = session.namespace
      guard (try? await session.client.command("HSET", NamespaceCard.key, own, card.text)) != nil,
        let count = try? await session.client.command("HLEN", NamespaceCard.key), count.integer ?? .max <= 1_000,
        let all = try? await session.client.command("HGETALL", NamespaceCard.key)
      else { return }
      let others = FleetReading.pairs(all.array ?? [])
      session.found(.namespaces, warnings: [], notes: NamespaceCard.note(own, card, others: others))
      for (name, text) in others {
        guard let other = NamespaceCard(text), now - other.seen > NamespaceCard.isForgottenAfter else { continue }
        _ = try? await session.client.command("HDEL", NamespaceCard.key, name)
      }
    }
  }
#endif
