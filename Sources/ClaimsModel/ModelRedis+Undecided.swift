/// What two data sets, or a data set and a replica, leave undecided together.
extension ModelRedis {
  /// Of a trigger: from its beginning to its cursor all is decided, but for what is left.
  struct Decided {
    var since: Int
    var cursor: Int
    var left: [Left]

    /// All that lies outside.
    var outside: [Left] {
      let cursor = max(cursor, since)
      let between = left.map { Left(after: max($0.after, since), through: min($0.through, cursor)) }
      return [Left(after: ModelRedis.none, through: since)] + between.filter { $0.after < $0.through }
        + [Left(after: cursor, through: .max)]
    }

    /// What lies outside of both, up to the later cursor. There are eight ranges at most: the first two become one, which may
    /// have instants that were decided.
    func united(with other: Decided?) -> [Left] {
      let through = max(cursor, other?.cursor ?? ModelRedis.none)
      var list: [Left] = []
      for first in outside {
        for second in (other ?? self).outside {
          let range = Left(after: max(first.after, second.after), through: min(first.through, second.through))
          if range.after < range.through, range.after > ModelRedis.none, range.through <= through { list.append(range) }
        }
      }
      list.sort { $0.after < $1.after }
      while list.count > ModelRedis.mostLeft {
        list[1].after = list[0].after
        list.removeFirst()
      }
      return list
    }
  }

  static let mostLeft = 8

  /// The range behind the cursor that has to be recorded before anything else; nil while it may still be reported as decided.
  func isToRecord(
    _ left: [Left], _ question: ModelQuestion, _ now: Int
  ) -> Left? {
    guard let first = left.first, first.through <= now, quarantine(question) <= now else { return nil }
    return first
  }

  /// When the quarantine ends for who asks.
  func quarantine(_ question: ModelQuestion) -> Int {
    max(meta.born, 0) + min(question.quarantineMost, max(question.quarantineLeast, (question.lease * 6 + 4) / 5))
  }
}
