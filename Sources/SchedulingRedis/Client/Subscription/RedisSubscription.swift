#if Redis
  import CivilTime
  import Logging

  /// Listens to channels on a connection and a thread of its own, and connects anew by itself.
  ///
  /// Messages are hints: what is published while the connection is down, or before ``News/listening``, is not received. So
  /// a listener reads the state anew, at each `listening`, whatever the messages are about.
  package final class RedisSubscription: Sendable {
    /// What a listener receives, in order.
    package enum News: Sendable, Hashable {
      /// All channels are subscribed, for the first time or again: what was published before may have been missed.
      case listening
      /// A message. One that is not UTF-8 is left out.
      case message(channel: String, String)
      /// The connection could not be made or was lost; reported at each attempt that fails. Another one follows.
      case lost(RedisError)
    }

    /// Called on the subscription's thread; must not block.
    package typealias Listener = @Sendable (News) -> Void

    /// What the thread and the owner share. The owner can go while the thread is held up in an attempt to connect.
    final class Line: Sendable {
      let configuration: RedisConfiguration
      let channels: [String]
      let logger: Logger?
      let hear: Listener
      let wake: WakeDescriptor
      private let closed = Lock(false)

      init(
        _ configuration: RedisConfiguration, _ channels: [String], _ logger: Logger?, _ hear: @escaping Listener
      ) throws(RedisError) {
        self.configuration = configuration
        self.channels = channels
        self.logger = logger
        self.hear = hear
        wake = try WakeDescriptor()
      }

      var isClosed: Bool { closed.withLock { $0 } }

      func close() {
        closed.withLock { $0 = true }
        wake.signal()
      }
    }

    private let line: Line

    /// Begins to listen; waits for nothing. Ends with the client, if it was not closed before.
    /// - Throws: ``RedisError`` with ``RedisError/Code/systemResources`` when the process has no thread or no file
    ///   descriptor left.
    package init(
      _ client: RedisClient, channels: [String], _ listener: @escaping Listener
    ) throws(RedisError) {
      let line = try Line(client.configuration, channels, client.logger, listener)
      self.line = line
      try Posix.startThread("redis-subscription") {
        var loop = SubscriptionLoop(line: line)
        loop.run()
      }
      client.onClose { [weak line] in line?.close() }
    }

    deinit { line.close() }

    /// Ends. A message that is being delivered at this moment may still arrive.
    package func close() { line.close() }
  }
#endif
