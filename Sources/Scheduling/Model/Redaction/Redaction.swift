import CivilTime

/// What is hidden of messages and arguments before they are kept, logged or shown.
///
/// ```swift
/// var configuration = SchedulerConfiguration()
/// configuration.redaction.secretKeys.insert("iban")
/// configuration.redaction.secretHandlers.insert("payroll.transfer")
/// ```
/// A key is compared without case and punctuation. One of five letters or more is found anywhere in a name, so that
/// `password` hides `db_password`; a shorter one must be a word of the name, so that `key` hides `api-key` and not
/// `monkey`.
///
/// Messages of runs are redacted where the error is caught: history, events, log, alerts, dead letters, Redis and HTTP
/// receive the redacted text alone. Arguments are kept as they are, since the body needs them, and are redacted wherever
/// they are shown. Redaction finds what is marked by a name. A body that writes a secret into plain prose is not found:
/// use ``secretHandlers`` for its job.
public struct Redaction: Sendable {
  /// What stands in the place of a hidden value.
  public static let placeholder = "[redacted]"

  /// The names whose values are hidden when nothing else is set.
  public static let usualKeys: Set<String> = [
    "password", "passwd", "passphrase", "pass", "pwd", "secret", "token", "key", "apikey", "accesskey", "privatekey",
    "credential", "authorization", "auth", "cookie", "bearer", "sessionid", "pin", "otp", "cvv",
  ]

  /// The names whose values are hidden: in arguments, and in messages that contain `name=value`, `name: value` or
  /// `"name": "value"`. Defaults to ``usualKeys``. An empty set hides nothing by name, and no password in a URL.
  public var secretKeys: Set<String> { didSet { keys = SecretKeys(secretKeys) } }
  /// Handlers, by ``JobHandler/name``, whose arguments and messages are hidden whole. A job whose body is a closure is
  /// named by its id.
  public var secretHandlers: Set<String>
  /// Called last with each message that is kept, for what only the host knows. It must be fast, and must not throw text
  /// away that it does not want hidden.
  public var further: (@Sendable (String) -> String)?
  private var keys: SecretKeys

  /// What is hidden.
  public init(
    secretKeys: Set<String> = Redaction.usualKeys, secretHandlers: Set<String> = [],
    further: (@Sendable (String) -> String)? = nil
  ) {
    self.secretKeys = secretKeys
    self.secretHandlers = secretHandlers
    self.further = further
    keys = SecretKeys(secretKeys)
  }

  /// The usual names.
  public static let standard = Redaction()
  /// Hides nothing.
  public static let off = Redaction(secretKeys: [])

  /// Whether the value of a name is hidden.
  public func hides(_ name: String) -> Bool { keys.match(name) != nil }

  /// A message without secrets. Redacting twice changes nothing more.
  /// - Parameters:
  ///   - text: the message.
  ///   - handler: whose message it is: a handler's name, or the id of a job that has none.
  ///   - arguments: what the run received: the texts in them that have a secret name are hidden wherever they stand in the
  ///     message.
  public func message(_ text: String, handler: String? = nil, arguments: JobArguments? = nil) -> String {
    if let handler, secretHandlers.contains(handler) { return Self.placeholder }
    var redacted = text
    if !secretKeys.isEmpty {
      var secrets: Set<String> = []
      arguments?.collect(secretsOf: keys, into: &secrets, isSecret: false, levels: JobArguments.largestDepth)
      redacted = MessageScan.hiding(secrets, in: redacted)
      redacted = MessageScan.hiding(keys, in: redacted)
    }
    return further?(redacted) ?? redacted
  }

  /// Arguments to show: the names are kept, and the values of secret names are replaced by ``placeholder``.
  /// - Parameters:
  ///   - arguments: the arguments.
  ///   - handler: who receives them: a handler's name, or the id of a job that has none.
  public func arguments(_ arguments: JobArguments, handler: String? = nil) -> JobArguments {
    if let handler, secretHandlers.contains(handler) { return arguments.hidden }
    guard !secretKeys.isEmpty else { return arguments }
    return arguments.shown(hiding: keys, levels: JobArguments.largestDepth)
  }
}

extension JobArguments {
  private static let placeholder = JobArguments.string(Redaction.placeholder)

  /// The names alone.
  fileprivate var hidden: JobArguments {
    switch self {
    case .null: self
    case .object(let members): .object(members.mapValues { $0 == .null ? .null : Self.placeholder })
    case .bool, .int, .double, .string, .array: Self.placeholder
    }
  }

  fileprivate func shown(hiding keys: SecretKeys, levels: Int) -> JobArguments {
    guard levels >= 0 else { return Self.placeholder }
    switch self {
    case .null, .bool, .int, .double: return self
    case .string(let text): return .string(MessageScan.hiding(keys, in: text))
    case .array(let values): return .array(values.map { $0.shown(hiding: keys, levels: levels - 1) })
    case .object(let members):
      var shown: [String: JobArguments] = [:]
      for (name, value) in members {
        shown[name] =
          value != .null && keys.match(name) != nil ? Self.placeholder : value.shown(hiding: keys, levels: levels - 1)
      }
      return .object(shown)
    }
  }

  /// The texts that have a secret name; short ones would be found in ordinary words.
  fileprivate func collect(secretsOf keys: SecretKeys, into found: inout Set<String>, isSecret: Bool, levels: Int) {
    guard levels >= 0, found.count < 32 else { return }
    switch self {
    case .null, .bool, .int, .double: break
    case .string(let text): if isSecret, (4...4_096).contains(text.utf8.count) { found.insert(text) }
    case .array(let values):
      for value in values { value.collect(secretsOf: keys, into: &found, isSecret: isSecret, levels: levels - 1) }
    case .object(let members):
      for (name, value) in members {
        let isSecret = isSecret || keys.match(name) != nil
        value.collect(secretsOf: keys, into: &found, isSecret: isSecret, levels: levels - 1)
      }
    }
  }
}
