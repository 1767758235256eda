import CivilTime

/// Firings that failed for good, newest last: bounded, the oldest goes first.
struct DeadLetters {
  private(set) var letters: [DeadLetter] = []
  let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func add(_ letter: DeadLetter) {
    guard limit > 0 else { return }
    if letters.count >= limit { letters.removeFirst(letters.count - limit + 1) }
    letters.append(letter)
  }

  /// Takes one out; nil when it is not there any more.
  mutating func take(_ id: RunID) -> DeadLetter? {
    letters.firstIndex { $0.id == id }.map { letters.remove(at: $0) }
  }
}
