#if Redis
  import CivilTime
  import Scheduling

  /// Renews the held locks of one process, and ends those that cannot be kept, on a thread of its own: it is the
  /// executor of its renewals, so a body that blocks Swift's threads delays neither.
  final class LockKeeper: TaskExecutor {
    /// Called once, when the lock is lost.
    typealias OnLoss = @Sendable () -> Void

    private struct Entry {
      var renewal: RenewalCoding
      var state: LockState
      /// The data set in which the lock was won.
      var dataSet: DataSet
      var onLoss: OnLoss
    }

    /// Which data it was, on which server.
    private struct DataSet: Equatable {
      var epoch: String
      var server: String
    }

    private struct State {
      var entries: [RunID: Entry] = [:]
      var hasThread = false
      var jobs: [UnownedJob] = []
      /// The thread must live while any is under way: their tasks have no other place to go on.
      var renewalsUnderWay = 0
    }

    private let session: FleetSession
    private let wake: WakeDescriptor
    private let state = Lock(State())

    init(session: FleetSession) throws(RedisError) {
      self.session = session
      self.wake = try WakeDescriptor()
    }

    func keep(_ renewal: RenewalCoding, _ lockState: LockState, onLoss: @escaping OnLoss) throws(RedisError) {
      let dataSet = dataSet
      let mustStart = state.withLock { state in
        state.entries[renewal.token] = Entry(renewal: renewal, state: lockState, dataSet: dataSet, onLoss: onLoss)
        defer { state.hasThread = true }
        return !state.hasThread
      }
      guard mustStart else { return wake.signal() }
      do {
        try Posix.startThread("redis-locks") { [self] in run() }
      } catch {
        state.withLock { state in
          state.hasThread = false
          state.entries[renewal.token] = nil
        }
        throw error
      }
    }

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      state.withLock { $0.jobs.append(job) }
      wake.signal()
    }

    /// Why the lock was not held to the end; nil if it was.
    func release(_ token: RunID) -> LockState.Loss? {
      guard let entry = state.withLock({ $0.entries.removeValue(forKey: token) }) else { return .ranOut }
      return entry.state.loss ?? (entry.state.deadline > .now() ? nil : .ranOut)
    }

    /// Why the lock is held no longer; nil while it is held, and after its body.
    func loss(of token: RunID) -> LockState.Loss? { state.withLock { $0.entries[token]?.state.loss } }

    /// Renews all locks at once: what Redis knows of them may have changed.
    func renewAll() {
      let now = MonotonicTime.now()
      state.withLock { state in
        for token in state.entries.keys { state.entries[token]?.state.renewSoon(now) }
      }
      wake.signal()
    }

    private var dataSet: DataSet { session.withKnowledge { DataSet(epoch: $0.epoch, server: $0.dataSet) } }

    func deadline(of token: RunID) -> MonotonicTime? {
      state.withLock { state in
        guard let entry = state.entries[token], !entry.state.isLost else { return nil }
        return entry.state.deadline
      }
    }

    /// Ends when nothing is held.
    private func run() {
      while true {
        let jobs = state.withLock { state in
          defer { state.jobs = [] }
          return state.jobs
        }
        for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        let now = MonotonicTime.now()
        var due: [RenewalCoding] = []
        var losses: [OnLoss] = []
        let alarm = state.withLock { state -> MonotonicTime? in
          if state.entries.isEmpty, state.jobs.isEmpty, state.renewalsUnderWay == 0 {
            state.hasThread = false
            return nil
          }
          var alarm = MonotonicTime.never
          for (token, var entry) in state.entries {
            switch entry.state.tick(now) {
            case .nothing: break
            case .renew: due.append(entry.renewal)
            case .cancel: losses.append(entry.onLoss)
            }
            alarm = min(alarm, entry.state.alarm)
            state.entries[token] = entry
          }
          return alarm
        }
        guard let alarm else { return }
        for onLoss in losses { onLoss() }
        for start in stride(from: 0, to: due.count, by: 100) { renew(Array(due[start..<min(start + 100, due.count)])) }
        let left = alarm == .never ? 1_000_000_000 : (alarm - .now()).nanoseconds
        let ready = Posix.wait(
          socket: nil, forWriting: false, wake: wake.reading,
          milliseconds: Int32(clamping: min(1000, max(0, (left + 999_999) / 1_000_000))))
        if ready.woken { wake.drain() }
      }
    }

    private func renew(_ due: [RenewalCoding]) {
      state.withLock { $0.renewalsUnderWay += 1 }
      Task(executorPreference: self) { [self] in
        defer { state.withLock { $0.renewalsUnderWay -= 1 } }
        let verdicts: [RenewalVerdict]?
        do { verdicts = try await RenewalCoding.renew(due, in: session) } catch { verdicts = nil }
        let now = MonotonicTime.now()
        let dataSet = dataSet
        for (index, renewal) in due.enumerated() {
          let onLoss = state.withLock { state -> OnLoss? in
            guard var entry = state.entries[renewal.token] else { return nil }
            defer { state.entries[renewal.token] = entry }
            switch verdicts?[index] {
            case nil, .unreadable: entry.state.renewalFailed(now: now)
            case .renewed(let deadline): entry.state.renewed(deadline: deadline, now: now)
            case .lost, .cancel:
              let loss = entry.dataSet == dataSet ? LockState.Loss.taken : .takenAfterDataLoss
              return entry.state.lost(loss) == .cancel ? entry.onLoss : nil
            }
            return nil
          }
          onLoss?()
        }
      }
    }
  }
#endif
