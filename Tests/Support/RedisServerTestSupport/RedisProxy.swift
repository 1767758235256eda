import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Stands between a client and a server and loses what a test wants lost.
package final class RedisProxy: Sendable {
  package let port: UInt16
  private let listener: Int32
  private let state: Mutex<State>

  private struct State {
    var server: RedisServer
    var open: Set<Int32> = []
    var isStopped = false
    var repliesToLose = 0
    var isSilent = false
    var lostShare = 0.0
    var random: UInt64
  }

  /// Listens on a free port and passes on to `server`.
  package init(to server: RedisServer, seed: UInt64 = 0) throws {
    guard let (listener, port) = Sockets.listen() else { throw RedisServer.Failure(description: "no free port") }
    self.listener = listener
    self.port = port
    self.state = Mutex(State(server: server, random: seed))
    Sockets.startThread { [weak self] in
      while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
        guard let self, let upstream = self.connectUpstream() else {
          close(descriptor)
          continue
        }
        self.serve(descriptor, upstream)
      }
    }
  }

  deinit { stop() }

  package var url: String { "redis://127.0.0.1:\(port)" }

  /// The next replies are dropped, each with its connection, after the server has done its work.
  package func loseNextReplies(_ count: Int) { state.withLock { $0.repliesToLose = count } }
  /// Of all replies this share, 0 to 1, is dropped, each with its connection.
  package func loseReplies(share: Double) { state.withLock { $0.lostShare = share } }
  /// Half-open: commands reach the server, its replies go nowhere, and no connection is closed.
  package func setSilent(_ isSilent: Bool) { state.withLock { $0.isSilent = isSilent } }
  /// Where new connections go from now on; the present ones are cut.
  package func redirect(to server: RedisServer) {
    let open = state.withLock { state in
      state.server = server
      return state.open
    }
    for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
  }

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
    let server = state.withLock { $0.server }
    return server.port.map { Sockets.connect(port: $0) } ?? Sockets.connect(unix: server.socketPath)
  }

  private enum Fate { case pass, lose, swallow }

  private func fateOfReply() -> Fate {
    state.withLock { state in
      if state.isSilent { return .swallow }
      if state.lostShare > 0 {
        state.random = state.random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        if Double(state.random >> 11) / Double(1 << 53) < state.lostShare { return .lose }
      }
      guard state.repliesToLose > 0 else { return .pass }
      state.repliesToLose -= 1
      return .lose
    }
  }

  private func serve(_ client: Int32, _ upstream: Int32) {
    state.withLock { _ = $0.open.insert(client) }
    Sockets.startThread { [weak self] in
      var buffer = [UInt8](repeating: 0, count: 65_536)
      var descriptors = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
      ]
      passing: while poll(&descriptors, 2, -1) >= 0 {
        if descriptors[0].revents != 0 {
          guard let bytes = Sockets.receive(client, into: &buffer), Sockets.sendAll(upstream, bytes) else { break }
        }
        if descriptors[1].revents != 0 {
          guard let bytes = Sockets.receive(upstream, into: &buffer) else { break }
          switch self?.fateOfReply() ?? .lose {
          case .pass: if !Sockets.sendAll(client, bytes) { break passing }
          case .lose: break passing
          case .swallow: break
          }
        }
      }
      self?.state.withLock { _ = $0.open.remove(client) }
      // As in FakeRedis: closing alone might not be seen.
      shutdown(client, Int32(SHUT_RDWR))
      shutdown(upstream, Int32(SHUT_RDWR))
      close(client)
      close(upstream)
    }
  }
}
