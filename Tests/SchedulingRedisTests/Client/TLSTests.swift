#if Redis && TLS
  import RedisServerTestSupport
  import SchedulingRedis
  import Testing

  @Suite("TLS, with a real server and certificates of the test's own")
  struct TLSTests {
    /// Certificates made for one test.
    private struct Certificates {
      let directory: String
      var authority: String { directory + "/ca.crt" }
      func file(_ name: String) -> String { "\(directory)/\(name)" }
    }

    private func certificates() throws -> Certificates {
      let script = """
        set -e
        cd "$(mktemp -d /tmp/redis-tls-XXXXXX)"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test-ca -keyout ca.key -out ca.crt
        for name in localhost elsewhere; do
          openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=$name -keyout $name.key -out $name.csr
          printf 'subjectAltName=DNS:%s' $name > $name.ext
          [ $name = localhost ] && printf ',IP:127.0.0.1' >> $name.ext
          openssl x509 -req -in $name.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile $name.ext -out $name.crt
        done 2>/dev/null
        pwd
        """
      guard let output = Shell.output(of: script), let directory = output.split(separator: "\n").last else {
        throw RedisServer.Failure(description: "openssl could not make certificates")
      }
      return Certificates(directory: String(directory))
    }

    private func server(_ certificates: Certificates, name: String = "localhost", asksClients: Bool = false) throws
      -> RedisServer
    {
      try RedisServer.start(
        .tls,
        options: [
          "--tls-cert-file", certificates.file(name + ".crt"), "--tls-key-file", certificates.file(name + ".key"),
          "--tls-ca-cert-file", certificates.authority, "--tls-auth-clients", asksClients ? "yes" : "no",
        ])
    }

    private func client(
      _ server: RedisServer, host: String = "localhost", connectTimeout: Duration = .seconds(10),
      _ change: (inout RedisTLS) -> Void
    ) throws -> RedisClient {
      var configuration = try RedisConfiguration(url: "rediss://\(host):\(server.port ?? 0)")
      var tls = try #require(configuration.tls)
      change(&tls)
      configuration.tls = tls
      configuration.connectTimeout = connectTimeout
      configuration.commandTimeout = .seconds(20)
      return try RedisClient(configuration: configuration)
    }

    @Test("commands small and large go and come, by name and by address", arguments: ["localhost", "127.0.0.1"])
    func commands(_ host: String) async throws {
      let certificates = try certificates()
      let server = try server(certificates)
      let redis = try client(server, host: host) { $0.authorities.file = certificates.authority }
      let long = String(repeating: "abcdefghij", count: 500_000)
      #expect(try await redis.command("SET", "k", long) == .string("OK"))
      #expect(try await redis.command("GET", "k") == .string(long))
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<2_000 {
          group.addTask { try await redis.command("ECHO", "\(index)") == .string("\(index)") }
        }
        for try await isRight in group { #expect(isRight) }
      }
    }

    @Test("a subscription, a restart and the claims work over TLS")
    func everything() async throws {
      let certificates = try certificates()
      let server = try server(certificates)
      let redis = try client(server) { $0.authorities.file = certificates.authority }
      let locks = try RedisLocks(redis, namespace: "test")
      #expect(try await locks.withLock("a") { $0.fencingToken } > 0)
      server.kill()
      try server.restart()
      try await expectEventually { try await locks.withLock("a") { $0.fencingToken } > 0 }
    }

    @Test("a server of another name, an unknown authority and a server without TLS are refused, with the reason")
    func refused() async throws {
      let certificates = try certificates()
      let elsewhere = try server(certificates, name: "elsewhere")
      func message(_ redis: RedisClient) async -> String? {
        let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
        #expect(error?.code == .tlsFailed)
        #expect(error?.delivery == .notSent)
        return error?.message
      }
      #expect(
        try await message(client(elsewhere) { $0.authorities.file = certificates.authority })?.contains("mismatch")
          == true)
      #expect(try await message(client(elsewhere) { _ in })?.contains("certificate") == true)
      let plain = try RedisServer.start(.tcp)
      #expect(
        try await message(client(plain, connectTimeout: .seconds(2)) { _ in })?.contains("handshake") == true)
      let named = try client(elsewhere) {
        $0.authorities.file = certificates.authority
        $0.serverName = "elsewhere"
      }
      #expect(try await named.command("PING") == .string("PONG"))
      let trusting = try client(elsewhere) { $0.verifiesServer = false }
      #expect(try await trusting.command("PING") == .string("PONG"))
    }

    @Test("a server that asks for a certificate gets it")
    func clientCertificate() async throws {
      let certificates = try certificates()
      let server = try server(certificates, asksClients: true)
      let redis = try client(server) {
        $0.authorities.file = certificates.authority
        $0.clientCertificate = .init(
          file: certificates.file("elsewhere.crt"), keyFile: certificates.file("elsewhere.key"))
      }
      #expect(try await redis.command("PING") == .string("PONG"))
      let without = try client(server) { $0.authorities.file = certificates.authority }
      await #expect(throws: RedisError.self) { try await without.command("PING") }
    }
  }
#endif
