#if Redis
  import Scheduling

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// The few calls of the operating system that a connection needs.
  enum Posix {
    /// Starts a thread with SIGPIPE blocked: hiredis writes with it armed, and a server that died would otherwise end
    /// the host. The mask belongs to this thread alone.
    static func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) throws(RedisError) {
      let started = Thread.detach(name: name) {
        blockSIGPIPE()
        body()
      }
      guard started else {
        throw RedisError(
          .systemResources, .notSent, "the system has no thread left to give; look at the limits of the process.")
      }
    }

    private static func blockSIGPIPE() {
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGPIPE)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    static func setNonBlocking(_ descriptor: Int32) -> Bool {
      let flags = fcntl(descriptor, F_GETFL)
      return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) >= 0
    }

    /// Keeps the descriptor from the processes that the host starts.
    static func closeOnExec(_ descriptor: Int32) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }

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
#endif
