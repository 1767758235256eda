import CivilTime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A job as it was added: immutable, shared by everything that points at it.
final class JobDefinition: Sendable {
  let id: JobID
  /// As it is evaluated under the scheduler's lock.
  let trigger: JobTrigger
  let options: JobOptions
  let body: JobBody
  /// Kept apart because the firing path reads them.
  let timeout: Int64?
  let jitter: Int64
  let instanceLimit: Int
  let jitterSeed: UInt64
  /// What the job waits for, where its trigger names no instants.
  let event: TriggerEvent?
  /// The lock that a run holds.
  let lockKey: String
  /// Names the trigger; written once, for every question to the claims has it.
  let fingerprint: String
  /// Says which errors are worth another attempt; defaults to all of them.
  let retryIf: (@Sendable (any Error) -> Bool)?
  /// Some policy wants to know how firings end.
  let hasConsequences: Bool
  /// Where it was read from, if from a durable store.
  let stored: StoredOrigin?
  /// The name of the code that it runs, if that has one.
  let handler: String?
  /// The arguments of a handler, as it reads them: written once for all runs.
  let argumentsJSON: Data?

  init(
    id: JobID, trigger: any Trigger, options: JobOptions, stored: StoredOrigin? = nil, handler: String? = nil,
    body: @escaping JobBody, retryIf: (@Sendable (any Error) -> Bool)? = nil
  ) {
    self.stored = stored
    self.handler = handler
    self.argumentsJSON = handler == nil ? nil : try? options.arguments?.json()
    self.id = id
    self.trigger = (trigger as? JobTrigger) ?? JobTrigger(trigger)
    self.fingerprint = trigger.fingerprint
    self.options = options
    self.body = body
    self.timeout = options.timeout?.nanoseconds
    self.jitter = options.jitter.nanoseconds
    self.instanceLimit = options.instanceLimit
    self.retryIf = retryIf
    // Validated before: a lock whose arguments are missing was refused.
    self.lockKey = (try? options.lockKey(of: id)) ?? id.rawValue
    self.hasConsequences = options.breaker != nil || options.retry != nil || options.pausesOnFailure
    self.event = (trigger as? any EventTrigger)?.event
    self.jitterSeed = StableHash.hash(id.rawValue)
  }

  /// The same job with another trigger.
  func with(trigger: any Trigger) -> JobDefinition {
    JobDefinition(
      id: id, trigger: trigger, options: options, stored: stored, handler: handler, body: body, retryIf: retryIf)
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
