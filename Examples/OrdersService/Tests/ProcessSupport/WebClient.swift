import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One HTTP request on a connection of its own: all that these tests need of a client.
package struct WebClient {
  package var port: UInt16

  package init(port: UInt16) { self.port = port }

  package struct Reply {
    package var status: Int
    package var text: String
    package var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }
  }

  /// Nil where no server listens, or the answer is not HTTP.
  package func request(_ path: String, method: String = "GET", token: String? = nil, body: String = "") -> Reply? {
    guard let socket = Sockets.connect(port: port) else { return nil }
    defer { close(socket) }
    let request = """
      \(method) \(path) HTTP/1.1\r
      host: 127.0.0.1\r
      connection: close\r
      content-type: application/json\r
      content-length: \(body.utf8.count)\r
      \(token.map { "authorization: Bearer \($0)\r\n" } ?? "")\r
      \(body)
      """
    var rest = Array(request.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
      guard written > 0 else { return nil }
      rest.removeFirst(written)
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(socket, &buffer, buffer.count)
      guard count > 0 else { break }
      answer += buffer.prefix(count)
    }
    let text = String(decoding: answer, as: UTF8.self)
    guard let status = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
      let head = text.range(of: "\r\n\r\n")
    else { return nil }
    return Reply(status: status, text: String(text[head.upperBound...]))
  }
}

extension WebClient {
  /// Whether an answer begins with a status of 200 and has a text in what is read first.
  package func firstBytes(_ path: String, containing text: String) -> Bool {
    guard let socket = Sockets.connect(port: port) else { return false }
    defer { close(socket) }
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let request = Array("GET \(path) HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".utf8)
    guard request.withUnsafeBytes({ write(socket, $0.baseAddress, $0.count) }) == request.count else { return false }
    var answer = ""
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while !answer.contains(text), answer.utf8.count < 65_536 {
      let count = read(socket, &buffer, buffer.count)
      guard count > 0 else { return false }
      answer += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    return answer.hasPrefix("HTTP/1.1 200 ")
  }

  /// A client for a port that is free.
  package static func onFreePort() -> WebClient? { Sockets.freePort().map(WebClient.init(port:)) }
}
