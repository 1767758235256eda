#if Redis
  import FleetLog
  import SchedulingRedis
  import ServiceLifecycle

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Takes locks by their names, one after the other and again, as a service does beside its jobs, and writes down for how
  /// long it holds each.
  struct LockHolders: Service {
    let client: RedisClient
    let log: FleetLog
    let locks: [String]
    /// In milliseconds.
    let lease: Int64

    func run() async throws {
      if locks.isEmpty { return try await gracefulShutdown() }
      let redis = try RedisLocks(client, namespace: FleetWorker.namespace)
      await cancelWhenGracefulShutdown {
        await withTaskGroup(of: Void.self) { group in
          for lock in locks { group.addTask { await hold(lock, redis) } }
        }
      }
    }

    private func hold(_ lock: String, _ redis: RedisLocks) async {
      while !Task.isCancelled {
        // Whatever happens to one holder, the next one comes. One that was refused at once waits.
        do {
          try await redis.withLock(lock, ttl: .milliseconds(lease), patience: .seconds(30)) { held in
            let write = { @Sendable (kind: FleetLine.LockStep.Kind) in
              log.append(
                .lock(
                  .init(
                    kind, lock: lock, timeToLive: lease, fence: held.fencingToken, at: FleetClock.continuous,
                    pid: getpid())))
            }
            try held.check()
            write(.taken)
            // As a careful body does: it stops when it is cancelled, and checks the lock before each effect.
            try await withTaskCancellationHandler {
              do {
                for _ in 0..<Int64.random(in: 2...12) {
                  try await Task.sleep(for: .milliseconds(25))
                  try held.check()
                }
              } catch {
                write(.cancelled)
                throw error
              }
              write(.givenBack)
            } onCancel: {
              write(.cancelled)
            }
          }
        } catch {
          try? await Task.sleep(for: .milliseconds(50))
        }
      }
    }
  }
#endif
