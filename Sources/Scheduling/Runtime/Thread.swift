#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A detached thread with a name and at least 1 MiB of stack, for what must not wait behind the bodies of jobs.
package enum Thread {
  private static let smallestStack = 1 << 20

  /// Names of threads that are not made, as on a system that has none left: for tests, in whose task it is set.
  @TaskLocal package static var refused: Set<String> = []

  /// Runs `body` on a new thread; `name` (at most 15 bytes on Linux) is for tools such as top. False where the system
  /// has no thread left to give.
  @discardableResult
  package static func detach(name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
    if refused.contains(name) { return false }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // Some systems give a new thread 128 or 512 KiB; a decoder of nested values needs more.
    var size = 0
    pthread_attr_getstacksize(&attributes, &size)
    if size < smallestStack { pthread_attr_setstacksize(&attributes, smallestStack) }
    let start = Unmanaged.passRetained(ThreadStart(name: name, body: body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let code = pthread_create(&thread, &attributes, threadMain, start.toOpaque())
    pthread_attr_destroy(&attributes)
    if code != 0 { start.release() }
    return code == 0
  }
}

private final class ThreadStart: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

#if canImport(Darwin)
  private func threadMain(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    pthread_setname_np(start.name)
    start.body()
    return nil
  }
#else
  private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    // By the proc file: the call for it is hidden behind a feature macro. Without /proc the thread has no name.
    let file = open("/proc/thread-self/comm", O_WRONLY)
    if file >= 0 {
      let name = Array(start.name.utf8.prefix(15))
      _ = name.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      close(file)
    }
    start.body()
    return nil
  }
#endif
