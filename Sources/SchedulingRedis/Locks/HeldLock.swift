#if Redis
  public import Scheduling

  /// A lock that is held while a body runs.
  public struct HeldLock: Sendable {
    /// The lock's name.
    public let key: String
    /// Strictly increasing in the order in which the lock was taken, by whomever. Pass it along with every write, and
    /// refuse there what comes with a lower one: that alone protects against a holder that was frozen and woke up late.
    public let fencingToken: Int64
    let token: RunID
    let keeper: LockKeeper

    /// Until when the lock is held without another renewal; nil once it is lost.
    public var leaseDeadline: MonotonicTime? { keeper.deadline(of: token) }

    /// Throws ``RedisLockError`` with the code ``RedisLockError/Code/lost`` when the lock is no longer held.
    public func check() throws(RedisLockError) {
      if let deadline = leaseDeadline, deadline > .now() { return }
      throw RedisLockError.lost(key, keeper.loss(of: token) ?? .ranOut)
    }
  }
#endif
