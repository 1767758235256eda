import Testing

@testable import Scheduling

@Suite struct IndexedHeapTests {
  @Test func slotsLeaveInTheOrderOfTheirKeysWhateverWasMovedOrRemoved() {
    var random = SeededRandom(seed: 4)
    var heap = IndexedHeap()
    var model: [Int: Int64] = [:]
    for _ in 0..<20_000 {
      let slot = Int.random(in: 0..<300, using: &random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<6:
        let key = Int64.random(in: -50...50, using: &random)
        heap.set(slot, to: key)
        model[slot] = key
      case 6..<8:
        heap.remove(slot)
        model[slot] = nil
      default:
        let expected = model.map { ($0.value, $0.key) }.min { $0 < $1 }
        #expect(heap.first?.key == expected?.0)
        #expect(heap.first?.slot == expected?.1)
        if let first = heap.first {
          heap.remove(first.slot)
          model[first.slot] = nil
        }
      }
      #expect(heap.count == model.count)
      #expect(heap.key(of: slot) == model[slot])
    }
  }

  @Test func removingWhatIsNotThereChangesNothing() {
    var heap = IndexedHeap()
    heap.remove(7)
    heap.set(3, to: 1)
    heap.remove(7)
    #expect(heap.count == 1)
  }
}
