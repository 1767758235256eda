#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file that all workers append to. `O_APPEND` and one `write` a line make the order of lines an order of events.
package struct FleetLog: Sendable {
  private let descriptor: Int32

  package init(path: String) throws {
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw CannotOpenLog(path: path, code: errno) }
  }

  package func append(_ event: FleetEvent) {
    var bytes = Array((event.line + "\n").utf8)
    let written = write(descriptor, &bytes, bytes.count)
    // A log with holes would let a duplicate pass: better no worker at all.
    if written != bytes.count { exit(3) }
  }

  /// What a file holds; a last line that is not whole is left out.
  package static func events(in text: String) -> [FleetEvent] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap(FleetEvent.init(line:))
  }
}

package struct CannotOpenLog: Error, CustomStringConvertible {
  var path: String
  var code: Int32

  package var description: String { "cannot open \(path): \(String(cString: strerror(code)))" }
}
