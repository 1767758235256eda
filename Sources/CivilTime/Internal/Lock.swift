#if SCHEDULING_TSAN
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// The one lock of this package, as it is compiled for the thread sanitizer (`-Xswiftc -DSCHEDULING_TSAN`): the
  /// sanitizer knows pthread locks, while on Linux it cannot see `Mutex` and reports races that are none.
  package struct Lock<Value>: ~Copyable, @unchecked Sendable {
    private final class Storage {
      let mutex: UnsafeMutablePointer<pthread_mutex_t>
      var value: Value

      init(_ value: consuming sending Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
      }

      deinit {
        pthread_mutex_destroy(mutex)
        mutex.deinitialize(count: 1)
        mutex.deallocate()
      }
    }

    private let storage: Storage

    package init(_ value: consuming sending Value) { storage = Storage(value) }

    /// Runs `body` with the value, alone.
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
      pthread_mutex_lock(storage.mutex)
      defer { pthread_mutex_unlock(storage.mutex) }
      return try body(&storage.value)
    }
  }
#else
  package import Synchronization

  /// The one lock of this package: `Mutex`, except under the thread sanitizer.
  package struct Lock<Value>: ~Copyable, Sendable {
    @usableFromInline
    let mutex: Mutex<Value>

    @inlinable
    package init(_ value: consuming sending Value) { mutex = Mutex(value) }

    /// Runs `body` with the value, alone.
    @inlinable
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
      try mutex.withLock(body)
    }
  }
#endif
