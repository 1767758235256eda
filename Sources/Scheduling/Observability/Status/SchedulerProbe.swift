import CivilTime
import Synchronization

/// What liveness and readiness probes ask of a scheduler, read without a lock: however busy the scheduler is, and however
/// many callers there are, neither waits for the other.
public struct SchedulerProbe: Sendable, Hashable {
  /// Where a scheduler is in its life.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Phase: UInt8, Sendable, Hashable {
    /// `run()` has not been called.
    case idle
    /// Between the start of `run()` and the beginning of a shutdown.
    case running
    /// A shutdown is under way: nothing new starts.
    case draining
    /// `run()` has returned.
    case stopped
  }

  /// Whether the fleet's claims have answered this replica.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum ClaimsContact: UInt8, Sendable, Hashable {
    /// Claims are local: there is nothing to reach.
    case local
    /// No answer has come since the start.
    case unanswered
    /// No answer has come since the start, and only a change by an operator helps, as with a wrong password.
    case refused
    /// At least one answer has come. An outage that follows is in ``SchedulerStatus/health``, not here.
    case answered
  }

  /// Where the scheduler is in its life.
  public var phase: Phase
  /// Whether the claims have answered.
  public var claims: ClaimsContact
  /// It runs, and its loop has not passed for 5 seconds: nothing starts, and only a new process helps.
  public var isStalled: Bool

  /// Why the process should be restarted; nil when it should not. Names no server, job or run.
  public var reasonNotLive: String? { isStalled ? "the scheduler's loop has stalled" : nil }

  /// Why the replica should not be counted on yet, or any longer; nil when it is ready. Names no server, job or run.
  /// - Parameter requiresClaims: whether a replica that has never reached the fleet's claims is unready.
  public func reasonNotReady(requiresClaims: Bool = true) -> String? {
    switch phase {
    case .idle: return "run() has not been called"
    case .draining: return "a shutdown is under way"
    case .stopped: return "the scheduler has stopped"
    case .running: break
    }
    guard requiresClaims else { return nil }
    switch claims {
    case .local, .answered: return nil
    case .unanswered: return "the fleet's claims have not answered yet"
    case .refused: return "the fleet's claims refuse this replica: an operator has to change its settings"
    }
  }
}

/// What the scheduler publishes for probes.
struct ProbeBoard: ~Copyable, Sendable {
  private let facts = Atomic<UInt8>(0)
  /// The loop's last pass on the machine's continuous clock, in nanoseconds.
  private let lastPass = Atomic<Int64>(0)

  /// A loop that has not passed for so long has stalled.
  private static let stallAfter = Duration.seconds(5)

  func publish(_ phase: SchedulerProbe.Phase, _ claims: SchedulerProbe.ClaimsContact) {
    let word = phase.rawValue | claims.rawValue << 2
    // Most changes of the machine change neither: the line in the cache stays with those who read it.
    if facts.load(ordering: .relaxed) != word { facts.store(word, ordering: .relaxed) }
  }

  /// Before the first pass a stall is counted from here.
  func begin() {
    _ = lastPass.compareExchange(expected: 0, desired: MonotonicTime.now().nanoseconds, ordering: .relaxed)
  }

  func passed() { lastPass.store(MonotonicTime.now().nanoseconds, ordering: .relaxed) }

  /// - Parameter goesByItself: false for a manual clock: the loop waits until the clock is moved.
  func read(goesByItself: Bool) -> SchedulerProbe {
    let word = facts.load(ordering: .relaxed)
    let phase = SchedulerProbe.Phase(rawValue: word & 3) ?? .idle
    let passed = MonotonicTime(nanoseconds: lastPass.load(ordering: .relaxed))
    return SchedulerProbe(
      phase: phase, claims: SchedulerProbe.ClaimsContact(rawValue: word >> 2) ?? .local,
      isStalled: phase == .running && goesByItself && MonotonicTime.now() - passed > Self.stallAfter)
  }
}

extension ProbeBoard {
  /// Publishes what has changed; called under the machine's lock, so that what is published last is what is so.
  borrowing func publish(_ machine: borrowing Conductor) {
    let reach = machine.claims.reach
    let claims: SchedulerProbe.ClaimsContact =
      machine.claims.isLocal
      ? .local : reach.hasAnswered ? .answered : reach.error?.needsOperator == true ? .refused : .unanswered
    let phase: SchedulerProbe.Phase =
      switch machine.phase {
      case .idle: .idle
      case .running: .running
      case .draining: .draining
      case .stopped: .stopped
      }
    publish(phase, claims)
  }
}
