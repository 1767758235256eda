#if Redis
  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// The few calls of the operating system that a connection needs.
  enum Posix {
    /// Starts a thread that nobody joins. The body runs with SIGPIPE blocked: hiredis writes with it armed, and a server
    /// that died would otherwise end the host. The mask belongs to this thread alone.
    static func startThread(_ body: @escaping @Sendable () -> Void) throws(RedisError) {
      let box = Unmanaged.passRetained(ThreadBody(body))
      #if canImport(Darwin)
        var thread: pthread_t?
      #else
        var thread = pthread_t()
      #endif
      let result = pthread_create(&thread, nil, { runThread($0) }, box.toOpaque())
      guard result == 0 else {
        box.release()
        throw RedisError(
          .systemResources, .notSent,
          "no thread could be started (\(text(of: result))); look at the limits of the process.")
      }
      #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
      #else
        pthread_detach(thread)
      #endif
    }

    static func blockSIGPIPE() {
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGPIPE)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    static func setNonBlocking(_ descriptor: Int32) -> Bool {
      let flags = fcntl(descriptor, F_GETFL)
      return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) >= 0
    }

    /// Waits until the socket can be read, or written where asked for, or the wake descriptor was written to.
    static func wait(
      socket: Int32?, forWriting: Bool, wake: Int32?, milliseconds: Int32
    ) -> (readable: Bool, woken: Bool) {
      // A negative descriptor is skipped by poll.
      let events = Int16(POLLIN) | (forWriting ? Int16(POLLOUT) : 0)
      var descriptors = (
        pollfd(fd: socket ?? -1, events: events, revents: 0), pollfd(fd: wake ?? -1, events: Int16(POLLIN), revents: 0)
      )
      let count = withUnsafeMutableBytes(of: &descriptors) { bytes in
        bytes.withMemoryRebound(to: pollfd.self) { poll($0.baseAddress, 2, milliseconds) }
      }
      guard count > 0 else { return (false, false) }
      return (descriptors.0.revents & ~Int16(POLLOUT) != 0, descriptors.1.revents != 0)
    }

    static func text(of code: Int32) -> String { String(cString: strerror(code)) }
  }

  private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let box = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
    Posix.blockSIGPIPE()
    box.body()
    return nil
  }
#endif
