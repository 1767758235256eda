/// Locks that several jobs share, where claims are local. (Where they are shared, Redis keeps them.)
struct NamedLocks {
  private struct Named {
    /// Jobs that name the lock.
    var users: [Int] = []
    /// Runs that hold it, those of the job whose id it is included.
    var holders = 0
  }

  private var locks: [String: Named] = [:]

  /// No job names a lock: the usual case, in which nothing is looked up.
  var isEmpty: Bool { locks.isEmpty }

  /// A job names a lock; `holders` counts the runs that hold it, where the lock was not known.
  mutating func add(_ slot: Int, _ key: String, holders: @autoclosure () -> Int) {
    if locks[key] == nil { locks[key] = Named(holders: holders()) }
    locks[key]?.users.append(slot)
  }

  mutating func remove(_ slot: Int, _ key: String) {
    guard var lock = locks[key], let index = lock.users.firstIndex(of: slot) else { return }
    lock.users.remove(at: index)
    locks[key] = lock.users.isEmpty ? nil : lock
  }

  /// How many runs hold a lock that some job names; nil for any other key.
  func holders(of key: String) -> Int? { locks[key]?.holders }

  func users(of key: String) -> [Int] { locks[key]?.users ?? [] }

  mutating func taken(_ key: String) { locks[key]?.holders += 1 }

  mutating func freed(_ key: String) { locks[key]?.holders -= 1 }
}
