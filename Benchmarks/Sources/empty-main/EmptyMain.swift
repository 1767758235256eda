#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What any Swift program with an asynchronous main costs: the row "start" is compared with it.
@main
enum EmptyMain {
  static func main() async throws {
    try await Task.sleep(for: .milliseconds(1))
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    print("\(now.tv_sec * 1_000_000_000 + now.tv_nsec)")
  }
}
