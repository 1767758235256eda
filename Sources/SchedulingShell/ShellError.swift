#if Shell
  public import CivilTime

  /// Why a command is refused, or how it failed.
  public struct ShellError: SchedulingError, Hashable {
    /// The kind of the failure. More may be added.
    #if hasAttribute(nonexhaustive)
      @nonexhaustive
    #endif
    public enum Code: Sendable, Hashable {
      /// The command cannot be run as it is written: it is empty, for example.
      case invalidCommand
      /// No process was started: there is no such program or folder, or it may not be executed.
      case notStarted
      /// The command ended with this status, which is not 0.
      case exited(Int32)
      /// This signal ended the command, such as 9 for one that ran out of memory.
      case signalled(Int32)
    }

    /// The kind of the failure.
    public var code: Code
    /// The last that the command wrote, printable, as far as ``Shell/messageBytes`` has room for it.
    public var output: String
    private let message: String

    init(_ code: Code, _ message: String, output: String = "") {
      self.code = code
      self.message = message
      self.output = output
    }

    /// A command that is refused is a fault of the configuration; one that fails is a failure.
    public var kind: SchedulingErrorKind {
      switch code {
      case .invalidCommand: .invalidInput
      case .notStarted: .misconfigured
      case .exited, .signalled: .failed
      }
    }

    /// What happened, and the last lines of the output.
    public var description: String { output.isEmpty ? message : "\(message): \(output)" }
  }
#endif
