#if Redis
  import Scheduling

  extension Keys {
    /// The keys that the whole fleet shares, with the type that each has. A key of another type stops every replica.
    var shared: [(key: String, type: String)] {
      [
        (meta, "hash"), (open, "zset"), (runs, "hash"), (crashed, "zset"), (ended, "zset"), (control, "hash"),
        (dead, "zset"), (deadLetters, "hash"), (members, "zset"), (memberFacts, "hash"), (requests, "hash"),
        (unreadable, "hash"), (history, "stream"), (due, "zset"), (jobs, "zset"), (locks, "zset"),
        (removed, "zset"), (idleSwitches, "hash"),
      ]
    }
  }

  extension FleetSession {
    /// The error with the names of the shared keys that have another type, where that is what the server refused: of a
    /// script it says only that some key has. Costs a round trip for each shared key, after such a refusal alone.
    func naming(_ error: RedisError) async -> RedisError {
      guard error.serverCode == "WRONGTYPE" else { return error }
      var wrong: [(key: String, text: String)] = []
      for (key, type) in keys.shared {
        guard let found = try? await client.send(["TYPE", key], on: client.commands).string, found != type,
          found != "none"
        else { continue }
        wrong.append((key, "\(key) is a \(found) and must be a \(type)"))
      }
      guard let first = wrong.first else { return error }
      return RedisError(
        error.code, error.delivery,
        "\(wrong.map(\.text).joined(separator: ", ")): another program has written there, and no replica can go on. "
          + "Rename the key (RENAME \(first.key) \(first.key).foreign) or delete it; the fleet goes on by itself.",
        serverCode: error.serverCode, server: error.server)
    }
  }
#endif
