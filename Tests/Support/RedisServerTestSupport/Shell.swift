#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A script of the shell, for what tests need from the system's programs.
package enum Shell {
  /// What the script wrote; nil when it failed.
  package static func output(of script: String) -> String? {
    guard let pipe = popen(script, "r") else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { bytes += buffer[..<count] }
    guard pclose(pipe) == 0 else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
