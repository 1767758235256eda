#if Redis
  import CHiredis
  import CivilTime

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// One connected socket of hiredis, never blocking after it is connected.
  ///
  /// Used by one thread at a time: by the connecting thread first, then, handed over through the mailbox's lock, by the
  /// connection's own. That is why it may be called Sendable.
  final class HiredisSocket: @unchecked Sendable {
    private let context: UnsafeMutablePointer<redisContext>
    private let limit: UnsafeMutablePointer<scheduling_reader_limit>
    private let maximumReplyBytes: Int
    private let maximumReplyElements: Int
    /// Bytes received for the replies that are not complete yet.
    private var unreadBytes = 0
    let server: String

    var descriptor: Int32 { context.pointee.fd }

    /// Connects. Blocks for at most the time-out, apart from the lookup of the host's name, which the C library times.
    init(
      endpoint: RedisEndpoint, tls: RedisTLS?, timeout: Duration, maximumReplyBytes: Int, maximumReplyElements: Int
    ) throws(RedisError) {
      if tls != nil, case .unix = endpoint { throw RedisError.tlsOverUnixSocket }
      let milliseconds = max(1, min(timeout.nanoseconds / 1_000_000, 3_600_000))
      let time = timeval(tv_sec: .init(milliseconds / 1000), tv_usec: .init(milliseconds % 1000 * 1000))
      let connected =
        switch endpoint {
        case .tcp(let host, let port): redisConnectWithTimeout(host, Int32(port), time)
        case .unix(let path): redisConnectUnixWithTimeout(path, time)
        }
      server = endpoint.description
      guard let connected else {
        throw RedisError(.systemResources, .notSent, "there is no memory for a connection.", server: server)
      }
      guard connected.pointee.err == 0 else {
        let reason = Self.message(of: connected)
        redisFree(connected)
        throw RedisError(
          .noServer, .notSent,
          "no Redis answers at \(server): \(reason). Check that it runs and that address and port are right.",
          server: server)
      }
      if let tls, case .tcp(let host, _) = endpoint {
        do throws(RedisError) {
          // A server that accepts and is silent must not hold up the handshake.
          redisSetTimeout(connected, time)
          try TLSHandshake.shake(UnsafeMutableRawPointer(connected), tls, host: host, server: server)
        } catch {
          redisFree(connected)
          throw error
        }
      }
      self.maximumReplyBytes = max(1, maximumReplyBytes)
      // An element takes at least four bytes on the wire, so no honest reply within the bound has more.
      self.maximumReplyElements = max(1, min(maximumReplyElements, self.maximumReplyBytes / 4))
      context = connected
      limit = .allocate(capacity: 1)
      limit.initialize(to: scheduling_reader_limit())
      limit.pointee.elements_left = self.maximumReplyElements
      scheduling_limit_reader(context, limit)
      if case .tcp = endpoint { redisEnableKeepAlive(context) }
      context.pointee.flags &= ~REDIS_BLOCK
      Posix.closeOnExec(context.pointee.fd)
      guard Posix.setNonBlocking(context.pointee.fd) else {
        throw RedisError(
          .systemResources, .notSent, "the socket cannot be made non-blocking: \(Posix.text(of: errno)).",
          server: server)
      }
    }

    deinit {
      redisFree(context)
      limit.deallocate()
    }

    /// Puts a formatted command into the output buffer.
    func append(_ bytes: [UInt8]) throws(RedisError) {
      let result = bytes.withUnsafeBytes { buffer in
        redisAppendFormattedCommand(context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
      }
      if result != REDIS_OK { throw failure() }
    }

    /// Writes what the socket takes. True when the output buffer is empty.
    func flush() throws(RedisError) -> Bool {
      var done: Int32 = 0
      guard redisBufferWrite(context, &done) == REDIS_OK else { throw failure() }
      return done != 0
    }

    /// Reads once, up to 16 KiB. True when there may be more at once.
    func receive() throws(RedisError) -> Bool {
      let before = context.pointee.reader.pointee.len
      guard redisBufferRead(context) == REDIS_OK else { throw failure() }
      let count = context.pointee.reader.pointee.len - before
      unreadBytes += count
      return count >= 16 * 1024
    }

    /// The next complete reply, if there is one.
    func nextReply() throws(RedisError) -> RedisValue? {
      var object: UnsafeMutableRawPointer?
      guard redisGetReplyFromReader(context, &object) == REDIS_OK else { throw failure() }
      guard let object else {
        if unreadBytes > maximumReplyBytes { throw tooLarge() }
        return nil
      }
      defer { freeReplyObject(object) }
      unreadBytes = context.pointee.reader.pointee.len - context.pointee.reader.pointee.pos
      limit.pointee.elements_left = maximumReplyElements
      return ReplyConversion.value(of: object.assumingMemoryBound(to: redisReply.self))
    }

    private func failure() -> RedisError {
      let message = Self.message(of: context)
      switch context.pointee.err {
      case REDIS_ERR_PROTOCOL:
        return RedisError(
          .protocolError, .unknown,
          "what came back is not the Redis protocol (\(message)); check that a Redis listens at \(server), not "
            + "something else, or TLS.", server: server)
      case REDIS_ERR_OOM: return tooLarge()
      default:
        return RedisError(
          .connectionLost, .unknown,
          "the connection to \(server) broke (\(message)) before the answer came; the server may have carried out the "
            + "command.", server: server)
      }
    }

    private func tooLarge() -> RedisError {
      RedisError(
        .replyTooLarge, .unknown,
        "a reply is larger than maximumReplyBytes (\(maximumReplyBytes)), or has more than maximumReplyElements "
          + "(\(maximumReplyElements)); ask for less, or raise the bound.",
        server: server)
    }

    private static func message(of context: UnsafeMutablePointer<redisContext>) -> String {
      withUnsafeBytes(of: context.pointee.errstr) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
  }
#endif
