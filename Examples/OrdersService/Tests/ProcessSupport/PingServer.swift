import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A server that answers every request with 200 and remembers the paths: a monitoring service for tests.
package final class PingServer: Sendable {
  package let port: UInt16
  private let descriptor: Int32
  private let found = Paths()

  private final class Paths: @unchecked Sendable {
    private let lock = NSLock()
    private var list: [String] = []
    func add(_ path: String) { lock.withLock { list.append(path) } }
    var all: [String] { lock.withLock { list } }
  }

  package var paths: [String] { found.all }

  private init(descriptor: Int32, port: UInt16) { (self.descriptor, self.port) = (descriptor, port) }

  /// Nil where no port is free.
  package static func start() -> PingServer? {
    guard let (descriptor, port) = Sockets.listen() else { return nil }
    let server = PingServer(descriptor: descriptor, port: port)
    let found = server.found
    Sockets.startThread {
      while true {
        let socket = accept(descriptor, nil, nil)
        guard socket >= 0 else { return }
        Sockets.startThread { serve(socket, found) }
      }
    }
    return server
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// One request for each connection.
  private static func serve(_ socket: Int32, _ found: Paths) {
    defer { close(socket) }
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 8_192)
    while !text.contains("\r\n\r\n") {
      guard let bytes = Sockets.receive(socket, into: &buffer) else { return }
      text += String(decoding: bytes, as: UTF8.self)
    }
    if let path = text.split(separator: " ").dropFirst().first { found.add(String(path)) }
    _ = Sockets.sendAll(socket, Array("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".utf8)[...])
  }
}
