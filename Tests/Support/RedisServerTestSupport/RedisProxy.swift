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
    var cutShare = 0.0
    var delays = (commands: Int64(0), replies: Int64(0))
    var turns = 0
    var last = Direction.reply
    var random: UInt64

    /// 0 to 1, from the seed.
    mutating func draw() -> Double {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(random >> 11) / Double(1 << 53)
    }
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
  /// Of all that is sent, in both directions, this share, 0 to 1, is cut in its middle: a part arrives, and the
  /// connection is closed.
  package func cutInMiddle(share: Double) { state.withLock { $0.cutShare = share } }
  /// What is sent from now on arrives late, in each direction by a time of its own and in its order.
  package func delay(commands: Duration, replies: Duration) {
    state.withLock { $0.delays = (Self.milliseconds(commands), Self.milliseconds(replies)) }
  }
  /// How often commands came after replies: round trips, however many commands travel in one.
  package var turns: Int { state.withLock { $0.turns } }
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

  private enum Direction { case command, reply }

  /// What becomes of a piece of a stream.
  private enum Fate { case pass(after: Int64), lose, swallow, cut(at: Int) }

  private func fate(of direction: Direction, _ count: Int) -> Fate {
    state.withLock { state in
      if direction == .command, state.last == .reply { state.turns += 1 }
      state.last = direction
      if state.cutShare > 0, state.draw() < state.cutShare { return .cut(at: Int(Double(count) * state.draw())) }
      if direction == .command { return .pass(after: state.delays.commands) }
      if state.isSilent { return .swallow }
      if state.lostShare > 0, state.draw() < state.lostShare { return .lose }
      if state.repliesToLose > 0 {
        state.repliesToLose -= 1
        return .lose
      }
      return .pass(after: state.delays.replies)
    }
  }

  /// One direction of a connection: what has been read and not been sent.
  private struct Pipe {
    let source: Int32
    let sink: Int32
    let direction: Direction
    var waiting: [(due: Int64, bytes: [UInt8])] = []

    /// Sends what is due; false when the other side is gone.
    mutating func flush(_ now: Int64) -> Bool {
      while let first = waiting.first, first.due <= now {
        waiting.removeFirst()
        if !Sockets.sendAll(sink, first.bytes[...]) { return false }
      }
      return true
    }
  }

  /// Reads a piece and decides on it; false when the connection is to be closed.
  private func pass(_ pipe: inout Pipe, _ buffer: inout [UInt8]) -> Bool {
    guard let bytes = Sockets.receive(pipe.source, into: &buffer) else { return false }
    switch fate(of: pipe.direction, bytes.count) {
    case .pass(let delay):
      // Nothing overtakes what was sent before.
      pipe.waiting.append((max(Self.now() + delay, pipe.waiting.last?.due ?? 0), Array(bytes)))
      return pipe.flush(Self.now())
    case .swallow: return true
    case .lose: return false
    case .cut(let length):
      _ = Sockets.sendAll(pipe.sink, bytes.prefix(length))
      return false
    }
  }

  private func serve(_ client: Int32, _ upstream: Int32) {
    state.withLock { _ = $0.open.insert(client) }
    Sockets.startThread { [weak self] in
      var buffer = [UInt8](repeating: 0, count: 65_536)
      var pipes = [
        Pipe(source: client, sink: upstream, direction: .command),
        Pipe(source: upstream, sink: client, direction: .reply),
      ]
      var descriptors = pipes.map { pollfd(fd: $0.source, events: Int16(POLLIN), revents: 0) }
      passing: while true {
        let due = pipes.compactMap(\.waiting.first?.due).min()
        let patience = due.map { Int32(clamping: max(0, $0 - Self.now())) } ?? -1
        guard poll(&descriptors, 2, patience) >= 0 else { break }
        for index in pipes.indices {
          if descriptors[index].revents != 0 {
            guard let self, self.pass(&pipes[index], &buffer) else { break passing }
          }
          guard pipes[index].flush(Self.now()) else { break passing }
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

  private static func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return max(0, seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
  }

  /// Milliseconds of the continuous clock.
  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
