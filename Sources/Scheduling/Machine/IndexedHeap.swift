/// A 4-ary min-heap of (key, slot) that can move and remove a slot by its number: what is due next, in 20 bytes a job.
///
/// Slots are small non-negative numbers, each in the heap at most once. Equal keys leave in the order of their slots, so
/// that a run of the machine can be repeated.
struct IndexedHeap: Sendable {
  private var keys: [Int64] = []
  private var slots: [Int32] = []
  /// Where each slot stands in the heap; -1 where it does not.
  private var positions: [Int32] = []

  var isEmpty: Bool { keys.isEmpty }
  var count: Int { keys.count }

  /// The smallest key and its slot.
  var first: (key: Int64, slot: Int)? { keys.isEmpty ? nil : (keys[0], Int(slots[0])) }

  /// The key of a slot; nil when it is not in the heap.
  func key(of slot: Int) -> Int64? {
    slot < positions.count && positions[slot] >= 0 ? keys[Int(positions[slot])] : nil
  }

  /// Puts a slot in, or moves it to another key.
  mutating func set(_ slot: Int, to key: Int64) {
    while positions.count <= slot { positions.append(-1) }
    let position = Int(positions[slot])
    if position >= 0 {
      let old = keys[position]
      keys[position] = key
      if key < old { siftUp(position) } else { siftDown(position) }
    } else {
      keys.append(key)
      slots.append(Int32(truncatingIfNeeded: slot))
      positions[slot] = Int32(truncatingIfNeeded: keys.count - 1)
      siftUp(keys.count - 1)
    }
  }

  /// Takes a slot out; does nothing when it is not in.
  mutating func remove(_ slot: Int) {
    guard slot < positions.count, positions[slot] >= 0 else { return }
    let position = Int(positions[slot])
    positions[slot] = -1
    let lastKey = keys.removeLast()
    let lastSlot = slots.removeLast()
    guard position < keys.count else { return }
    let old = keys[position]
    keys[position] = lastKey
    slots[position] = lastSlot
    positions[Int(lastSlot)] = Int32(truncatingIfNeeded: position)
    if lastKey <= old { siftUp(position) } else { siftDown(position) }
  }

  mutating func reserveCapacity(_ count: Int) {
    keys.reserveCapacity(count)
    slots.reserveCapacity(count)
    positions.reserveCapacity(count)
  }

  private func isBefore(_ key: Int64, _ slot: Int32, _ other: Int) -> Bool {
    key < keys[other] || (key == keys[other] && slot < slots[other])
  }

  private mutating func siftUp(_ start: Int) {
    let key = keys[start]
    let slot = slots[start]
    var position = start
    while position > 0 {
      let parent = (position - 1) >> 2
      guard isBefore(key, slot, parent) else { break }
      move(parent, to: position)
      position = parent
    }
    put(key, slot, at: position)
  }

  private mutating func siftDown(_ start: Int) {
    let key = keys[start]
    let slot = slots[start]
    let count = keys.count
    var position = start
    while true {
      let firstChild = position * 4 + 1
      guard firstChild < count else { break }
      var smallest = firstChild
      for child in (firstChild + 1)..<max(firstChild + 1, min(firstChild + 4, count))
      where isBefore(keys[child], slots[child], smallest) { smallest = child }
      guard !isBefore(key, slot, smallest) else { break }
      move(smallest, to: position)
      position = smallest
    }
    put(key, slot, at: position)
  }

  private mutating func move(_ from: Int, to position: Int) {
    keys[position] = keys[from]
    slots[position] = slots[from]
    positions[Int(slots[position])] = Int32(truncatingIfNeeded: position)
  }

  private mutating func put(_ key: Int64, _ slot: Int32, at position: Int) {
    keys[position] = key
    slots[position] = slot
    positions[Int(slot)] = Int32(truncatingIfNeeded: position)
  }
}
