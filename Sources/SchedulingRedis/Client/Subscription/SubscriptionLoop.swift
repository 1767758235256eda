#if Redis
  import Scheduling

  /// The thread of a subscription: connects, subscribes, and hands on what comes. The thin shell around
  /// ``SubscriptionStateMachine``; everything in it belongs to one thread.
  struct SubscriptionLoop {
    let line: RedisSubscription.Line
    private var machine = SubscriptionStateMachine()
    private var socket: HiredisSocket?
    private var isFlushed = true
    private var outage: OutageLog

    init(line: RedisSubscription.Line) {
      self.line = line
      outage = OutageLog(role: "subscription", logger: line.logger)
    }

    mutating func run() {
      while !line.isClosed {
        switch machine.next(now: .now()) {
        case .connect: connect()
        case .ping:
          machine.pinged()
          write(["PING"])
        case .giveUp:
          lose(
            RedisError(
              .timedOut, .unknown, "the server has not answered on the connection that listens for wake-ups.",
              server: socket?.server))
        case .wait(let until): wait(until: until)
        }
      }
    }

    private mutating func connect() {
      let connector = Connector(
        configuration: line.configuration,
        clientName: RedisConnection.clientName(line.configuration.clientName, "subscription"))
      do {
        let connected = try connector.connect()
        socket = connected.socket
        isFlushed = true
        outage.ended(connected)
        machine.connected(now: .now(), channels: line.channels.count)
        write(["SUBSCRIBE"] + line.channels)
      } catch {
        lose(error)
      }
    }

    private mutating func write(_ words: [String]) {
      guard let socket else { return }
      do throws(RedisError) {
        try socket.append(CommandEncoding.encode(words))
        isFlushed = try socket.flush()
      } catch {
        lose(error)
      }
    }

    private mutating func wait(until: MonotonicTime) {
      let left = (until - .now()).nanoseconds
      let ready = Posix.wait(
        socket: socket?.descriptor, forWriting: !isFlushed, wake: line.wake.reading,
        milliseconds: Int32(clamping: min(5000, max(0, (left + 999_999) / 1_000_000))))
      if ready.woken { line.wake.drain() }
      guard let socket else { return }
      do throws(RedisError) {
        if !isFlushed { isFlushed = try socket.flush() }
        var mayHaveMore = ready.readable
        while mayHaveMore {
          mayHaveMore = try socket.receive()
          while let reply = try socket.nextReply() {
            machine.heard(now: .now())
            try take(reply, socket.server)
          }
        }
      } catch {
        lose(error)
      }
    }

    private mutating func take(_ reply: RedisValue, _ server: String) throws(RedisError) {
      if case .error(let text) = reply { throw ServerErrorReply(text).error(server: server) }
      switch (reply.array?.first?.string, reply.array?.count) {
      case ("message", 3):
        guard let channel = reply.array?[1].string, let text = reply.array?[2].string else { return }
        line.hear(.message(channel: channel, text))
      case ("subscribe", 3): if machine.confirmed() { line.hear(.listening) }
      case ("pong", _): break
      default:
        throw RedisError(
          .protocolError, .unknown, "the server sent what is no message to a subscriber; the connection was closed.",
          server: server)
      }
    }

    private mutating func lose(_ error: RedisError) {
      socket = nil
      isFlushed = true
      machine.failed(now: .now(), random: .random(in: 0..<1), isHopeless: error.needsOperator)
      outage.began(error)
      line.hear(.lost(error))
    }
  }
#endif
