#if Configuration && Redis
  import CivilTime
  public import Configuration
  public import SchedulingRedis

  extension RedisConfiguration {
    /// Reads where and how Redis is reached, for example from environment variables:
    ///
    /// ```swift
    /// let config = ConfigReader(provider: EnvironmentVariablesProvider())
    /// let redis = try RedisClient(configuration: RedisConfiguration(config: config.scoped(to: "redis")), logger: logger)
    /// ```
    ///
    /// | key | environment, scoped to `redis` | value | default |
    /// |---|---|---|---|
    /// | `url` | `REDIS_URL` | `redis://host:6379/0`, `rediss://…` or `unix:///path`; required, read as a secret | |
    /// | `username` | `REDIS_USERNAME` | the ACL user; needs `password` | the one of the URL |
    /// | `password` | `REDIS_PASSWORD` | read as a secret, so that the URL needs none | the one of the URL |
    /// | `clientName` | `REDIS_CLIENT_NAME` | shown by `CLIENT LIST` | swift-scheduling |
    /// | `connectTimeout` | `REDIS_CONNECT_TIMEOUT` | a duration, 1ms to 1h | 2s |
    /// | `commandTimeout` | `REDIS_COMMAND_TIMEOUT` | a duration, 1ms to 1h | 2s |
    /// | `maximumReplyBytes` | `REDIS_MAXIMUM_REPLY_BYTES` | 4,194,304 or more | 16 MiB |
    /// | `maximumReplyElements` | `REDIS_MAXIMUM_REPLY_ELEMENTS` | 1,000 or more | 100,000 |
    /// | `maximumValueBytes` | `REDIS_MAXIMUM_VALUE_BYTES` | 1,024 to 1,048,576 | 256 KiB |
    /// | `maximumPendingCommands` | `REDIS_MAXIMUM_PENDING_COMMANDS` | 1 or more | 100,000 |
    /// | `tls.authorityFile` | `REDIS_TLS_AUTHORITY_FILE` | certificates in PEM; with `rediss://` | the system's |
    /// | `tls.certificateFile` | `REDIS_TLS_CERTIFICATE_FILE` | of this client, in PEM; needs `tls.keyFile` | none |
    /// | `tls.keyFile` | `REDIS_TLS_KEY_FILE` | of this client, in PEM | none |
    /// | `tls.serverName` | `REDIS_TLS_SERVER_NAME` | the name that the certificate must have | the host |
    ///
    /// A duration is a whole number and a unit (ms, s, m, h, d), such as `500ms`.
    /// - Parameter config: Holds the keys of the table; scope it to where they are.
    /// - Throws: ``ConfigurationError`` with every setting that cannot be used. It never shows the URL or the password.
    public init(config: ConfigReader) throws(ConfigurationError) {
      var settings = SettingsReader(config)
      // Where the URL is not usable the other keys are checked as well.
      var made = RedisConfiguration(endpoint: .tcp(host: "localhost", port: 6379))
      if let url = settings.text("url", isSecret: true) {
        do { made = try RedisConfiguration(url: url) } catch { settings.refuse("url", error.message) }
      } else {
        settings.refuse("url", "is missing: set it to redis://host:6379/0 or unix:///path/to/redis.sock")
      }
      let username = settings.text("username")
      if let password = settings.text("password", isSecret: true) {
        made.credentials = RedisCredentials(username: username ?? made.credentials?.username, password: password)
      } else if let username {
        if let given = made.credentials {
          made.credentials = RedisCredentials(username: username, password: given.password)
        } else {
          settings.refuse("username", "needs a password: set password as well")
        }
      }
      if let value = settings.text("clientName") { made.clientName = value }
      let times: ClosedRange<Duration> = .milliseconds(1) ... .seconds(3_600)
      if let value = settings.duration("connectTimeout", times) { made.connectTimeout = value }
      if let value = settings.duration("commandTimeout", times) { made.commandTimeout = value }
      // Scripts reply with up to 4 MiB.
      if let value = settings.number("maximumReplyBytes", (4 << 20)...(.max)) { made.maximumReplyBytes = value }
      if let value = settings.number("maximumReplyElements", 1_000...(.max)) { made.maximumReplyElements = value }
      if let value = settings.number("maximumValueBytes", 1_024...(1 << 20)) { made.maximumValueBytes = value }
      if let value = settings.number("maximumPendingCommands", 1...(.max)) { made.maximumPendingCommands = value }
      Self.readTLS(&made, &settings)
      try settings.finish()
      self = made
    }

    private static func readTLS(_ made: inout RedisConfiguration, _ settings: inout SettingsReader) {
      let authority = settings.text("tls.authorityFile")
      let certificate = settings.text("tls.certificateFile")
      let key = settings.text("tls.keyFile")
      let serverName = settings.text("tls.serverName")
      let given = [
        ("tls.authorityFile", authority), ("tls.certificateFile", certificate), ("tls.keyFile", key),
        ("tls.serverName", serverName),
      ].filter { $0.1 != nil }
      guard var tls = made.tls else {
        for (name, _) in given {
          settings.refuse(name, "has no effect without TLS: write rediss:// in url, or remove it")
        }
        return
      }
      if let authority { tls.authorities.file = authority }
      tls.serverName = serverName ?? tls.serverName
      switch (certificate, key) {
      case (let certificate?, let key?):
        tls.clientCertificate = RedisTLS.ClientCertificate(file: certificate, keyFile: key)
      case (_?, nil): settings.refuse("tls.certificateFile", "needs tls.keyFile: set both")
      case (nil, _?): settings.refuse("tls.keyFile", "needs tls.certificateFile: set both")
      case (nil, nil): break
      }
      made.tls = tls
    }
  }
#endif
