#if Redis
  import Logging
  import Scheduling
  import CivilTime

  /// The thread of a connection: takes commands from the mailbox, writes them together, reads replies, keeps deadlines.
  ///
  /// The thin shell around ``ConnectionStateMachine``. Everything in it belongs to one thread.
  struct ConnectionLoop {
    let connection: RedisConnection
    private var machine = ConnectionStateMachine()
    private var socket: HiredisSocket?
    private var unsent = CommandQueue()
    private var inFlight = CommandQueue()
    private var runID: String?
    private var isFlushed = true
    private var closing: MonotonicTime?
    private var lastFailure: RedisError?
    private var outage: OutageLog

    init(connection: RedisConnection) {
      self.connection = connection
      outage = OutageLog(role: connection.role.rawValue, logger: connection.logger)
    }

    mutating func run() {
      while true {
        takeMail()
        let now = MonotonicTime.now()
        if machine.shouldConnect(now: now, hasWork: !unsent.isEmpty) { connection.startAttempt() }
        send()
        expire(now: now)
        if machine.shouldLeave(inFlight: inFlight.count, now: now, random: .random(in: 0..<1)) { disconnect() }
        if let closing, closing <= now || (unsent.isEmpty && inFlight.isEmpty) { return end() }
        sleep(now: now)
      }
    }

    private mutating func takeMail() {
      var attempt: Result<Connector.Connected, RedisError>?
      connection.mailbox.withLock { mailbox in
        mailbox.isAsleep = false
        unsent.append(contentsOf: &mailbox.commands)
        mailbox.pending = unsent.count + inFlight.count
        closing = mailbox.closing
        attempt = mailbox.attempt
        mailbox.attempt = nil
      }
      switch attempt {
      case nil: break
      case .success(let connected):
        machine.connected()
        socket = connected.socket
        runID = connected.facts.runID
        isFlushed = true
        lastFailure = nil
        outage.ended(connected)
        connection.latestFacts.withLock { $0 = connected.facts }
        connection.watchers.tell(connection.role, .made(connected.facts, warnings: connected.warnings))
      case .failure(let error):
        machine.failed(now: .now(), random: .random(in: 0..<1))
        lastFailure = error
        outage.began(error)
        unsent.failAll(error)
      }
    }

    /// Everything that waits goes out together; no more than the socket takes at once is handed to hiredis, because its
    /// output buffer moves what is left after each partial write.
    private mutating func send() {
      guard let socket else { return }
      do throws(RedisError) {
        if !isFlushed { isFlushed = try socket.flush() }
        while isFlushed, machine.canSend, !unsent.isEmpty {
          var room = 128 * 1024
          while room > 0, let command = unsent.popFirst() {
            if let expected = command.runID, let runID, runID != expected {
              command.finish(.failure(.serverChanged(socket.server)))
              continue
            }
            guard command.markSent() else { continue }
            inFlight.append(command)
            try socket.append(command.bytes)
            room -= command.bytes.count
          }
          isFlushed = try socket.flush()
        }
      } catch {
        lose(error)
      }
    }

    private mutating func receive() {
      guard let socket else { return }
      do throws(RedisError) {
        var mayHaveMore = true
        while mayHaveMore {
          mayHaveMore = try socket.receive()
          while let reply = try socket.nextReply() {
            guard let command = inFlight.popFirst() else {
              throw RedisError(
                .protocolError, .unknown, "the server sent a reply that nobody asked for; the connection was closed.",
                server: socket.server)
            }
            machine.answered()
            if case .error(let line) = reply, ServerErrorReply(line).code == "READONLY" { machine.writesRefused() }
            command.finish(.success(reply))
          }
        }
      } catch {
        lose(error)
      }
    }

    private mutating func expire(now: MonotonicTime) {
      if unsent.nearestDeadline <= now { unsent.fail(lastFailure ?? waitedTooLong, expiredAt: now) }
      guard inFlight.nearestDeadline <= now else { return }
      let server = socket?.server
      let unanswered = RedisError(
        .timedOut, .unknown,
        "no answer came within the command's time-out; the connection was closed, because later replies could not be "
          + "told apart. The server may have carried out the command.", server: server)
      guard inFlight.fail(unanswered, expiredAt: now) else { return }
      lose(
        RedisError(
          .connectionLost, .unknown,
          "the connection was closed because an earlier command had no answer in time; the "
            + "server may have carried out this one.", server: server))
    }

    private var waitedTooLong: RedisError {
      RedisError(
        .timedOut, .notSent,
        "the command waited for longer than its time-out to be sent: the server is slow, or not connected yet.",
        server: connection.configuration.endpoint.description)
    }

    private mutating func lose(_ error: RedisError) {
      machine.failed(now: .now(), random: .random(in: 0..<1))
      inFlight.failAll(error)
      outage.began(error)
      disconnect()
      if closing == nil { connection.watchers.tell(connection.role, .lost) }
    }

    private mutating func disconnect() {
      socket = nil
      isFlushed = true
    }

    private mutating func end() {
      machine.close()
      let error = RedisError(.closed, .unknown, "the Redis client was closed before the answer came.")
      inFlight.failAll(error)
      takeMail()
      unsent.failAll(RedisError(.closed, .notSent, "the Redis client was closed before the command was sent."))
      disconnect()
    }

    private mutating func sleep(now: MonotonicTime) {
      let isQuiet = connection.mailbox.withLock { mailbox in
        mailbox.fallAsleep(pending: unsent.count + inFlight.count, sawClosing: closing != nil)
      }
      var until = min(unsent.nearestDeadline, inFlight.nearestDeadline)
      if let alarm = machine.alarm(hasWork: !unsent.isEmpty) { until = min(until, alarm) }
      if let closing { until = min(until, closing) }
      let ready = Posix.wait(
        socket: socket?.descriptor, forWriting: !isFlushed, wake: connection.wake.reading,
        milliseconds: isQuiet ? Self.milliseconds(from: now, to: until) : 0)
      if ready.woken { connection.wake.drain() }
      if ready.readable { receive() }
    }

    /// Rounded up, and at most a second: a machine that slept must not sleep on. -1, for ever, when nothing is due.
    private static func milliseconds(from now: MonotonicTime, to until: MonotonicTime) -> Int32 {
      if until == .never { return -1 }
      return Int32(clamping: min(1000, max(0, ((until - now).nanoseconds + 999_999) / 1_000_000)))
    }
  }

  extension RedisError {
    fileprivate static func serverChanged(_ server: String) -> RedisError {
      RedisError(
        .serverChanged, .notSent, "the server was restarted or replaced before the command was sent.", server: server)
    }
  }
#endif
