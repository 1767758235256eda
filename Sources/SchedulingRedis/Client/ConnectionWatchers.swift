#if Redis
  import CivilTime

  /// The observers of connections made and lost: behind the next one may be another server, or another data set.
  final class ConnectionWatchers: Sendable {
    enum News: Sendable {
      case made(RedisServerFacts, warnings: [String])
      case lost
    }

    typealias Watcher = @Sendable (RedisConnection.Role, News) -> Void

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

    func tell(_ role: RedisConnection.Role, _ news: News) {
      for watcher in watchers.withLock({ Array($0.byID.values) }) { watcher(role, news) }
    }
  }
#endif
