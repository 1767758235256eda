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
        guard let name = PercentEncoding.decode(name), let lastSeen = Int64(lastSeen) else { return nil }
        let parts = facts.split(separator: "|", omittingEmptySubsequences: false)
          .map { PercentEncoding.decode($0) ?? "" }
        return FleetMember(
          instance: name, lastSeen: Instant(millisecondsSince1970: lastSeen), status: parts.first ?? "",
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
  }
#endif
