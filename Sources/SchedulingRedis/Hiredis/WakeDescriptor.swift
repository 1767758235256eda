#if Redis
  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Ends another thread's `poll` early: a pipe to oneself.
  final class WakeDescriptor: Sendable {
    let reading: Int32
    private let writing: Int32

    init() throws(RedisError) {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else {
        throw RedisError(
          .systemResources, .notSent,
          "no pipe could be opened (\(Posix.text(of: errno))); raise the limit of open files.")
      }
      reading = ends[0]
      writing = ends[1]
      for end in ends {
        _ = Posix.setNonBlocking(end)
        Posix.closeOnExec(end)
      }
    }

    deinit {
      close(reading)
      close(writing)
    }

    func signal() {
      var byte: UInt8 = 1
      // A full pipe wakes just as well.
      _ = write(writing, &byte, 1)
    }

    func drain() {
      withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
        while read(reading, buffer.baseAddress, 64) == 64 {}
      }
    }
  }
#endif
