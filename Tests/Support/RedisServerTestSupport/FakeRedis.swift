import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A server that answers as a test tells it, to show what the client makes of odd replies.
package final class FakeRedis: Sendable {
  /// What to do with a command.
  package enum Answer: Sendable {
    case text(String)
    case bytes([UInt8])
    case silence
    case hangUp
    /// `text`, then the connection is closed.
    case lastWords(String)
  }

  package let port: UInt16
  private let listener: Int32
  private let answer: @Sendable ([String]) -> Answer
  private let connections = Mutex<(count: Int, open: Set<Int32>, stopped: Bool)>((0, [], false))

  /// Listens on a free port. The greeting (`CLIENT`, `INFO`, `SELECT`) is answered unless `answersGreeting` is false.
  package init(answersGreeting: Bool = true, _ answer: @escaping @Sendable ([String]) -> Answer) throws {
    guard let (listener, port) = Sockets.listen() else { throw RedisServer.Failure(description: "no free port") }
    self.listener = listener
    self.port = port
    self.answer = { words in
      guard answersGreeting else { return answer(words) }
      switch words.first {
      case "CLIENT", "SELECT": return .text("+OK\r\n")
      case "INFO": return .text("$19\r\nredis_version:7.0.0\r\n")
      default: return answer(words)
      }
    }
    Sockets.startThread { [weak self] in
      while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
        guard let self else {
          close(descriptor)
          return
        }
        self.serve(descriptor)
      }
    }
  }

  deinit { stop() }

  package var url: String { "redis://127.0.0.1:\(port)" }
  /// How many connections were accepted.
  package var accepted: Int { connections.withLock { $0.count } }

  package func stop() {
    let open = connections.withLock { connections -> Set<Int32>? in
      if connections.stopped { return nil }
      connections.stopped = true
      return connections.open
    }
    guard let open else { return }
    for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func serve(_ descriptor: Int32) {
    connections.withLock {
      $0.count += 1
      $0.open.insert(descriptor)
    }
    Sockets.startThread { [weak self, answer] in
      var buffer = [UInt8](repeating: 0, count: 65_536)
      var unread: [UInt8] = []
      reading: while let bytes = Sockets.receive(descriptor, into: &buffer) {
        unread += bytes
        while let (words, length) = Self.command(in: unread) {
          unread.removeFirst(length)
          switch answer(words) {
          case .text(let text): if !Sockets.sendAll(descriptor, Array(text.utf8)[...]) { break reading }
          case .bytes(let bytes): if !Sockets.sendAll(descriptor, bytes[...]) { break reading }
          case .silence: break
          case .hangUp: break reading
          case .lastWords(let text):
            _ = Sockets.sendAll(descriptor, Array(text.utf8)[...])
            break reading
          }
        }
      }
      self?.connections.withLock { _ = $0.open.remove(descriptor) }
      // A server started meanwhile may have inherited the descriptor: closing alone would not be seen.
      shutdown(descriptor, Int32(SHUT_RDWR))
      close(descriptor)
    }
  }

  /// The first complete command and its length.
  static func command(in bytes: [UInt8]) -> (words: [String], length: Int)? {
    var position = 0
    func number() -> Int? {
      guard let end = bytes[position...].firstIndex(of: 13), end + 1 < bytes.count else { return nil }
      defer { position = end + 2 }
      return Int(String(decoding: bytes[(position + 1)..<end], as: UTF8.self))
    }
    guard !bytes.isEmpty, let count = number() else { return nil }
    var words: [String] = []
    for _ in 0..<count {
      guard position < bytes.count, let length = number(), position + length + 2 <= bytes.count else { return nil }
      words.append(String(decoding: bytes[position..<(position + length)], as: UTF8.self))
      position += length + 2
    }
    return (words, position)
  }
}
