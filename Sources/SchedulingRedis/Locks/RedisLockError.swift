#if Redis
  public import CivilTime

  /// Why a body did not run under its lock, or not to its end.
  public struct RedisLockError: SchedulingError, Hashable {
    /// What happened.
    public var code: Code
    /// The lock.
    public var key: String
    /// What happened and what to do.
    public var message: String

    /// A kind of failure. New kinds can be added, so a `switch` needs a `default`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
      /// The name of the code.
      public let description: String

      /// Another holds the lock; the body did not run.
      public static let taken = Code(description: "taken")
      /// The lock was held and is lost: the body was cancelled, and another may hold the lock.
      public static let lost = Code(description: "lost")
      /// Redis could not be asked; the body did not run.
      public static let unavailable = Code(description: "unavailable")
    }

    init(_ code: Code, key: String, _ message: String) {
      self.code = code
      self.key = key
      self.message = message.printable(bytes: 2_000)
    }

    static func lost(_ key: String, _ loss: LockState.Loss) -> RedisLockError {
      let what =
        switch loss {
        case .ranOut: "the lock could not be renewed in time, and the body was cancelled; another may hold it now."
        case .taken: "another holds the lock now, and the body was cancelled; somebody may have deleted its key."
        case .takenAfterDataLoss:
          "Redis lost data, and another had taken the lock before this process could report that it held it; the body "
            + "was cancelled."
        }
      return RedisLockError(
        .lost, key: key, "\(what) What the body wrote is only safe where the fencing token was checked.")
    }

    /// `unavailable` where Redis could not be asked, else `conflict`.
    public var kind: SchedulingErrorKind { code == .unavailable ? .unavailable : .conflict }

    /// The code, the lock and the message.
    public var description: String { "RedisLockError.\(code) (\(key.printable())): \(message)" }
  }
#endif
