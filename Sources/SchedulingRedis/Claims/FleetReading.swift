#if Redis
  import CivilTime
  import Scheduling

  /// Lists as scripts answer them, read.
  enum FleetReading {
    static func pairs(_ words: [RedisValue]) -> [(String, String)] {
      stride(from: 0, to: words.count - words.count % 2, by: 2).compactMap { index in
        guard let first = words[index].string, let second = words[index + 1].string else { return nil }
        return (first, second)
      }
    }

    static func triples(_ words: [RedisValue]) -> [(String, String, String)] {
      stride(from: 0, to: words.count - words.count % 3, by: 3).compactMap { index in
        guard let first = words[index].string, let second = words[index + 1].string, let third = words[index + 2].string
        else { return nil }
        return (first, second, third)
      }
    }

    /// In the order of their names.
    static func members(_ words: [RedisValue]) -> [FleetMember] {
      triples(words).compactMap { name, lastSeen, facts in
        guard let name = PercentEncoding.decode(name),
          let lastSeen = Milliseconds.place(.string(lastSeen))
        else { return nil }
        let parts = facts.split(separator: "|", omittingEmptySubsequences: false)
          .map { PercentEncoding.decode($0) ?? "" }
        return FleetMember(
          instance: name, lastSeen: lastSeen, status: parts.first ?? "",
          timeZoneData: parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil)
      }
      .sorted { $0.instance < $1.instance }
    }

    static func pauses(_ control: [RedisValue]) -> PauseSwitches { pauses(pairs(control)) }

    static func pauses(_ switches: [(String, String)]) -> PauseSwitches {
      var pauses = PauseSwitches()
      for (field, note) in switches {
        if field == "*" {
          pauses.everything = note
        } else if let job = PercentEncoding.decode(field.dropFirst(2)) {
          pauses.jobs[JobID(job)] = note
        }
      }
      return pauses
    }

    /// Oldest first.
    static func requests(_ words: [RedisValue]) -> [FleetRequest] {
      pairs(words).compactMap { RequestCoding.request(id: $0, $1) }
        .sorted { ($0.submitted ?? .min, $0.id) < ($1.submitted ?? .min, $1.id) }
    }

    /// The ids of requests that this version cannot read.
    static func unreadableRequests(_ words: [RedisValue]) -> [String] {
      stride(from: 0, to: words.count - words.count % 2, by: 2).compactMap { index in
        guard let id = words[index].string else { return nil }
        guard let text = words[index + 1].string, RequestCoding.request(id: id, text) != nil else { return id }
        return nil
      }
    }

    /// What to say of rows that cannot be read: how many, and the first of them.
    static func warning(ofUnreadable names: [String], in key: String) -> String {
      let first = names.sorted().prefix(5).map { "'\($0.cut(toBytes: 80))'" }.joined(separator: ", ")
      let more = names.count > 5 ? " and \(names.count - 5) more" : ""
      return
        "\(names.count) of the fleet's runs and requests in Redis cannot be read by this version, and are left alone: "
        + "\(first)\(more) (\(key)). They end by themselves within a day; a newer version may have written them."
    }
  }
#endif
