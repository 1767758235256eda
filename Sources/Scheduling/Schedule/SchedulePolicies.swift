// The policies that are mappings in a schedule file. What is nil was not written, so that each key is merged over the
// defaults on its own.

/// The `retry` of a schedule file.
///
/// ```yaml
/// retry: { attempts: 3, backoff: exponential, initial: 30s, max: 5m, jitter: 0.2, max-elapsed: 20m }
/// ```
package struct ScheduleRetry: Sendable, Hashable {
  /// `attempts`: how often a firing is tried in all.
  package var attempts: Int?
  /// `backoff`: how the waits grow; defaults to exponential.
  package var backoff: Backoff?
  /// `initial`: the first wait, or every wait of a fixed backoff; defaults to 30 seconds.
  package var initial: Duration?
  /// `max`: no wait is longer; defaults to 5 minutes.
  package var max: Duration?
  /// `jitter`: the share of each wait that is drawn; defaults to 0.2.
  package var jitter: Double?
  /// `max-elapsed`: no retry begins later than this after the first attempt began.
  package var maxElapsed: Duration?

  /// How the waits grow.
  package enum Backoff: Sendable, Hashable {
    /// `fixed`: the same wait each time.
    case fixed
    /// `exponential`: the wait doubles each time.
    case exponential
    /// `[1s, 10s, 1m]`: one wait after the other; the last one goes on.
    case delays([Duration])
  }

  /// Nothing written.
  package init() {}

  /// The policy; what is not written has ``Retry``'s own default, and one attempt is made.
  package var policy: Retry {
    let first = initial ?? .seconds(30)
    let growth: Retry.Backoff =
      switch backoff {
      case nil, .exponential: .exponential(initial: first)
      case .fixed: .fixed(first)
      case .delays(let delays): .custom(delays)
      }
    var retry = Retry(attempts: attempts ?? 1, backoff: growth)
    if let max { retry.maxDelay = max }
    if let jitter { retry.jitter = jitter }
    retry.maxElapsed = maxElapsed
    return retry
  }
}

extension ScheduleRetry: ScheduleObject {
  static let what = "attempts, backoff, initial, max, jitter and max-elapsed"
  static let fields: [ScheduleField<ScheduleRetry>] = [
    .init("attempts", \.attempts, .integer(1...1_000), "how often a firing is tried in all", unlessGiven: "1"),
    .init("backoff", \.backoff, .backoff, "how the waits between attempts grow", unlessGiven: "exponential"),
    .init("initial", \.initial, .duration, "the first wait, or every one where backoff is fixed", unlessGiven: "30s"),
    .init("max", \.max, .duration, "no wait is longer", unlessGiven: "5m"),
    .init(
      "jitter", \.jitter, .share, "each wait is up to this share shorter, differently for each firing",
      unlessGiven: "0.2"),
    .init("max-elapsed", \.maxElapsed, .duration, "no retry begins later than this after the first attempt began"),
  ]
}

extension ScheduleForm where Value == ScheduleRetry.Backoff {
  static var backoff: ScheduleForm {
    let expected = "fixed, exponential, or a list of durations such as [1s, 10s, 1m]"
    return ScheduleForm(
      expected: expected,
      schema: [
        "anyOf": [
          ["enum": ["fixed", "exponential"]],
          ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/duration"]],
        ]
      ],
      read: { mapping, key in
        guard let decoder = try mapping.decoder(key, expected: expected) else { return nil }
        if let texts = try? decoder.singleValueContainer().decode([String].self) {
          return .delays(
            try texts.map { text in
              guard let delay = ScheduleDuration.parse(text) else {
                throw mapping.error(key, "'\(text)' is not \(ScheduleDuration.expected)")
              }
              return delay
            })
        }
        guard let text = try? decoder.singleValueContainer().decode(String.self) else {
          throw mapping.error(key, "expected \(expected)")
        }
        return try mapping.meaning(of: text, key, names: ["fixed", "exponential"], expected) { text in
          switch text {
          case "fixed": .fixed
          case "exponential": .exponential
          default: nil
          }
        }
      },
      write: { value, container, key in
        switch value {
        case .fixed: try container.encode("fixed", forKey: ScheduleKey(key))
        case .exponential: try container.encode("exponential", forKey: ScheduleKey(key))
        case .delays(let delays):
          let texts = try delays.map { delay in
            guard let text = ScheduleDuration.text(delay) else {
              throw ScheduleFileError(
                key: container.codingPath.map(\.stringValue) + [key],
                "\(delay) cannot be written: schedule files hold whole milliseconds, zero or more")
            }
            return text
          }
          try container.encode(texts, forKey: ScheduleKey(key))
        }
      })
  }
}

/// The `breaker` of a schedule file: `{ failures: 5, cool-down: 10m }`.
package struct ScheduleBreaker: Sendable, Hashable {
  /// `failures`: how many in a row open it.
  package var failures: Int?
  /// `cool-down`: how long it stays open.
  package var coolDown: Duration?

  /// A breaker with nothing written.
  package init(failures: Int? = nil, coolDown: Duration? = nil) {
    (self.failures, self.coolDown) = (failures, coolDown)
  }

  /// The policy; nil where one of the two is missing, which is refused when the schedule is resolved.
  package var policy: CircuitBreaker? {
    guard let failures, let coolDown else { return nil }
    return CircuitBreaker(failures: failures, coolDown: coolDown)
  }
}

extension ScheduleBreaker: ScheduleObject {
  init() { self.init(failures: nil, coolDown: nil) }
  static let what = "failures and cool-down"
  static let fields: [ScheduleField<ScheduleBreaker>] = [
    .init("failures", \.failures, .integer(1...10_000), "how many failures in a row open it", unlessGiven: "required"),
    .init("cool-down", \.coolDown, .duration, "how long firings are skipped then", unlessGiven: "required"),
  ]
}

/// The `alerts` of a schedule file: `{ on-failure: true, after-failures: 3, overdue-after: 2h }`.
package struct ScheduleAlerts: Sendable, Hashable {
  /// `on-failure`; see ``AlertRules/onFailure``.
  package var onFailure: Bool?
  /// `after-failures`; see ``AlertRules/afterFailures``.
  package var afterFailures: Int?
  /// `overdue-after`; see ``AlertRules/overdueAfter``.
  package var overdueAfter: Duration?

  /// Nothing written.
  package init() {}

  /// The policy; what is not written has ``AlertRules``' own default.
  package var policy: AlertRules {
    AlertRules(onFailure: onFailure ?? true, afterFailures: afterFailures ?? 1, overdueAfter: overdueAfter)
  }
}

extension ScheduleAlerts: ScheduleObject {
  static let what = "on-failure, after-failures and overdue-after"
  static let fields: [ScheduleField<ScheduleAlerts>] = [
    .init("on-failure", \.onFailure, .truth, "whether the owners are notified of a failure", unlessGiven: "true"),
    .init(
      "after-failures", \.afterFailures, .integer(1 ... .max), "how many firings in a row must fail before that",
      unlessGiven: "1"),
    .init(
      "overdue-after", \.overdueAfter, .duration, "reported as overdue after so long without a success",
      unlessGiven: "from the trigger"),
  ]
}

extension JobOptions.Owner: ScheduleObject {
  init() { self.init(responsible: nil, accountable: nil) }
  static let what = "responsible and accountable"
  static let fields: [ScheduleField<JobOptions.Owner>] = [
    .init("responsible", \.responsible, .text("who is paged"), "who is paged when a run fails"),
    .init("accountable", \.accountable, .text("who is notified"), "who is notified when a run fails"),
  ]
}
