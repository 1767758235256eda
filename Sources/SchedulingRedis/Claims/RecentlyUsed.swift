#if Redis
  /// A dictionary of at most so many names. One that was not touched since the hand passed it last makes room for a new
  /// one (the clock algorithm), so what goes on is kept, at the same cost however many there are.
  struct RecentlyUsed<Value: Sendable>: Sendable {
    private struct Entry {
      var name: String
      var value: Value
      var isRecent: Bool
    }

    private var entries: [Entry] = []
    private var places: [String: Int] = [:]
    private var hand = 0
    private let limit: Int

    init(limit: Int) { self.limit = max(1, limit) }

    var count: Int { entries.count }
    var isFull: Bool { entries.count >= limit }

    /// Looking is no use.
    subscript(name: String) -> Value? { places[name].map { entries[$0].value } }

    /// Changes what is kept under a name, which counts as a use of it.
    mutating func update(_ name: String, default value: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
      if let place = places[name] {
        entries[place].isRecent = true
        return change(&entries[place].value)
      }
      var value = value()
      change(&value)
      insert(Entry(name: name, value: value, isRecent: false))
    }

    /// The same, where something is kept already.
    mutating func updateIfPresent(_ name: String, _ change: (inout Value) -> Void) {
      guard let place = places[name] else { return }
      entries[place].isRecent = true
      change(&entries[place].value)
    }

    mutating func remove(_ name: String) {
      guard let place = places.removeValue(forKey: name), let last = entries.popLast() else { return }
      if place < entries.count {
        entries[place] = last
        places[last.name] = place
      }
      if hand >= entries.count { hand = 0 }
    }

    func names(where condition: (Value) -> Bool) -> [String] { entries.filter { condition($0.value) }.map(\.name) }

    /// All of it, in the order of the names.
    func sorted() -> [(key: String, value: Value)] {
      entries.map { ($0.name, $0.value) }.sorted { $0.key < $1.key }
    }

    /// Moves the hand to what has to make room next, and returns its name; nil where nothing is kept.
    mutating func leastRecent() -> String? {
      if entries.isEmpty { return nil }
      // Ends after one round at the latest: it clears the marks that it passes.
      while entries[hand].isRecent {
        entries[hand].isRecent = false
        hand = (hand + 1) % entries.count
      }
      return entries[hand].name
    }

    private mutating func insert(_ entry: Entry) {
      guard isFull else {
        places[entry.name] = entries.count
        entries.append(entry)
        return
      }
      _ = leastRecent()
      places[entries[hand].name] = nil
      places[entry.name] = hand
      entries[hand] = entry
      hand = (hand + 1) % entries.count
    }
  }
#endif
