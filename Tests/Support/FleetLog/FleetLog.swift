#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file that all processes append to. `O_APPEND` and one `write` a line make the order of lines an order of events.
package struct FleetLog: Sendable {
  private let descriptor: Int32
  package let path: String

  package init(path: String) throws {
    self.path = path
    descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw CannotOpenLog(path: path, code: errno) }
  }

  package func append(_ line: FleetLine) {
    var bytes = Array((line.text + "\n").utf8)
    let written = write(descriptor, &bytes, bytes.count)
    // A log with holes would let a duplicate pass: better no process at all.
    if written != bytes.count { exit(3) }
  }

  /// All whole lines so far.
  package func lines() -> [FleetLine] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = pread(descriptor, &buffer, buffer.count, off_t(bytes.count)), count > 0 {
      bytes += buffer[..<count]
    }
    return Self.lines(in: String(decoding: bytes, as: UTF8.self))
  }

  /// What a text holds; a last line that is not whole is left out.
  package static func lines(in text: String) -> [FleetLine] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap(FleetLine.init(text:))
  }
}

package struct CannotOpenLog: Error, CustomStringConvertible {
  var path: String
  var code: Int32

  package var description: String { "cannot open \(path): \(String(cString: strerror(code)))" }
}

/// The clocks that the log's times are read from.
package enum FleetClock {
  /// Microseconds of the continuous clock, the same for all processes of a machine.
  package static var continuous: Int64 { read(CLOCK_MONOTONIC) }
  /// Microseconds since 1970.
  package static var wall: Int64 { read(CLOCK_REALTIME) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
