import Scheduling

/// The tasks that sleep on a ``ManualClock``.
struct Sleepers {
  struct Sleeper {
    var deadline: MonotonicTime
    /// The replica whose run sleeps; nil for a task that is no run.
    var instance: String?
    var continuation: UnsafeContinuation<Void, any Error>
  }

  private enum State {
    /// Between the installation of the cancellation handler and that of the continuation.
    case reserved
    case cancelled
    case asleep(Sleeper)
  }

  private var last = 0
  private var states: [Int: State] = [:]

  mutating func reserve() -> Int {
    last += 1
    states[last] = .reserved
    return last
  }

  /// Returns how the sleep ended, where it has ended before it began.
  mutating func lieDown(_ sleeper: Sleeper, _ number: Int, now: MonotonicTime) -> Result<Void, any Error>? {
    if case .cancelled = states[number] {
      states[number] = nil
      return .failure(CancellationError())
    }
    guard sleeper.deadline > now else {
      states[number] = nil
      return .success(())
    }
    states[number] = .asleep(sleeper)
    return nil
  }

  /// Returns the continuation to be resumed with an error, where there is one already.
  mutating func cancel(_ number: Int) -> UnsafeContinuation<Void, any Error>? {
    switch states[number] {
    case .asleep(let sleeper):
      states[number] = nil
      return sleeper.continuation
    case .reserved:
      states[number] = .cancelled
      return nil
    case .cancelled, nil: return nil
    }
  }

  /// Removes and returns those whose time has come, in the order of their deadlines.
  mutating func wake(at now: MonotonicTime) -> [UnsafeContinuation<Void, any Error>] {
    let due = sleeping.filter { $0.value.deadline <= now }
      .sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }
    for (number, _) in due { states[number] = nil }
    return due.map(\.value.continuation)
  }

  func count(on instance: String) -> Int { sleeping.count { $0.value.instance == instance } }

  var next: MonotonicTime? { sleeping.map(\.value.deadline).min() }

  private var sleeping: [(key: Int, value: Sleeper)] {
    states.compactMap { number, state in
      if case .asleep(let sleeper) = state { (number, sleeper) } else { nil }
    }
  }
}
