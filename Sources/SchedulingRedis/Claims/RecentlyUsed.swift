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

    func names(where condition: (Value) -> Bool) -> [String] { entries.filter { condition($0.value) }.map(\.name) }

    /// All of it, in the order of the names.
    func sorted() -> [(key: String, value: Value)] {
      entries.map { ($0.name, $0.value) }.sorted { $0.key < $1.key }
    }

    private mutating func insert(_ entry: Entry) {
      guard entries.count >= limit else {
        places[entry.name] = entries.count
        entries.append(entry)
        return
      }
      // Ends after one round at the latest: it clears the marks that it passes.
      while entries[hand].isRecent {
        entries[hand].isRecent = false
        hand = (hand + 1) % entries.count
      }
      places[entries[hand].name] = nil
      places[entry.name] = hand
      entries[hand] = entry
      hand = (hand + 1) % entries.count
    }
  }
#endif
