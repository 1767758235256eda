#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A wall clock of a process's own, which a test can set: a small library, loaded into the process before all others,
/// adds what a file says to each reading. The continuous clock is left alone.
package final class ClockShim: Sendable {
  private let library: String
  private let file: String
  private let descriptor: Int32

  /// A clock whose file lies in a directory, for processes that load the library.
  package init?(library: String, in directory: String, name: String) {
    self.library = library
    file = "\(directory)/clock-\(name)"
    descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return nil }
    set(.zero)
  }

  deinit { close(descriptor) }

  /// Shifts the clock of every process that runs with it, at once.
  package func set(_ offset: Duration) {
    var microseconds = offset.components.seconds * 1_000_000 + offset.components.attoseconds / 1_000_000_000_000
    pwrite(descriptor, &microseconds, 8, 0)
  }

  /// What to put before the words of a command, so that it runs with this clock.
  package var words: [String] { ["env", "LD_PRELOAD=\(library)", "CLOCK_SHIM=\(file)"] }

  /// Makes the library in a directory. Nil where it cannot be made: it takes Linux and a C compiler, and the Swift
  /// toolchain brings clang.
  package static func makeLibrary(in directory: String) -> String? {
    #if os(Linux)
      let (source, library) = (directory + "/clock.c", directory + "/clock.so")
      guard let out = fopen(source, "w") else { return nil }
      fputs(code, out)
      fclose(out)
      for compiler in ["clang", "cc", "gcc"] {
        let command = "\(compiler) -O1 -shared -fPIC -o \(library) \(source) 2>/dev/null"
        if Shell.output(of: command) != nil { return library }
      }
    #endif
    return nil
  }

  private static let code = """
    #define _GNU_SOURCE
    #include <fcntl.h>
    #include <stdlib.h>
    #include <sys/mman.h>
    #include <sys/syscall.h>
    #include <sys/time.h>
    #include <time.h>
    #include <unistd.h>

    static volatile long long *offset; /* microseconds */

    __attribute__((constructor)) static void begin(void) {
      const char *path = getenv("CLOCK_SHIM");
      int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
      if (file < 0) return;
      void *map = mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
      close(file);
      if (map != MAP_FAILED) offset = map;
    }

    int clock_gettime(clockid_t clock, struct timespec *now) {
      int result = (int)syscall(SYS_clock_gettime, clock, now);
      if (result == 0 && offset && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        long long nanoseconds = now->tv_nsec + *offset % 1000000 * 1000;
        now->tv_sec += *offset / 1000000;
        if (nanoseconds < 0) { nanoseconds += 1000000000; now->tv_sec--; }
        if (nanoseconds >= 1000000000) { nanoseconds -= 1000000000; now->tv_sec++; }
        now->tv_nsec = nanoseconds;
      }
      return result;
    }

    int gettimeofday(struct timeval *now, void *zone) {
      struct timespec time;
      (void)zone;
      if (clock_gettime(CLOCK_REALTIME, &time)) return -1;
      now->tv_sec = time.tv_sec;
      now->tv_usec = time.tv_nsec / 1000;
      return 0;
    }

    time_t time(time_t *out) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      if (out) *out = now.tv_sec;
      return now.tv_sec;
    }
    """
}
