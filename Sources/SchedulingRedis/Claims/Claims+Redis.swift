#if Redis
  public import Scheduling

  extension Claims {
    /// Whether instants due before a loss of data wait until every replica has had time to report what it knows.
    #if hasAttribute(nonexhaustive)
      @nonexhaustive
    #endif
    public enum AfterDataLoss: Sendable, Hashable {
      /// Wait for 1.2 lease times, 10 s at most: an instant decided before the loss is not started again.
      case quarantine
      /// Go on at once: nothing waits, and an instant decided just before the loss may start again.
      case resumeImmediately
    }

    /// Claims shared by all replicas that use the same Redis and the same namespace; pipelines keep their checkpoints
    /// there too.
    ///
    /// - Parameters:
    ///   - client: The client; close it after the scheduler has stopped.
    ///   - namespace: The fleet's name.
    ///   - afterDataLoss: What happens to instants due before a loss of data in Redis.
    ///   - comparesNamespaces: Whether to warn of another namespace of the server that has the same jobs. Comparing
    ///     walks through all keys of the server.
    public static func redis(
      _ client: RedisClient, namespace: String, afterDataLoss: AfterDataLoss = .quarantine,
      comparesNamespaces: Bool = false
    ) -> Claims {
      Claims(
        RedisClaims(
          client, namespace: namespace, afterDataLoss: afterDataLoss, comparesNamespaces: comparesNamespaces),
        checkpoints: RedisCheckpoints(client, namespace: namespace))
    }
  }
#endif
