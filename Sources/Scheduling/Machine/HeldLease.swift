import CivilTime

/// The lease of a run, and when to renew it.
struct HeldLease {
  private(set) var lease: Lease
  private var state: State
  /// Somebody asked for the run's cancellation after the renewal that is on its way may have left.
  private var renewsAgain = false

  private enum State {
    /// Can transition to: renewing, suspect, lost.
    case held(renewAt: MonotonicTime)
    /// A renewal is on its way. Can transition to: held, suspect, lost.
    case renewing(dueAt: MonotonicTime)
    /// The process was frozen beyond the deadline: the renewal on its way decides, until then. Can transition to: held, lost.
    case suspect(until: MonotonicTime, dueAt: MonotonicTime)
    /// Another may own the firing. Can transition to: nothing.
    case lost
  }

  /// What follows from a look.
  enum Action: Equatable {
    case none
    /// A renewal is to be sent.
    case renew
    /// The deadline has passed: the run has to stop.
    case lose(wasFrozen: Bool)
  }

  /// How long a renewal may decide whether a process that was frozen still owns its run.
  static let suspicion = Duration.milliseconds(250)

  init(_ lease: Lease) {
    self.lease = lease
    state = .held(renewAt: lease.renewAt)
  }

  var isLost: Bool { if case .lost = state { true } else { false } }

  /// Until when the run may go on; nil once the lease is lost.
  var deadline: MonotonicTime? { isLost ? nil : lease.deadline }

  /// When to look again.
  var nextMoment: MonotonicTime {
    switch state {
    case .held(let renewAt): min(renewAt, lease.deadline)
    case .renewing: lease.deadline
    case .suspect(let until, _): until
    case .lost: .never
    }
  }

  /// Looks at the lease when a moment has come.
  /// - Parameter lastPass: when the machine was last at work: long ago means that the process was frozen. One that merely had
  ///   nothing to do wakes at the deadline, and must not outlive the lock for the sake of a renewal.
  mutating func look(_ now: MonotonicTime, lastPass: MonotonicTime?) -> Action {
    switch state {
    case .lost: return .none
    case .suspect(let until, _): return now >= until ? .lose(wasFrozen: true) : .none
    case .held(let dueAt), .renewing(let dueAt):
      if now >= lease.deadline {
        let late = (now - lease.deadline).nanoseconds
        let pause = lastPass.map { (now - $0).nanoseconds } ?? 0
        guard pause > lease.duration.nanoseconds / 4, late > lease.duration.nanoseconds / 20 else {
          return .lose(wasFrozen: false)
        }
        state = .suspect(until: now + Self.suspicion, dueAt: dueAt)
        return .renew
      }
      guard case .held = state, now >= dueAt else { return .none }
      state = .renewing(dueAt: dueAt)
      return .renew
    }
  }

  /// The lease was renewed; returns how late. Nil where it was lost before, and stays so.
  mutating func renewed(until deadline: MonotonicTime, _ now: MonotonicTime) -> Duration? {
    let due: MonotonicTime
    switch state {
    case .lost: return nil
    case .held(let dueAt), .renewing(let dueAt), .suspect(_, let dueAt): due = dueAt
    }
    lease.deadline = deadline
    state = .held(renewAt: renewsAgain ? now : lease.renewAt)
    renewsAgain = false
    return now - due
  }

  /// No answer came, or none that can be read: tried again until the lease ends.
  mutating func renewalFailed(_ now: MonotonicTime) {
    guard case .renewing = state else { return }
    state = .held(renewAt: now.advanced(byNanoseconds: max(50_000_000, lease.duration.nanoseconds / 20)))
  }

  /// Renews as soon as possible.
  mutating func renewNow(_ now: MonotonicTime) {
    switch state {
    case .held: state = .held(renewAt: now)
    case .renewing, .suspect: renewsAgain = true
    case .lost: break
    }
  }

  mutating func lose() { state = .lost }
}
