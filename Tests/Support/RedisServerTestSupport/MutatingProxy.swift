import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Stands between clients and a server and changes bytes of the replies at random; what is asked reaches the server as it
/// is.
package final class MutatingProxy: Sendable {
  package let port: UInt16
  private let listener: Int32
  private let server: RedisServer
  private let state: Mutex<State>

  private struct State {
    var open: Set<Int32> = []
    var isStopped = false
    /// One of so many replies has a byte changed; nil for none.
    var oneIn: UInt64?
    var random: UInt64
    var changed = 0

    mutating func draw() -> UInt64 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return random >> 33
    }
  }

  package init(to server: RedisServer, seed: UInt64) throws {
    guard let (listener, port) = Sockets.listen() else { throw RedisServer.Failure(description: "no free port") }
    self.listener = listener
    self.port = port
    self.server = server
    state = Mutex(State(random: seed))
    Sockets.startThread { [weak self] in
      while case let client = accept(listener, nil, nil), client >= 0 {
        guard let self, let upstream = self.connectUpstream() else {
          close(client)
          continue
        }
        self.serve(client, upstream)
      }
    }
  }

  deinit { stop() }

  package var url: String { "redis://127.0.0.1:\(port)" }
  /// How many bytes were changed.
  package var changed: Int { state.withLock { $0.changed } }
  /// From now on a byte is changed in one of so many pieces of replies; nil for in none.
  package func mutate(oneIn: UInt64?) { state.withLock { $0.oneIn = oneIn } }

  package func stop() {
    let open = state.withLock { state -> Set<Int32>? in
      if state.isStopped { return nil }
      state.isStopped = true
      return state.open
    }
    guard let open else { return }
    for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func connectUpstream() -> Int32? {
    server.port.map { Sockets.connect(port: $0) } ?? Sockets.connect(unix: server.socketPath)
  }

  private func mutated(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    state.withLock { state in
      guard let oneIn = state.oneIn, !bytes.isEmpty, state.draw() % max(1, oneIn) == 0 else { return bytes }
      var bytes = bytes
      let place = bytes.startIndex + Int(state.draw() % UInt64(bytes.count))
      // Digits, signs and the marks of the protocol are what hurts most.
      let marks = Array("0123456789-$*:+|\r\n%".utf8)
      bytes[place] = state.draw() % 2 == 0 ? marks[Int(state.draw() % UInt64(marks.count))] : UInt8(state.draw() & 255)
      state.changed += 1
      return bytes
    }
  }

  private func serve(_ client: Int32, _ upstream: Int32) {
    state.withLock { _ = $0.open.insert(client) }
    Sockets.startThread { [weak self] in
      var buffer = [UInt8](repeating: 0, count: 65_536)
      var descriptors = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
      ]
      while poll(&descriptors, 2, -1) >= 0 {
        if descriptors[0].revents != 0 {
          guard let bytes = Sockets.receive(client, into: &buffer), Sockets.sendAll(upstream, bytes) else { break }
        }
        if descriptors[1].revents != 0 {
          guard let bytes = Sockets.receive(upstream, into: &buffer), let self,
            Sockets.sendAll(client, self.mutated(bytes))
          else { break }
        }
      }
      self?.state.withLock { _ = $0.open.remove(client) }
      shutdown(client, Int32(SHUT_RDWR))
      shutdown(upstream, Int32(SHUT_RDWR))
      close(client)
      close(upstream)
    }
  }
}
