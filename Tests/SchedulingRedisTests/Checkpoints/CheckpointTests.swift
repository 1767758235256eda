#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("Checkpoints in Redis")
  struct CheckpointTests {
    let server: RedisServer
    let redis: RedisClient

    init() throws {
      server = try RedisServer.start(.tcp)
      redis = try RedisClient(url: server.url)
    }

    private func writer(_ number: UInt64, fence: Int64?) -> CheckpointWriter {
      CheckpointWriter(run: RunID(origin: 9, sequence: number), fencingToken: fence)
    }

    @Test("a stale run can neither write nor take over again")
    func fencing() async throws {
      let kept = RedisCheckpoints(redis, namespace: "test")
      let (old, new) = (writer(1, fence: 1_700_000_000_001), writer(2, fence: 1_700_000_000_002))
      #expect(try await kept.begin("a{b}|%", writer: old) == nil)
      let progress = PipelineProgress(passInstant: .epoch, stage: "pull")
      try await kept.save(progress, of: "a{b}|%", writer: old)
      #expect(try await kept.begin("a{b}|%", writer: new) == progress)
      let write = await #expect(throws: CheckpointError.self) { try await kept.save(nil, of: "a{b}|%", writer: old) }
      #expect(write?.code == .overtaken)
      let takeover = await #expect(throws: CheckpointError.self) { _ = try await kept.begin("a{b}|%", writer: old) }
      #expect(takeover?.code == .overtaken)
      #expect(try await kept.progress(of: "a{b}|%") == progress)
      try await kept.save(nil, of: "a{b}|%", writer: new)
      #expect(try await kept.progress(of: "a{b}|%") == nil)
      #expect(try await redis.command("KEYS", "*") == .array([.string("{test}:checkpoint:a%7Bb%7D%7C%25")]))
      #expect(try await redis.command("PTTL", "{test}:checkpoint:a%7Bb%7D%7C%25").integer ?? 0 > 29 * 86_400_000)
    }

    @Test("without fencing tokens the newest run has the checkpoints")
    func unfenced() async throws {
      let kept = RedisCheckpoints(redis, namespace: "test")
      _ = try await kept.begin("job", writer: writer(1, fence: nil))
      _ = try await kept.begin("job", writer: writer(2, fence: nil))
      let error = await #expect(throws: CheckpointError.self) {
        try await kept.save(PipelineProgress(passInstant: .epoch, stage: "a"), of: "job", writer: writer(1, fence: nil))
      }
      #expect(error?.code == .overtaken)
    }

    @Test("a server that is gone is told, and says nothing of the run's claim")
    func unreachable() async throws {
      var configuration = try RedisConfiguration(url: "redis://127.0.0.1:1")
      configuration.commandTimeout = .milliseconds(200)
      let kept = RedisCheckpoints(try RedisClient(configuration: configuration), namespace: "test")
      let error = await #expect(throws: CheckpointError.self) { _ = try await kept.progress(of: "job") }
      #expect(error?.code == .unavailable)
    }

    @Test("a pipeline whose process is cut off goes on at its stage and checkpoint on another replica")
    func anotherReplicaGoesOn() async throws {
      let proxy = try RedisProxy(to: server)
      let (first, second) = (try RedisClient(url: proxy.url), try RedisClient(url: server.url))
      let done = Log()
      let (isAtWork, mayGoOn) = (Signal(), Signal())
      func scheduler(_ name: String, _ client: RedisClient) async throws -> Scheduler {
        var configuration = SchedulerConfiguration(instance: name)
        configuration.lease = .seconds(3)
        configuration.drainTimeout = .zero
        let scheduler = Scheduler(claims: .redis(client, namespace: "test"), configuration: configuration)
        try await scheduler.add(
          "driveright", .cron("0 4 29 2 *"),
          pipeline: Pipeline {
            Pipeline.Stage("pull") { _ in done.add("pull on \(name)") }
            Pipeline.Stage("email", checkpoint: Int.self) { stage in
              done.add("email from \(stage.checkpoint ?? 0) on \(name)")
              guard !stage.isResumed else { return }
              try await stage.save(41)
              isAtWork.send()
              // Cut off here: cancelled when the lease is lost, and too late for its next checkpoint.
              await mayGoOn.wait()
              let error = await #expect(throws: CheckpointError.self) {
                try await Task { try await stage.save(1) }.value
              }
              done.add("first was \(error.map { "\($0.code)" } ?? "let through")")
            }
          })
        return scheduler
      }
      let (one, two) = (try await scheduler("first", first), try await scheduler("second", second))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await one.run() }
        group.addTask { try await two.run() }
        try await expectEventually { (try? await one.runNow("driveright")) != nil }
        await isAtWork.wait()
        proxy.setSilent(true)
        try await expectEventually("the lock of a replica that is gone runs out") {
          (try? await two.runNow("driveright")) != nil
        }
        try await expectEventually { two.localHistory(of: "driveright").contains { $0.outcome == .succeeded } }
        // A connection that swallowed replies would give later questions earlier answers: it is closed first.
        proxy.redirect(to: server)
        proxy.setSilent(false)
        mayGoOn.send()
        try await expectEventually { done.all.count == 4 }
        group.cancelAll()
        try await group.waitForAll()
      }
      #expect(done.all.prefix(3) == ["pull on first", "email from 0 on first", "email from 41 on second"])
      // The connection that went silent may have been given up: then the write never left.
      #expect(["first was overtaken", "first was unavailable"].contains(done.all.last))
      #expect(try await two.pipelineProgress(of: "driveright") == nil)
    }
  }

  /// What happened, in order.
  private final class Log: Sendable {
    private let lines = Lock([String]())
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
  }

  /// Sent once; whoever waits, before or after, goes on.
  private final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func send() { continuation.finish() }

    /// Also from a cancelled task: what waits here is a body that ignores its cancellation.
    func wait() async { await Task { for await _ in stream {} }.value }
  }
#endif
