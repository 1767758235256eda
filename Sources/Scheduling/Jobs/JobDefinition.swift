import CivilTime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A job as it was added: immutable, shared by everything that points at it. Small, for there may be very many: what most
/// jobs have in common, or do not have, is kept apart.
final class JobDefinition: Sendable {
  let id: JobID
  /// As it is evaluated under the scheduler's lock.
  let trigger: JobTrigger
  private let sharedOptions: SharedOptions
  let body: JobBody
  /// Kept apart because the firing path reads them.
  let timeout: Int64?
  let jitter: Int64
  let instanceLimit: Int
  let priority: Int
  let jitterSeed: UInt64
  /// The lock that a run holds.
  let lockKey: String
  /// Names the trigger; written once, for every question to the claims has it.
  let fingerprint: String
  /// Some policy wants to know how firings end.
  let hasConsequences: Bool
  /// Nothing follows from how its runs end, and no other run waits for them or stops them.
  let isPlain: Bool
  let written = WrittenDefinition()
  private let rare: Rare?

  /// What few jobs have.
  private final class Rare: Sendable {
    let event: TriggerEvent?
    let retryIf: (@Sendable (any Error) -> Bool)?
    let stored: StoredOrigin?
    let handler: String?
    let argumentsJSON: Data?

    init(
      event: TriggerEvent?, retryIf: (@Sendable (any Error) -> Bool)?, stored: StoredOrigin?, handler: String?,
      argumentsJSON: Data?
    ) {
      self.event = event
      self.retryIf = retryIf
      self.stored = stored
      self.handler = handler
      self.argumentsJSON = argumentsJSON
    }
  }

  var options: JobOptions { _read { yield sharedOptions.value } }
  /// What the job waits for, where its trigger names no instants.
  var event: TriggerEvent? { rare?.event }
  /// Says which errors are worth another attempt; defaults to all of them.
  var retryIf: (@Sendable (any Error) -> Bool)? { rare?.retryIf }
  /// Where it was read from, if from a durable store.
  var stored: StoredOrigin? { rare?.stored }
  /// The name of the code that it runs, if that has one.
  var handler: String? { rare?.handler }
  /// The arguments of a handler, as it reads them: written once for all runs.
  var argumentsJSON: Data? { rare?.argumentsJSON }

  convenience init(
    id: JobID, trigger: any Trigger, options: JobOptions, stored: StoredOrigin? = nil, handler: String? = nil,
    body: @escaping JobBody, retryIf: (@Sendable (any Error) -> Bool)? = nil
  ) {
    self.init(
      id: id, trigger: trigger, options: SharedOptions(options), stored: stored, handler: handler, body: body,
      retryIf: retryIf)
  }

  init(
    id: JobID, trigger: any Trigger, options shared: SharedOptions, stored: StoredOrigin? = nil, handler: String? = nil,
    body: @escaping JobBody, retryIf: (@Sendable (any Error) -> Bool)? = nil
  ) {
    let options = shared.value
    let evaluated = (trigger as? JobTrigger) ?? JobTrigger(trigger)
    self.id = id
    self.trigger = evaluated
    self.fingerprint = evaluated.fingerprint
    self.sharedOptions = shared
    self.body = body
    self.timeout = options.timeout?.nanoseconds
    self.jitter = options.jitter.nanoseconds
    self.instanceLimit = options.instanceLimit
    self.priority = options.priority.value
    // Validated before: a lock whose arguments are missing was refused.
    self.lockKey = options.lock == nil ? id.rawValue : (try? options.lockKey(of: id)) ?? id.rawValue
    self.hasConsequences = options.breaker != nil || options.retry != nil || options.pausesOnFailure
    self.isPlain = !hasConsequences && options.lock == nil && options.overlap != .cancelPrevious
    self.jitterSeed = StableHash.hash(id.rawValue)
    let event = evaluated.event
    self.rare =
      event == nil && retryIf == nil && stored == nil && handler == nil
      ? nil
      : Rare(
        event: event, retryIf: retryIf, stored: stored, handler: handler,
        argumentsJSON: handler == nil ? nil : try? options.arguments?.json())
  }

  /// The same job with another trigger.
  func with(trigger: any Trigger) -> JobDefinition {
    JobDefinition(
      id: id, trigger: trigger, options: sharedOptions, stored: stored, handler: handler, body: body, retryIf: retryIf)
  }

  /// Whether a firing is run again after its process disappeared.
  var reruns: Bool { recovery.reruns }

  /// What becomes of a firing whose process disappeared.
  var recovery: Recovery { options.recovery ?? (stored == nil ? .record : .rerun) }

  /// When a nominal instant is really due: never before it, and never past the next one.
  func due(_ instant: Instant) -> Instant {
    guard jitter > 0 else { return instant }
    var span = UInt64(jitter)
    if let next = trigger.next(after: instant) {
      span = min(span, UInt64(max(0, next.nanoseconds(since: instant) - 1)))
    }
    guard span > 0 else { return instant }
    let drawn = StableHash.mix(jitterSeed ^ UInt64(bitPattern: instant.nanosecondsSince1970)) % (span + 1)
    return instant.advanced(byNanoseconds: Int64(drawn))
  }
}

/// What a job does.
public typealias JobBody = @Sendable (RunContext) async throws -> Void
