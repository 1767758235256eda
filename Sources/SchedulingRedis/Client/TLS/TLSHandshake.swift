#if Redis
  #if TLS
    import CHiredisTLS
  #endif

  /// The TLS handshake over a connected socket.
  enum TLSHandshake {
    /// Whether this build can speak TLS: the package trait `TLS`.
    static var isAvailable: Bool {
      #if TLS
        true
      #else
        false
      #endif
    }

    /// Blocks until hands are shaken, at most for the time-out that the socket has. `context` is a `redisContext`.
    static func shake(
      _ context: UnsafeMutableRawPointer, _ tls: RedisTLS, host: String, server: String
    ) throws(RedisError) {
      #if TLS
        var text = [CChar](repeating: 0, count: 512)
        let name = tls.serverName ?? host
        let isAddress = name.contains(":") || name.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
        let isDone = scheduling_start_tls(
          context, tls.authorities.file, tls.authorities.directory, tls.clientCertificate?.file,
          tls.clientCertificate?.keyFile, name, isAddress ? 1 : 0, tls.verifiesServer ? 1 : 0, &text, text.count)
        guard isDone == 0 else { return }
        let reason = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        throw RedisError(
          .tlsFailed, .notSent,
          "\(reason). Check that \(server) speaks TLS on this port, and its certificate, authority and name.",
          server: server)
      #else
        throw RedisError.tlsUnavailable
      #endif
    }
  }

  extension RedisError {
    static var tlsOverUnixSocket: RedisError {
      RedisError(
        .invalidURL, .notSent,
        "TLS was asked for with the path of a unix domain socket, where Redis speaks none: leave `tls` out, or name a "
          + "host and a port.")
    }

    static var tlsUnavailable: RedisError {
      RedisError(
        .tlsUnavailable, .notSent,
        "TLS was asked for (rediss://), and this build has none: enable the trait TLS of swift-scheduling "
          + "(.package(\u{2026}, traits: [\"Redis\", \"TLS\"])), with hiredis 1.0 or later and its TLS part hiredis_ssl "
          + "installed (libhiredis-dev of Debian 13 or Ubuntu 22.04, Homebrew's hiredis), or use redis:// or unix:// over "
          + "a trusted network.")
    }
  }
#endif
