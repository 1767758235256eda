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

    let duration: Duration
    private(set) var deadline: MonotonicTime
    private var nextRenewal: MonotonicTime
    private var isRenewing = false
    private(set) var isLost = false

    init(duration: Duration, sent: MonotonicTime, deadline: MonotonicTime) {
      self.duration = duration
      self.deadline = deadline
      self.nextRenewal = sent + duration / 3
    }

    /// When to look again.
    var alarm: MonotonicTime { isLost ? .never : isRenewing ? deadline : min(nextRenewal, deadline) }

    /// What the time brings.
    mutating func tick(_ now: MonotonicTime) -> Action {
      if isLost { return .nothing }
      if now >= deadline {
        isLost = true
        return .cancel
      }
      guard now >= nextRenewal, !isRenewing else { return .nothing }
      isRenewing = true
      return .renew
    }

    mutating func renewed(deadline: MonotonicTime, now: MonotonicTime) {
      isRenewing = false
      // A deadline that has passed is not undone: the body has been told to stop.
      if isLost { return }
      self.deadline = max(self.deadline, deadline)
      nextRenewal = now + duration / 3
    }

    /// Redis could not be asked; soon again, until the deadline.
    mutating func renewalFailed(now: MonotonicTime) {
      isRenewing = false
      nextRenewal = now + min(duration / 10, .seconds(1))
    }

    mutating func lost() -> Action {
      isRenewing = false
      if isLost { return .nothing }
      isLost = true
      return .cancel
    }
  }
#endif
