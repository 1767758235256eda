#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few questions asked of the file system, by system call: this module imports no Foundation.
enum SystemFile {
  /// What tells one version of a file from the next.
  struct Stamp: Hashable {
    let modifiedSeconds: Int
    let modifiedNanoseconds: Int
    let size: Int
    let inode: UInt64
  }

  enum ReadFailure: Error {
    case missing
    case refused(String)
  }

  /// The stamp of a regular file, links followed; nil where there is none.
  static func stamp(_ path: String) -> Stamp? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    return Stamp(
      modifiedSeconds: Int(modified.tv_sec), modifiedNanoseconds: Int(modified.tv_nsec),
      size: Int(status.st_size), inode: UInt64(status.st_ino))
  }

  /// The bytes of a regular file that is no larger than `limit`.
  static func read(_ path: String, limit: Int) throws(ReadFailure) -> [UInt8] {
    guard let stamp = stamp(path) else { throw .missing }
    guard stamp.size <= limit else { throw .refused("it is larger than \(limit) bytes") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .refused(lastError()) }
    defer { close(descriptor) }
    // One byte more than the file has, so that its end is seen.
    var bytes = [UInt8](repeating: 0, count: stamp.size + 1)
    var filled = 0
    while filled < bytes.count {
      let wanted = bytes.count - filled
      let count = bytes.withUnsafeMutableBytes { buffer in
        #if canImport(Glibc)
          Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, wanted)
        #elseif canImport(Musl)
          Musl.read(descriptor, buffer.baseAddress.map { $0 + filled }, wanted)
        #else
          Darwin.read(descriptor, buffer.baseAddress.map { $0 + filled }, wanted)
        #endif
      }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw .refused(lastError())
      }
      filled += count
    }
    guard filled == stamp.size else { throw .refused("it changed while it was read") }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  /// What a symbolic link says; nil for anything else.
  static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let capacity = buffer.count
    let count = buffer.withUnsafeMutableBytes { raw in
      guard let base = raw.baseAddress else { return 0 }
      return readlink(path, base.assumingMemoryBound(to: CChar.self), capacity)
    }
    guard count > 0, count < capacity else { return nil }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }

  /// A variable of the environment.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    return String(cString: value)
  }

  /// Seconds of a clock that never goes back.
  static func monotonicSeconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int(now.tv_sec)
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
