#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few questions asked of the file system, by system call: this module imports no Foundation.
enum SystemFile {
  /// What distinguishes one version of a file from the next.
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
    guard stat(path, &status) == 0 else { return nil }
    return stamp(of: status)
  }

  private static func stamp(of status: stat) -> Stamp? {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
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
    // Without blocking: to open a pipe would wait for somebody to write into it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG { throw .missing }
      throw .refused(lastError())
    }
    defer { close(descriptor) }
    // What was opened, and not what the path names by now.
    var status = stat()
    guard fstat(descriptor, &status) == 0, let stamp = stamp(of: status) else { throw .refused("it is not a file") }
    guard stamp.size <= limit else { throw .refused("it is larger than \(limit) bytes") }
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

  /// The names in a directory, in no order; nil where there is none.
  static func entries(_ path: String) -> [String]? {
    guard let directory = opendir(path) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory), names.count < 10_000 {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.utf8.first != UInt8(ascii: ".") { names.append(name) }
    }
    return names
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
