#if Redis
  import Scheduling

  /// One held lock as its keeper sees it. Decides; knows no clock, no thread, no Redis.
  struct LockState: Sendable {
    /// What is to be done now.
    enum Action: Equatable {
      case nothing
      case renew
      /// The holder must stop: cancel the body.
      case cancel
    }

    /// Why the lock is held no longer.
    enum Loss: Equatable {
      /// Redis could not be asked in time.
      case ranOut
      /// The lock is another's.
      case taken
      /// Redis lost data, and when the holder reported its lock another had it.
      case takenAfterDataLoss
    }

    let duration: Duration
    private(set) var deadline: MonotonicTime
    private var nextRenewal: MonotonicTime
    private var isRenewing = false
    private(set) var loss: Loss?

    /// However long a lock lasts, its holder looks so often whether the data is still there: less than half as long as free
    /// locks are held back after a loss of data.
    static let longestPause = Duration.seconds(1)

    init(duration: Duration, sent: MonotonicTime, deadline: MonotonicTime) {
      self.duration = duration
      self.deadline = deadline
      self.nextRenewal = sent + min(duration / 3, Self.longestPause)
    }

    var isLost: Bool { loss != nil }

    /// When to look again.
    var alarm: MonotonicTime { isLost ? .never : isRenewing ? deadline : min(nextRenewal, deadline) }

    /// What the time brings.
    mutating func tick(_ now: MonotonicTime) -> Action {
      if isLost { return .nothing }
      if now >= deadline {
        loss = .ranOut
        return .cancel
      }
      guard now >= nextRenewal, !isRenewing else { return .nothing }
      isRenewing = true
      return .renew
    }

    /// The data may be another: the lock is renewed at once.
    mutating func renewSoon(_ now: MonotonicTime) { nextRenewal = min(nextRenewal, now) }

    mutating func renewed(deadline: MonotonicTime, now: MonotonicTime) {
      isRenewing = false
      // A deadline that has passed is not undone: the body has been cancelled.
      if isLost { return }
      self.deadline = max(self.deadline, deadline)
      nextRenewal = now + min(duration / 3, Self.longestPause)
    }

    /// Redis could not be asked; soon again, until the deadline.
    mutating func renewalFailed(now: MonotonicTime) {
      isRenewing = false
      nextRenewal = now + min(duration / 10, Self.longestPause / 4)
    }

    mutating func lost(_ loss: Loss) -> Action {
      isRenewing = false
      if isLost { return .nothing }
      self.loss = loss
      return .cancel
    }
  }
#endif
