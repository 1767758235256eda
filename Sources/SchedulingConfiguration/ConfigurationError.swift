#if Configuration
  public import CivilTime

  /// Everything that is wrong with the settings that were read.
  public struct ConfigurationError: SchedulingError, Hashable {
    /// One setting that cannot be used.
    public struct Fault: Sendable, Hashable, CustomStringConvertible {
      /// The key, relative to the reader that was passed, such as `drainTimeout`.
      public let key: String
      /// What is wrong, and what is allowed. Never shows a value that may be secret.
      public let message: String
      /// The key and the message.
      public var description: String { "\(key) \(message)" }
    }

    /// The faults, in the order of the keys' documentation.
    public let faults: [Fault]

    /// An operator has to correct the settings.
    public var kind: SchedulingErrorKind { .misconfigured }
    /// All faults on one line.
    public var description: String {
      "the configuration cannot be used: " + faults.map(\.description).joined(separator: "; ")
    }
  }
#endif
