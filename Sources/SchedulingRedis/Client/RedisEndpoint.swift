#if Redis
  /// Where a Redis server listens.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum RedisEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// A host name or address and a TCP port.
    case tcp(host: String, port: UInt16)
    /// The path of a unix domain socket.
    case unix(path: String)

    /// `host:port`, `[address]:port` or the path.
    public var description: String {
      switch self {
      case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
      case .unix(let path): path
      }
    }
  }

  /// Tells where the server is; asked at each connection attempt, and so again after a `READONLY` answer.
  ///
  /// The seam for Sentinel and for service discovery: today there is only the fixed endpoint of the configuration.
  package protocol RedisEndpointResolver: Sendable {
    /// Called on a thread of its own; may block for a while.
    func endpoint() throws(RedisError) -> RedisEndpoint
  }

  struct FixedEndpoint: RedisEndpointResolver {
    let fixed: RedisEndpoint
    func endpoint() throws(RedisError) -> RedisEndpoint { fixed }
  }
#endif
