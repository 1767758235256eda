#if Redis
  import CivilTime

  /// What the server said about itself when a connection was made.
  package struct RedisServerFacts: Sendable, Hashable {
    /// Where it was reached.
    package var endpoint: RedisEndpoint
    /// Such as `7.0.15`; `nil` if the user may not run `INFO`.
    package var version: String?
    /// `master` or `slave`, in the server's words.
    package var role: String?
    /// Changes with every start of the server.
    package var runID: String?
    /// Changes when another server takes over as master, and with every start.
    package var replicationID: String?
    /// What the server does when memory runs out; anything but `noeviction` can throw locks away.
    package var evictionPolicy: String?

    init(endpoint: RedisEndpoint, info: String?) {
      self.endpoint = endpoint
      guard let info else { return }
      for line in info.split(whereSeparator: \.isNewline) {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let value = line[line.index(after: colon)...].cut(toBytes: 200)
        switch line[..<colon] {
        case "redis_version": version = value
        case "role": role = value
        case "run_id": runID = value
        case "master_replid": replicationID = value
        case "maxmemory_policy": evictionPolicy = value
        default: continue
        }
      }
    }

    /// The oldest server that has all that the scripts need.
    static let minimumMajorVersion = 6

    var isTooOld: Bool {
      guard let version, let major = Int(version.prefix { $0 != "." }) else { return false }
      return major < Self.minimumMajorVersion
    }

    /// A sentence if the server may throw away locks when memory runs out.
    var evictionWarning: String? {
      guard let evictionPolicy, evictionPolicy != "noeviction" else { return nil }
      return
        "Redis may evict locks and cursors when memory runs out (maxmemory-policy \(evictionPolicy)), and then jobs "
        + "can overlap or start again; set maxmemory-policy noeviction, or give the scheduler a Redis of its own."
    }

    /// Names the data set behind the connection as far as the server reports it: with another name it may be another data set.
    var dataSet: String {
      guard let runID else { return "" }
      return "\(runID)/\(replicationID ?? "")"
    }

    /// For the status.
    var dictionary: [String: String] {
      var facts = ["server": endpoint.description]
      facts["version"] = version
      facts["role"] = role
      facts["run_id"] = runID
      facts["master_replid"] = replicationID
      facts["maxmemory_policy"] = evictionPolicy
      return facts
    }
  }
#endif
