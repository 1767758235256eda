#if Redis
  import Scheduling

  /// What a connection should do next. Knows no socket and no clock: both are arguments.
  struct ConnectionStateMachine {
    enum State: Equatable {
      /// Not connected, and nobody has asked for anything since.
      case idle
      /// An attempt is under way on another thread.
      case connecting
      /// Commands can be sent.
      case ready
      /// The server refuses writes: what was sent is still answered, nothing more is sent, then connect anew.
      case retiring
      /// The last attempt or connection failed; the next attempt is not before this.
      case waiting(until: MonotonicTime)
      /// For good.
      case closed
    }

    private(set) var state = State.idle
    private var backoff = Backoff()

    var canSend: Bool { state == .ready }

    /// When to look again although nothing happens.
    func alarm(hasWork: Bool) -> MonotonicTime? {
      if hasWork, case .waiting(let until) = state { until } else { nil }
    }

    /// Whether to start an attempt now.
    mutating func shouldConnect(now: MonotonicTime, hasWork: Bool) -> Bool {
      guard hasWork else { return false }
      switch state {
      case .idle: break
      case .waiting(let until) where until <= now: break
      default: return false
      }
      state = .connecting
      return true
    }

    mutating func connected() {
      if state == .connecting { state = .ready }
    }

    /// The attempt failed, or the connection broke.
    mutating func failed(now: MonotonicTime, random: Double) {
      if state != .closed { state = .waiting(until: now + backoff.next(random: random)) }
    }

    /// A reply came. Only this shortens the backoff, so that a server that accepts and then fails is not stormed.
    mutating func answered() { backoff.reset() }

    mutating func writesRefused() {
      if state == .ready { state = .retiring }
    }

    /// Whether a retiring connection has had all its answers and can be left.
    mutating func shouldLeave(inFlight: Int, now: MonotonicTime, random: Double) -> Bool {
      guard state == .retiring, inFlight == 0 else { return false }
      failed(now: now, random: random)
      return true
    }

    mutating func close() { state = .closed }
  }
#endif
