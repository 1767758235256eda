#if Redis
  /// How to reach a server over TLS 1.2 or later. Needs the package trait `TLS`.
  ///
  /// Its defaults check the server's certificate against the system's authorities, and its name against the host's.
  public struct RedisTLS: Sendable, Hashable {
    /// Who signs certificates that are trusted.
    public struct Authorities: Sendable, Hashable {
      /// A file of certificates in PEM.
      public var file: String?
      /// A directory of certificates, named by their hashes as `openssl rehash` does.
      public var directory: String?

      /// The system's, where neither is given.
      public init(file: String? = nil, directory: String? = nil) {
        self.file = file
        self.directory = directory
      }
    }

    /// What this process shows to a server that asks for it.
    public struct ClientCertificate: Sendable, Hashable {
      /// The certificate, with its chain, in PEM.
      public var file: String
      /// The key, in PEM, without a password.
      public var keyFile: String

      /// A certificate and its key.
      public init(file: String, keyFile: String) {
        self.file = file
        self.keyFile = keyFile
      }
    }

    /// Who signs the server's certificate.
    public var authorities: Authorities
    /// The certificate that this process shows; defaults to none.
    public var clientCertificate: ClientCertificate?
    /// The name, or address, that the server's certificate must have; defaults to the host's.
    public var serverName: String?
    /// Whether the server's certificate and name are checked. Without that anybody in between can read and change all:
    /// only for tests.
    public var verifiesServer: Bool

    /// Settings.
    public init(
      authorities: Authorities = Authorities(), clientCertificate: ClientCertificate? = nil, serverName: String? = nil,
      verifiesServer: Bool = true
    ) {
      self.authorities = authorities
      self.clientCertificate = clientCertificate
      self.serverName = serverName
      self.verifiesServer = verifiesServer
    }
  }
#endif
