#if Redis
  import Scheduling

  /// What a subscription should do next. Knows no socket and no clock: both are arguments.
  struct SubscriptionStateMachine {
    enum Action: Equatable {
      /// Connect and subscribe.
      case connect
      /// Nothing has come for long: ask whether the server is still there.
      case ping
      /// It is not: leave the connection.
      case giveUp
      case wait(until: MonotonicTime)
    }

    private enum State {
      case waiting(until: MonotonicTime)
      case connected(heard: MonotonicTime, isPinged: Bool, unconfirmed: Int)
    }

    /// A connection on which nothing came for so long is pinged: nobody else would notice that it is half-open.
    static let silence = Duration.seconds(15)
    /// How long the answer to a ping, or to the subscription, may take.
    static let patience = Duration.seconds(5)
    /// What an operator has to mend is not asked for more often than this.
    static let hopeless = Duration.seconds(30)

    private var state = State.waiting(until: MonotonicTime(nanoseconds: .min))
    private var backoff = Backoff(limit: .seconds(2))

    var isListening: Bool {
      if case .connected(_, _, unconfirmed: 0) = state { true } else { false }
    }

    func next(now: MonotonicTime) -> Action {
      switch state {
      case .waiting(let until): return until <= now ? .connect : .wait(until: until)
      case .connected(let heard, let isPinged, let unconfirmed):
        // Before the subscription is confirmed its own answer is what is waited for.
        let quiet = unconfirmed > 0 ? .zero : Self.silence
        let end = heard + quiet + Self.patience
        if now >= end { return .giveUp }
        if unconfirmed > 0 || isPinged { return .wait(until: end) }
        return now >= heard + quiet ? .ping : .wait(until: heard + quiet)
      }
    }

    mutating func connected(now: MonotonicTime, channels: Int) {
      state = .connected(heard: now, isPinged: false, unconfirmed: channels)
    }

    mutating func pinged() {
      if case .connected(let heard, _, let unconfirmed) = state {
        state = .connected(heard: heard, isPinged: true, unconfirmed: unconfirmed)
      }
    }

    /// Something came. Only an answer shortens the backoff, so that a server that accepts and fails is not stormed.
    mutating func heard(now: MonotonicTime) {
      guard case .connected(_, _, let unconfirmed) = state else { return }
      backoff.reset()
      state = .connected(heard: now, isPinged: false, unconfirmed: unconfirmed)
    }

    /// One channel is subscribed. True when it was the last one.
    mutating func confirmed() -> Bool {
      guard case .connected(let heard, let isPinged, let unconfirmed) = state, unconfirmed > 0 else { return false }
      state = .connected(heard: heard, isPinged: isPinged, unconfirmed: unconfirmed - 1)
      return unconfirmed == 1
    }

    /// The attempt failed, or the connection broke.
    mutating func failed(now: MonotonicTime, random: Double, isHopeless: Bool) {
      let delay = backoff.next(random: random)
      state = .waiting(until: now + (isHopeless ? Self.hopeless : delay))
    }
  }
#endif
