#if Redis
  public import Scheduling

  extension Claims {
    /// Claims shared by all replicas that use the same Redis and the same namespace; pipelines keep their checkpoints
    /// there too (``RedisCheckpoints``).
    ///
    /// - Parameters:
    ///   - client: The client; close it after the scheduler has stopped.
    ///   - namespace: The fleet's name.
    ///   - afterDataLoss: What happens to instants due before a loss of data in Redis.
    ///   - comparesNamespaces: Whether to warn of another namespace of the server that has the same jobs; see
    ///     ``RedisClaims``.
    public static func redis(
      _ client: RedisClient, namespace: String, afterDataLoss: RedisClaims.AfterDataLoss = .quarantine,
      comparesNamespaces: Bool = false
    ) -> Claims {
      Claims(
        RedisClaims(
          client, namespace: namespace, afterDataLoss: afterDataLoss, comparesNamespaces: comparesNamespaces),
        checkpoints: RedisCheckpoints(client, namespace: namespace))
    }
  }
#endif
