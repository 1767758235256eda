#if Redis
  import SchedulingRedis
  import Synchronization

  /// Tells one endpoint after the other, then the last one for ever.
  final class Moving: RedisEndpointResolver {
    private let left: Mutex<[RedisEndpoint]>

    init(_ endpoints: [RedisEndpoint]) { left = Mutex(endpoints) }

    func endpoint() throws(RedisError) -> RedisEndpoint {
      left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    }
  }
#endif
