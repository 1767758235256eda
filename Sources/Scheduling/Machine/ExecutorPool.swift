/// A named executor as the machine sees it: how many runs it takes at once, and which wait for it.
struct ExecutorPool {
  let name: String
  /// How many runs may go on at once.
  let limit: Int
  var ready = PriorityReadyQueue()
  /// Carriers that were started or are to be started.
  var carriers = 0
  /// A carrier was asked for and has not taken its first run.
  var isCarrierComing = false

  init(name: String, limit: Int) {
    self.name = name
    self.limit = limit
  }

  /// A firing that is started now would have to wait for others to end.
  var isSaturated: Bool { ready.count + carriers >= limit && !ready.isEmpty }
}

/// Runs that wait for a carrier: those of the highest priority first, among equals the oldest.
struct PriorityReadyQueue {
  /// Highest priority first. A bucket stays when it is empty: jobs use few priorities.
  private var buckets: [(priority: Int, queue: ReadyQueue)] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func append(_ run: Int, priority: Int) { buckets[bucket(of: priority)].queue.append(run) }

  /// Puts a run back that was the first of its priority.
  mutating func prepend(_ run: Int, priority: Int) { buckets[bucket(of: priority)].queue.prepend(run) }

  /// The place of a priority, for a run that is added to it.
  private mutating func bucket(of priority: Int) -> Int {
    count += 1
    var index = 0
    while index < buckets.count, buckets[index].priority > priority { index += 1 }
    if index == buckets.count || buckets[index].priority != priority {
      buckets.insert((priority, ReadyQueue()), at: index)
    }
    return index
  }

  mutating func popFirst() -> Int? {
    guard count > 0 else { return nil }
    for index in buckets.indices {
      if let run = buckets[index].queue.popFirst() {
        count -= 1
        return run
      }
    }
    return nil
  }
}
