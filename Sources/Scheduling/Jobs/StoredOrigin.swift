import CivilTime

/// What a definition knows of the store that it was read from.
struct StoredOrigin: Sendable {
  /// The version that was read.
  var version: Int64
  /// The name of the code that does the job.
  var handler: String
  /// Why this replica cannot run the job; nil when it can.
  var hold: Hold?

  /// Whether this replica can compute the job's instants.
  var canRead: Bool {
    if case .unreadable? = hold { false } else { true }
  }

  /// Why a replica leaves a stored job to others.
  enum Hold: Sendable, Hashable {
    /// It has no code of that name.
    case noHandler
    /// Its configuration has no executor of that name.
    case noExecutor(String)
    /// It does not serve the job's queue.
    case otherQueue(String)
    /// The definition has something that this version cannot read.
    case unreadable(String)
  }
}

extension StoredOrigin.Hold: CustomStringConvertible {
  var description: String {
    switch self {
    case .noHandler: "this replica has no handler of that name"
    case .noExecutor(let name): "this replica has no executor '\(name)'"
    case .otherQueue(let queue): "this replica does not serve the queue '\(queue)'"
    case .unreadable(let reason): "this version cannot read the definition: \(reason)"
    }
  }
}

/// The trigger of a definition that this version cannot read: it names no instant here.
struct UnreadableTrigger: Trigger {
  let reason: String
  let fingerprint: String

  func next(after instant: Instant) -> Instant? { nil }
  func previous(before instant: Instant) -> Instant? { nil }
  var description: String { "A trigger that this version cannot read: \(reason)" }
}
