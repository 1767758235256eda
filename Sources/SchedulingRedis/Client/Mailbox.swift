#if Redis
  import Scheduling

  /// What callers and the connecting thread leave for a connection's own thread.
  struct Mailbox {
    /// Commands in the order of the calls.
    var commands: [PendingReply] = []
    /// Taken by the thread and not answered yet.
    var pending = 0
    /// The end of the attempt under way.
    var attempt: Result<Connector.Connected, RedisError>?
    /// Set once; the thread then answers what it holds until this time and ends.
    var closing: MonotonicTime?
    var hasThread = false
    /// The thread is in `poll`, or about to be, and must be woken.
    var isAsleep = false

    /// What happened to a command that a caller wants to leave.
    enum Admission {
      case accepted(wake: Bool, startThread: Bool)
      case closed
      case full
    }

    mutating func admit(_ command: PendingReply, limit: Int) -> Admission {
      if closing != nil { return .closed }
      if pending + commands.count >= limit { return .full }
      commands.append(command)
      let admission = Admission.accepted(wake: isAsleep, startThread: !hasThread)
      hasThread = true
      isAsleep = false
      return admission
    }

    /// Whether the thread may sleep: nothing was left since it looked.
    mutating func fallAsleep(pending: Int, sawClosing: Bool) -> Bool {
      self.pending = pending
      guard commands.isEmpty, attempt == nil, sawClosing == (closing != nil) else { return false }
      isAsleep = true
      return true
    }
  }
#endif
