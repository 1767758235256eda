#if Redis
  import CivilTime

  /// A task that can be cancelled before there is one.
  final class CancellableTask: Sendable {
    private let state = Lock<(cancel: (@Sendable () -> Void)?, isCancelled: Bool)>((nil, false))

    func set(_ cancel: @escaping @Sendable () -> Void) {
      let isLate = state.withLock { state in
        state.cancel = cancel
        return state.isCancelled
      }
      if isLate { cancel() }
    }

    func cancel() {
      let cancel = state.withLock { state in
        state.isCancelled = true
        return state.cancel
      }
      cancel?()
    }
  }
#endif
