#if Redis
  import Scheduling

  /// Commands in order, with the nearest of their deadlines at hand.
  struct CommandQueue {
    private var commands: [PendingReply] = []
    private var head = 0
    /// Never later than the nearest deadline; earlier only until the next look.
    private(set) var nearestDeadline = MonotonicTime.never

    var count: Int { commands.count - head }
    var isEmpty: Bool { head == commands.count }

    mutating func append(_ command: PendingReply) {
      commands.append(command)
      nearestDeadline = min(nearestDeadline, command.deadline)
    }

    /// Takes all of `others`, and leaves it an empty array.
    mutating func append(contentsOf others: inout [PendingReply]) {
      if others.isEmpty { return }
      for command in others { nearestDeadline = min(nearestDeadline, command.deadline) }
      if isEmpty {
        commands.removeAll(keepingCapacity: true)
        head = 0
        swap(&commands, &others)
      } else {
        commands.append(contentsOf: others)
        others.removeAll(keepingCapacity: true)
      }
    }

    mutating func popFirst() -> PendingReply? {
      guard head < commands.count else { return nil }
      let first = commands[head]
      head += 1
      if head == commands.count {
        commands.removeAll(keepingCapacity: true)
        head = 0
        nearestDeadline = .never
      } else if head >= 1024, head * 2 >= commands.count {
        commands.removeSubrange(..<head)
        head = 0
      }
      return first
    }

    /// Fails and removes what is overdue. True if anything was.
    @discardableResult
    mutating func fail(_ error: RedisError, expiredAt now: MonotonicTime) -> Bool {
      guard nearestDeadline <= now else { return false }
      var left: [PendingReply] = []
      var nearest = MonotonicTime.never
      var anyFailed = false
      for command in commands[head...] {
        if command.deadline <= now {
          command.finish(.failure(error))
          anyFailed = true
        } else {
          left.append(command)
          nearest = min(nearest, command.deadline)
        }
      }
      commands = left
      head = 0
      nearestDeadline = nearest
      return anyFailed
    }

    mutating func failAll(_ error: RedisError) {
      for command in commands[head...] { command.finish(.failure(error)) }
      commands.removeAll()
      head = 0
      nearestDeadline = .never
    }
  }
#endif
