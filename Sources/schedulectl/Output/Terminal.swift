import CivilTime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard input, output and error. Nothing that is written moves a terminal's cursor or turns its text.
enum Terminal {
  /// Writes one line and hands it on at once, so that a program at the other end of a pipe is answered line by line.
  static func writeLine(_ line: String) {
    print(line.printable(bytes: .max))
    fflush(nil)
  }

  /// Writes several lines, each of which was made printable before they were joined.
  static func writeLines(_ text: String) {
    print(text.printable(bytes: .max, keepingLines: true))
    fflush(nil)
  }

  /// Everything that standard input holds; nil where it cannot be read, or is longer.
  static func readAll(atMost longest: Int = .max) -> [UInt8]? {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(0, $0.baseAddress, $0.count) }
      if count == 0 { return all }
      if count < 0 {
        guard errno == EINTR else { return nil }
        continue
      }
      all += buffer[..<count]
      if all.count > longest { return nil }
    }
  }

  static func writeError(_ text: String) {
    let bytes = Array((text.printable(bytes: 100_000, keepingLines: true) + "\n").utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      written += count
    }
  }

  /// Whether somebody can be asked: standard input and standard error are a terminal.
  static var isInteractive: Bool { isatty(0) == 1 && isatty(2) == 1 }

  /// Asks at the terminal; only `y` and `yes` are a yes.
  static func ask(_ question: String) -> Bool {
    let bytes = Array("\(question.printable()) [y/N] ".utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}
