import CivilTime

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A thread of the scheduler's own, as a task executor with one timer: bodies that block the cooperative pool cannot
/// delay what runs here. Its timer is re-armed, not made anew, for each wait.
final class LoopThread: TaskExecutor, Sendable {
  private let core: Core

  /// Without a thread nothing that is enqueued runs: the system had none left to give.
  let hasThread: Bool

  init(name: String) {
    core = Core()
    hasThread = core.start(name: name)
  }

  deinit { core.stop() }

  func enqueue(_ job: consuming ExecutorJob) { core.enqueue(UnownedJob(job), asUnownedTaskExecutor()) }

  /// Returns when `signal` was called, or after `delay`; nil waits for a signal alone. A signal that comes while nobody
  /// waits ends the next wait at once. Only one task may wait at a time.
  func wait(for delay: Duration?) async {
    await withUnsafeContinuation { continuation in core.arm(delay, continuation) }
  }

  /// Ends the wait that is going on, or the next one.
  func signal() { core.signal() }

  /// What the thread shares with everybody else. Unchecked: all state is guarded by `mutex`, a pthread mutex because
  /// the condition needs one.
  private final class Core: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [(UnownedJob, UnownedTaskExecutor)] = []
    private var waiter: UnsafeContinuation<Void, Never>?
    private var deadline: Int64?
    private var isSignalled = false
    private var isStopped = false

    init() {
      mutex = .allocate(capacity: 1)
      mutex.initialize(to: pthread_mutex_t())
      pthread_mutex_init(mutex, nil)
      condition = .allocate(capacity: 1)
      condition.initialize(to: pthread_cond_t())
      #if canImport(Darwin)
        pthread_cond_init(condition, nil)
      #else
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
      #endif
    }

    deinit {
      pthread_cond_destroy(condition)
      condition.deallocate()
      pthread_mutex_destroy(mutex)
      mutex.deallocate()
    }

    func start(name: String) -> Bool {
      Thread.detach(name: name) { self.run() }
    }

    func stop() {
      pthread_mutex_lock(mutex)
      isStopped = true
      pthread_cond_signal(condition)
      pthread_mutex_unlock(mutex)
    }

    func enqueue(_ job: UnownedJob, _ executor: UnownedTaskExecutor) {
      pthread_mutex_lock(mutex)
      jobs.append((job, executor))
      pthread_cond_signal(condition)
      pthread_mutex_unlock(mutex)
    }

    func arm(_ delay: Duration?, _ continuation: UnsafeContinuation<Void, Never>) {
      pthread_mutex_lock(mutex)
      if isSignalled || delay.map({ $0 <= .zero }) == true {
        isSignalled = false
        pthread_mutex_unlock(mutex)
        continuation.resume()
        return
      }
      waiter = continuation
      deadline = delay.map { Self.monotonicNow() + min($0.nanoseconds, 1_000_000_000_000) }
      pthread_cond_signal(condition)
      pthread_mutex_unlock(mutex)
    }

    func signal() {
      pthread_mutex_lock(mutex)
      guard let waiter else {
        isSignalled = true
        pthread_mutex_unlock(mutex)
        return
      }
      self.waiter = nil
      deadline = nil
      pthread_mutex_unlock(mutex)
      waiter.resume()
    }

    private func run() {
      var batch: [(UnownedJob, UnownedTaskExecutor)] = []
      while true {
        pthread_mutex_lock(mutex)
        var expired: UnsafeContinuation<Void, Never>?
        while jobs.isEmpty && !isStopped {
          if let deadline {
            guard deadline > Self.monotonicNow() else {
              expired = waiter
              waiter = nil
              self.deadline = nil
              break
            }
            wait(until: deadline)
          } else {
            pthread_cond_wait(condition, mutex)
          }
        }
        swap(&batch, &jobs)
        let isDone = batch.isEmpty && expired == nil && isStopped
        pthread_mutex_unlock(mutex)
        if isDone { return }
        expired?.resume()
        for (job, executor) in batch { job.runSynchronously(on: executor) }
        batch.removeAll(keepingCapacity: true)
      }
    }

    private func wait(until deadline: Int64) {
      #if canImport(Darwin)
        let left = max(0, deadline - Self.monotonicNow())
        var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
        pthread_cond_timedwait_relative_np(condition, mutex, &time)
      #else
        var time = timespec(tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
        pthread_cond_timedwait(condition, mutex, &time)
      #endif
    }

    private static func monotonicNow() -> Int64 {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
  }
}
