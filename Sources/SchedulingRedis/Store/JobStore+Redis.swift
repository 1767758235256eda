#if Redis
  public import Scheduling

  extension JobStore {
    /// Jobs in Redis, shared by all replicas that use the same server and the same namespace: any of them adds, changes
    /// and runs jobs, and the schedule outlives them all.
    ///
    /// ```swift
    /// let scheduler = Scheduler(store: .redis(redis, namespace: "shop"), handlers: [ImportStock()])
    /// ```
    /// - Parameters:
    ///   - client: The client; close it after the scheduler has stopped.
    ///   - namespace: The fleet's name.
    ///   - triggers: The trigger types that may be stored; defaults to the library's own.
    ///   - afterDataLoss: What happens to instants due before a loss of data in Redis.
    ///   - comparesNamespaces: Whether to warn of another namespace of the server that has the same jobs. Comparing
    ///     walks through all keys of the server.
    public static func redis(
      _ client: RedisClient, namespace: String, triggers: TriggerCoding = .builtIn,
      afterDataLoss: Claims.AfterDataLoss = .quarantine, comparesNamespaces: Bool = false
    ) -> JobStore {
      JobStore(
        RedisClaims(
          client, namespace: namespace, afterDataLoss: afterDataLoss, comparesNamespaces: comparesNamespaces),
        triggers: triggers,
        checkpoints: RedisCheckpoints(client, namespace: namespace))
    }
  }
#endif
