#if Redis
  public import Scheduling

  extension Checkpoints {
    /// Checkpoints in Redis: a pipeline resumes where it stopped, on whichever replica its next run is, after a crash too.
    ///
    /// `Claims.redis` and `JobStore.redis` bring them with the same client and namespace. A run that was held up cannot
    /// overwrite what a newer run has written. When Redis loses its data, pipelines begin at their first stage.
    /// - Parameters:
    ///   - client: The client. It is shared, not owned: close it after the scheduler has stopped.
    ///   - namespace: The fleet's name.
    ///   - keptFor: How long progress is kept after its last change; defaults to 30 days, at least a second.
    public static func redis(
      _ client: RedisClient, namespace: String, keptFor: Duration = .days(30)
    ) -> Checkpoints {
      Checkpoints(RedisCheckpoints(client, namespace: namespace, keptFor: keptFor))
    }
  }
#endif
