#if Redis
  import Scheduling

  /// Up to which change of a data set this replica has seen the removals of stored jobs.
  struct RemovalsSeen: Sendable {
    private var epoch = ""
    private var dataSet = ""
    private var changes: Int64 = 0

    /// None of another data set, nor of one that may be older than it was.
    func seen(in epoch: String, _ dataSet: String) -> Int64 {
      (self.epoch, self.dataSet) == (epoch, dataSet) ? changes : 0
    }

    /// The removals of one answer, by the numbers of their changes, in their order.
    mutating func saw(_ numbers: [Int64], isFull: Bool, in epoch: String, _ dataSet: String) {
      let before = seen(in: epoch, dataSet)
      (self.epoch, self.dataSet) = (epoch, dataSet)
      guard let last = numbers.last else {
        changes = before
        return
      }
      // Several removals may have one number: where there can be more of the last one, it is asked for again.
      changes = isFull ? max(before, last - 1) : last
    }
  }

  extension RedisClaims {
    /// Far more than share a number.
    static let mostRemovals = 2_000

    /// Notes which stored jobs were removed, by any replica, so that they are not reported to a data set that has lost them.
    /// Returns whether there may be more.
    func learn(removed: [(String, String)], from answer: FleetSession.Answer) -> Bool {
      let isFull = removed.count >= Self.mostRemovals
      let found = removed.map { member, number -> (name: String, version: Int64, number: Int64)? in
        guard let bar = member.lastIndex(of: "|"), let number = ServerNumber.count.read(number),
          let version = ServerNumber.count.read(member[member.index(after: bar)...])
        else { return nil }
        return (String(member[..<bar]), version, number)
      }
      session.learn(from: answer) { knowledge in
        for case let (name, version, _)? in found { knowledge.stored.sawRemoval(version, of: name) }
      }
      removals.withLock {
        $0.saw(found.compactMap { $0?.number }, isFull: isFull, in: answer.epoch, answer.dataSet)
      }
      return isFull
    }
  }
#endif
