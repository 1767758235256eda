#if Redis
  import CivilTime

  /// An error reply taken apart: `READONLY You can't write…` is the code `READONLY` and the text.
  struct ServerErrorReply: Equatable {
    var code: String
    var text: String

    init(_ line: String) {
      // A line can be as long as a reply.
      self.text = line.printable(bytes: 500)
      self.code = Self.leadingCode(of: line[...]) ?? "ERR"
      // Before Redis 7 an error inside a script came as `ERR Error running script (…): @user_script:1: -OOM command…`.
      guard code == "ERR", text.contains("script") else { return }
      for part in text.split(separator: " ") where part.first == "-" {
        if let inner = Self.leadingCode(of: part.dropFirst()), inner != "ERR" {
          self.code = inner
          return
        }
      }
    }

    private static func leadingCode(of text: Substring) -> String? {
      let word = text.prefix { $0 != " " }
      guard word.count >= 2, word.allSatisfy({ ("A"..."Z").contains($0) || $0 == "_" }) else { return nil }
      return String(word)
    }

    /// The error to throw, with what to do about it.
    func error(server: String?) -> RedisError {
      let (code, advice) = Self.meaning[self.code] ?? (.server, nil)
      let message = advice.map { "\($0) The server said: \(text)" } ?? "the server said: \(text)"
      return RedisError(code, .answered, message, serverCode: self.code, server: server)
    }

    private static let meaning: [String: (RedisError.Code, String?)] = [
      "LOADING": (.loading, "the server is loading its data set; it will answer when that is done."),
      "READONLY": (.readOnly, "this server is a read-only replica; point the client at the master."),
      "MASTERDOWN": (.masterDown, "this replica has lost its master; bring the master back or promote a replica."),
      "OOM": (.outOfMemory, "the server is at its maxmemory and refuses writes; raise it or free memory."),
      "NOREPLICAS": (.noReplicas, "too few replicas are in sync (min-replicas-to-write); bring them back."),
      "CLUSTERDOWN": (.clusterDown, "the Redis cluster is down; repair its slots."),
      "MOVED": (.clusterRedirect, "this is a node of a Redis Cluster, which this client does not follow."),
      "ASK": (.clusterRedirect, "this is a node of a Redis Cluster, which this client does not follow."),
      "CROSSSLOT": (.clusterRedirect, "this is a node of a Redis Cluster, which this client does not follow."),
      "BUSY": (.busyScript, "a script blocks the server; wait, or end it with SCRIPT KILL."),
      "UNKILLABLE": (.busyScript, "a script blocks the server and has written; wait for it to end."),
      "MISCONF": (.writesDisabled, "the server cannot save to disk and refuses writes; look at its disk and log."),
      "NOAUTH": (.wrongPassword, "the server asks for a password; put one into the URL."),
      "WRONGPASS": (.wrongPassword, "the user name or password is wrong, or the user is disabled."),
      "NOPERM": (.noPermission, "the user lacks a permission; grant it with ACL SETUSER."),
      "NOSCRIPT": (.noScript, nil),
      "WRONGTYPE": (
        .server, "a key has another type than this version writes; find it with TYPE, and delete or rename it."
      ),
    ]
  }
#endif
