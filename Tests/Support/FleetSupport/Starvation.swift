import FleetLog
import RedisServerTestSupport

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes down that a process did not come to run for a while though nobody had stopped it: a machine with too much to do
/// freezes processes as SIGSTOP does, and the judge has to know.
enum Starvation {
  /// Watches this process until it ends, by a thread that sleeps a twentieth of a lease at a time. A sixth of a lease is what
  /// an outage leaves to report an end in.
  static func watch(_ log: FleetLog, lease: Int64) {
    Sockets.startThread {
      var last = FleetClock.continuous
      while true {
        usleep(UInt32(clamping: lease * 1_000 / 20))
        let now = FleetClock.continuous
        if now - last > lease * 1_000 / 6 {
          log.append(
            .fault(
              .init(.stopShort, pid: getpid(), from: last, to: now, key: FleetLine.Fault.starved)))
        }
        last = now
      }
    }
  }
}
