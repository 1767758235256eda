import Cron

/// What a refusal says, in the words of a schedule file: in one line, and without Swift syntax.
enum FileWords {
  static func of(_ error: any Error) -> String {
    phrases.reduce(error.oneLine) { $0.replacing($1.code, with: $1.file) }
  }

  /// What the API calls a thing, and what it is in a file. The longer ones come first.
  private static let phrases: [(code: String, file: String)] = [
    ("Write for example .every(.seconds(30))", "Write for example every: 30s"),
    ("write .afterEachRun(delay:) for a fixed delay", "write after-each-run: 30s for a fixed delay"),
    ("it as the trigger's start", "it as start: next to the rule"),
    (".excluding(…) or .any(of: …) around the trigger", "exclude: next to the rule, or any: with several parts"),
    ("@reboot names no instant, so it cannot be a cron trigger", "@reboot names no instant: write startup: true"),
    ("name the zone of the exclusions with timeZone:", "name the zone of 'exclude' with timezone:"),
    ("write .unlimited for no limit", "write none for no limit"),
    ("coalesce .all(limit:)", "coalesce: { all: … }"), ("overlap .queueAll(limit:)", "overlap: { queue-all: … }"),
    ("recovery .rerun(within:)", "recovery: { rerun: … }"), ("startsPaused", "paused: true"),
    ("misfireGrace", "misfire-grace"), ("maxInstances", "max-instances"), ("minimumHold", "minimum-hold"),
    ("maxDelay", "max"), ("maxElapsed", "max-elapsed"), ("coolDown", "cool-down"),
    ("afterFailures", "after-failures"), ("overdueAfter", "overdue-after"),
    ("retry's custom backoff", "retry's list of delays"),
  ]
}

extension Error {
  /// What a refusal says, without the line breaks of an error that draws.
  var oneLine: String {
    switch self {
    case let error as CronError: "\(error.message), in '\(error.text)' at character \(error.range.lowerBound + 1)"
    case let error as RecurrenceError:
      "\(error.message), in '\(error.text)' at character \(error.range.lowerBound + 1)"
    case let error as SchedulerError: error.message
    default: "\(self)"
    }
  }
}
