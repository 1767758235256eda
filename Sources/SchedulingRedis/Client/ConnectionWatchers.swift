#if Redis
  import CivilTime

  /// Who wants to hear of each connection made: claims look there for a server that is another than before.
  final class ConnectionWatchers: Sendable {
    typealias Watcher = @Sendable (RedisServerFacts, [String]) -> Void

    private let watchers = Lock<(next: Int, byID: [Int: Watcher])>((0, [:]))

    /// The watcher is called on a connection's thread and must not block.
    func add(_ watcher: @escaping Watcher) -> Int {
      watchers.withLock { watchers in
        watchers.next += 1
        watchers.byID[watchers.next] = watcher
        return watchers.next
      }
    }

    func remove(_ id: Int) {
      watchers.withLock { _ = $0.byID.removeValue(forKey: id) }
    }

    func tell(_ facts: RedisServerFacts, warnings: [String]) {
      for watcher in watchers.withLock({ Array($0.byID.values) }) { watcher(facts, warnings) }
    }
  }
#endif
