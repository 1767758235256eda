#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A fixed number of threads as a task executor, for bodies that block: they hold up neither each other's pool nor
/// Swift's own threads.
final class BlockingThreads: TaskExecutor, Sendable {
  private let core: Core
  /// How many threads there are: fewer than were asked for where the system has no more to give.
  let count: Int

  init(name: String, threads: Int) {
    let core = Core()
    self.core = core
    count = (0..<threads).count { _ in Thread.detach(name: name) { core.run() } }
  }

  deinit { core.stop() }

  func enqueue(_ job: consuming ExecutorJob) { core.enqueue(UnownedJob(job), asUnownedTaskExecutor()) }

  /// Unchecked: all state is guarded by `mutex`, a pthread mutex because the condition needs one.
  private final class Core: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [(UnownedJob, UnownedTaskExecutor)] = []
    private var head = 0
    private var isStopped = false

    init() {
      mutex = .allocate(capacity: 1)
      mutex.initialize(to: pthread_mutex_t())
      pthread_mutex_init(mutex, nil)
      condition = .allocate(capacity: 1)
      condition.initialize(to: pthread_cond_t())
      pthread_cond_init(condition, nil)
    }

    deinit {
      pthread_cond_destroy(condition)
      condition.deallocate()
      pthread_mutex_destroy(mutex)
      mutex.deallocate()
    }

    func enqueue(_ job: UnownedJob, _ executor: UnownedTaskExecutor) {
      pthread_mutex_lock(mutex)
      jobs.append((job, executor))
      pthread_cond_signal(condition)
      pthread_mutex_unlock(mutex)
    }

    func stop() {
      pthread_mutex_lock(mutex)
      isStopped = true
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }

    func run() {
      while true {
        pthread_mutex_lock(mutex)
        while head == jobs.count && !isStopped { pthread_cond_wait(condition, mutex) }
        guard head < jobs.count else {
          pthread_mutex_unlock(mutex)
          return
        }
        let (job, executor) = jobs[head]
        head += 1
        if head == jobs.count {
          jobs.removeAll(keepingCapacity: true)
          head = 0
        }
        pthread_mutex_unlock(mutex)
        job.runSynchronously(on: executor)
      }
    }
  }
}
