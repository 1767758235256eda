#if Redis
  public import CivilTime

  /// What went wrong between this process and Redis, whether the command may have been carried out, and what to do.
  public struct RedisError: SchedulingError, Hashable {
    /// What went wrong.
    public var code: Code
    /// Whether the command can have had an effect.
    public var delivery: Delivery
    /// A sentence for a person: what happened and what to do. Never contains a password.
    public var message: String
    /// The server's own error code, such as `READONLY`, when the server answered with an error.
    public var serverCode: String?
    /// `host:port` or the path of the socket, when one is concerned.
    public var server: String?

    /// Whether a command can have had an effect on the server.
    public enum Delivery: Sendable, Hashable {
      /// The command never left this process. Asking again is safe.
      case notSent
      /// It was sent and no answer came: the server may or may not have carried it out.
      case unknown
      /// The server answered with an error.
      case answered
    }

    package init(
      _ code: Code, _ delivery: Delivery, _ message: String, serverCode: String? = nil, server: String? = nil
    ) {
      self.code = code
      self.delivery = delivery
      // The server's own words may be in it.
      self.message = message.printable(bytes: 2_000)
      self.serverCode = serverCode
      self.server = server
    }

    /// `misconfigured` for an address or a build that cannot work, `failed` for a command that the server refused
    /// or whose reply was too large, else `unavailable`.
    public var kind: SchedulingErrorKind {
      switch code {
      case .invalidURL, .invalidNamespace, .tlsUnavailable, .clusterRedirect: .misconfigured
      case .server, .noScript, .replyTooLarge: .failed
      default: .unavailable
      }
    }

    /// The code, the server and the message.
    public var description: String {
      var text = "RedisError.\(code)"
      if let server { text += " (\(server))" }
      return text + ": " + message
    }
  }

  extension RedisError {
    /// A kind of failure. New kinds can be added, so a `switch` needs a `default`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
      /// The name of the code.
      public let description: String

      /// The address is not one that this client understands.
      public static let invalidURL = Code(description: "invalidURL")
      /// A namespace that the keys of a fleet cannot have.
      public static let invalidNamespace = Code(description: "invalidNamespace")
      /// `rediss://` was asked for and this build has no TLS.
      public static let tlsUnavailable = Code(description: "tlsUnavailable")
      /// The TLS handshake failed: a certificate, a name, or a server that does not speak TLS.
      public static let tlsFailed = Code(description: "tlsFailed")
      /// Nothing answers at the address, or its name cannot be resolved.
      public static let noServer = Code(description: "noServer")
      /// What answers is not a Redis that this client can use.
      public static let unsupportedServer = Code(description: "unsupportedServer")
      /// The user name or password is missing or wrong (`NOAUTH`, `WRONGPASS`).
      public static let wrongPassword = Code(description: "wrongPassword")
      /// The user may not run this command or touch this key (`NOPERM`).
      public static let noPermission = Code(description: "noPermission")
      /// No answer came in time; the connection was closed.
      public static let timedOut = Code(description: "timedOut")
      /// The connection broke before the answer came.
      public static let connectionLost = Code(description: "connectionLost")
      /// The server was restarted or replaced, and the command was meant for the one before.
      public static let serverChanged = Code(description: "serverChanged")
      /// What came back is not the Redis protocol.
      public static let protocolError = Code(description: "protocolError")
      /// A reply grew over ``RedisConfiguration/maximumReplyBytes``.
      public static let replyTooLarge = Code(description: "replyTooLarge")
      /// Too many commands are waiting; see ``RedisConfiguration/maximumPendingCommands``.
      public static let overloaded = Code(description: "overloaded")
      /// The task that waited was cancelled.
      public static let cancelled = Code(description: "cancelled")
      /// The client was closed.
      public static let closed = Code(description: "closed")
      /// The operating system refused a thread or a file descriptor.
      public static let systemResources = Code(description: "systemResources")
      /// The server is a read-only replica (`READONLY`).
      public static let readOnly = Code(description: "readOnly")
      /// The server is still loading its data (`LOADING`).
      public static let loading = Code(description: "loading")
      /// The replica has lost its master (`MASTERDOWN`).
      public static let masterDown = Code(description: "masterDown")
      /// The server is out of memory (`OOM`).
      public static let outOfMemory = Code(description: "outOfMemory")
      /// Too few replicas follow the master (`NOREPLICAS`).
      public static let noReplicas = Code(description: "noReplicas")
      /// The cluster is down (`CLUSTERDOWN`).
      public static let clusterDown = Code(description: "clusterDown")
      /// The key lies on another node of a Redis Cluster (`MOVED`, `ASK`), which this client does not follow.
      public static let clusterRedirect = Code(description: "clusterRedirect")
      /// The server is busy with a script (`BUSY`).
      public static let busyScript = Code(description: "busyScript")
      /// The server cannot persist its data and refuses writes (`MISCONF`).
      public static let writesDisabled = Code(description: "writesDisabled")
      /// The server does not know the script (`NOSCRIPT`).
      public static let noScript = Code(description: "noScript")
      /// Any other error that the server answered with.
      public static let server = Code(description: "server")
    }
  }
#endif
