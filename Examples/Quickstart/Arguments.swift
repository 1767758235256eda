#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The one option, `--seconds N`.
enum Arguments {
  /// The number of seconds; says how to use the program and ends it where it is not one.
  static func seconds(_ arguments: [String]) -> Int {
    guard arguments.count > 1 else { return 10 }
    guard arguments.count == 3, arguments[1] == "--seconds", let seconds = Int(arguments[2]),
      (1...86_400).contains(seconds)
    else {
      fputs("usage: swift run Quickstart [--seconds N], with N from 1 to 86400\n", Output.standardError)
      exit(64)
    }
    return seconds
  }
}

enum Output {
  /// `stderr` is a variable in C, which Swift 6 does not let us read; the descriptor is the same.
  nonisolated(unsafe) static let standardError = fdopen(2, "w")

  /// Writes out what `print` has kept.
  static func flush() { fflush(nil) }
}
