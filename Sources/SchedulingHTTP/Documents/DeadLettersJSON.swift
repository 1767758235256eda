import CivilTime
import Scheduling

/// Dead letters, grouped by what the last attempt said.
struct DeadLettersJSON {
  let redaction: ArgumentRedaction

  func grouped(_ letters: [DeadLetter], limit: Int, view: JSON) -> JSON {
    var groups: [String?: [DeadLetter]] = [:]
    for letter in letters { groups[letter.message, default: []].append(letter) }
    let ordered = groups.map { (message: $0.key, letters: $0.value.sorted { $0.at > $1.at }) }
      .sorted { ($0.letters.first?.at ?? .min) > ($1.letters.first?.at ?? .min) }
    return [
      "groups": .list(
        ordered.map { group in
          let jobs = Dictionary(group.letters.map { ($0.job.rawValue, 1) }, uniquingKeysWith: +)
          return [
            "message": JSON(group.message), "count": JSON(group.letters.count),
            "first_at": JSON(group.letters.last?.at), "last_at": JSON(group.letters.first?.at),
            "jobs": .object(jobs.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }),
            "letters": .list(group.letters.prefix(limit).map(letter)),
          ]
        }),
      "total": JSON(letters.count), "view": view,
    ]
  }

  func letter(_ letter: DeadLetter) -> JSON {
    [
      "id": .text(letter.id.description), "job": .text(letter.job.rawValue), "scheduled_at": JSON(letter.instant),
      "cause": .text(letter.cause.rawValue), "attempts": JSON(letter.attempts),
      "outcome": .text(letter.outcome.description), "message": JSON(letter.message), "at": JSON(letter.at),
      "arguments": JSON(redaction.redacted(letter.arguments, of: letter.job)),
    ]
  }
}
