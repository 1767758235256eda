#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// This program's file, to start it again as a worker.
func ownPath() -> String {
  var buffer = [CChar](repeating: 0, count: 4_096)
  #if canImport(Darwin)
    var size = UInt32(buffer.count)
    _ = _NSGetExecutablePath(&buffer, &size)
  #else
    _ = readlink("/proc/self/exe", &buffer, buffer.count - 1)
  #endif
  return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
